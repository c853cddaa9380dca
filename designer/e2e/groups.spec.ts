import type { Page } from '@playwright/test'
import { expect, test } from './journey.ts'
import { boxOf, inspector, saved } from './pages/editor.ts'
import { nodeOf, type OwnFlow, ownFlow, saveDraft, trigger } from './pages/flows.ts'

const group = (page: Page, title: string) =>
  page.locator('[data-canvas]').getByRole('group', { name: new RegExp(`^Nhóm ${title},`) })

const nodes = (flow: OwnFlow) => ({
  vao: trigger(flow, 'doi'),
  doi: { use: 'delay@1', title: 'Đổi tên trường', to: { out: ['tra'] } },
  tra: { use: 'http-reply@1', title: 'Trả lời' },
})

test('nodes become a group that is named, collapsed, moved, copied and taken apart with keys alone', async ({
  officer: page,
  api,
}) => {
  const flow = ownFlow('Nhóm bằng phím')
  await saveDraft(api, flow, nodes(flow))
  await page.goto(`/luong/${flow.id}`)
  await nodeOf(page, 'Nhận hồ sơ').focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Control+g')
  await expect(page.locator('[data-group]').getByRole('textbox', { name: 'Tên nhóm' })).toBeFocused()
  await page.keyboard.insertText('Tiếp nhận')
  await page.keyboard.press('Enter')
  await expect(group(page, 'Tiếp nhận')).toBeFocused()

  await page.keyboard.press('Alt+Shift+g')
  await expect(nodeOf(page, 'Đổi tên trường')).toHaveCount(0)
  await expect(group(page, 'Tiếp nhận')).toBeFocused()
  await page.keyboard.press('Alt+ArrowDown')
  await page.keyboard.press('Control+d')
  await expect(page.locator('[data-canvas]').getByRole('group', { name: /^Nhóm Tiếp nhận,/ })).toHaveCount(2)
  await page.keyboard.press('Control+z')
  await expect(page.locator('[data-canvas]').getByRole('group', { name: /^Nhóm Tiếp nhận,/ })).toHaveCount(1)
  await saved(page)

  await page.reload()
  await expect(group(page, 'Tiếp nhận')).toHaveAccessibleName(/3 nút, đang thu gọn/)
  await group(page, 'Tiếp nhận').focus()
  await page.keyboard.press('Enter')
  await expect(nodeOf(page, 'Đổi tên trường')).toBeVisible()
  await page.keyboard.press('Control+Shift+g')
  await expect(group(page, 'Tiếp nhận')).toHaveCount(0)
  await saved(page)
  await page.reload()
  await expect(nodeOf(page, 'Trả lời')).toBeVisible()
  await expect(group(page, 'Tiếp nhận')).toHaveCount(0)
})

test('a group moves with what lies in it, opens and closes with the mouse, and takes nodes that are dropped into it', async ({
  officer: page,
  api,
}) => {
  const flow = ownFlow('Nhóm bằng chuột')
  await api.call('PUT', `/flows/${flow.id}`, {
    flow: { format: 1, id: flow.id, title: flow.title, nodes: nodes(flow) },
    layout: {
      format: 1,
      at: { vao: [0, 0], doi: [304, 0], tra: [304, 240] },
      groups: { nhom: { title: 'Xử lý', colour: 'blue', description: 'Đổi dạng', nodes: ['vao', 'doi'] } },
    },
  })
  await page.goto(`/luong/${flow.id}`)
  const before = await boxOf(nodeOf(page, 'Đổi tên trường'))
  const other = await boxOf(nodeOf(page, 'Trả lời'))
  const head = await boxOf(group(page, 'Xử lý'))
  await page.mouse.move(head.x + head.width / 2, head.y + 18)
  await page.mouse.down()
  await page.mouse.move(head.x + head.width / 2, head.y + 58, { steps: 8 })
  await page.mouse.up()
  await expect.poll(async () => (await boxOf(nodeOf(page, 'Đổi tên trường'))).y - before.y).toBeGreaterThan(20)
  expect((await boxOf(nodeOf(page, 'Trả lời'))).y).toBeCloseTo(other.y, 0)

  await group(page, 'Xử lý').getByRole('button', { name: 'Thu gọn nhóm' }).click()
  await expect(nodeOf(page, 'Đổi tên trường')).toHaveCount(0)
  await expect(inspector(page).getByRole('heading', { name: 'Xử lý' })).toBeVisible()
  await group(page, 'Xử lý').getByRole('button', { name: 'Mở rộng nhóm' }).click()

  const target = await boxOf(nodeOf(page, 'Nhận hồ sơ'))
  const from = await boxOf(nodeOf(page, 'Trả lời'))
  await page.mouse.move(from.x + 60, from.y + 20)
  await page.mouse.down()
  await page.mouse.move(target.x + target.width + 12, target.y + target.height / 2, { steps: 12 })
  await page.mouse.up()
  await expect(group(page, 'Xử lý')).toHaveAccessibleName(/3 nút/)
})

test('a note is written, resized and deleted with keys, and stands in the outline', async ({ officer: page, api }) => {
  const flow = ownFlow('Ghi chú')
  await saveDraft(api, flow, nodes(flow))
  await page.goto(`/luong/${flow.id}`)
  await nodeOf(page, 'Nhận hồ sơ').focus()
  await page.keyboard.press('n')
  await expect(page.locator('[data-note]').getByRole('textbox', { name: 'Nội dung ghi chú' })).toBeFocused()
  await page.keyboard.insertText('Hỏi Sở Tư pháp\ntrước khi ban hành')
  await page.keyboard.press('Escape')
  const note = page.locator('[data-canvas]').getByRole('group', { name: /^Ghi chú: Hỏi Sở Tư pháp/ })
  await expect(note).toBeFocused()
  await inspector(page).getByRole('textbox', { name: 'Rộng' }).fill('320')
  await saved(page)
  await page.reload()
  await expect(note).toHaveCSS('width', '320px')
  await page.getByRole('button', { name: 'Xem dạng danh sách' }).click()
  const line = page.getByRole('list', { name: 'Ghi chú trên bản vẽ' }).getByRole('listitem')
  await expect(line).toContainText('Hỏi Sở Tư pháp')
  await line.focus()
  await page.keyboard.press('Delete')
  await expect(line).toHaveCount(0)
})
