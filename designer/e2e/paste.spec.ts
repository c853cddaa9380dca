import type { Page } from '@playwright/test'
import { expect, test } from './journey.ts'
import { violations } from './pages/barriers.ts'
import { pasteText, saved } from './pages/editor.ts'
import { nodeOf, type OwnFlow, ownFlow, saveDraft, trigger } from './pages/flows.ts'
import { press, tabTo } from './pages/keyboard.ts'

const mapping = (table: string) => [{ target: 'Ten', value: { expr: `$danhMuc("${table}", Ma).name` } }]

/** Nodes as another installation copies them: one names what is only there, one what is here too. */
const piece = JSON.stringify({
  lienthong: 'nodes',
  format: 1,
  nodes: {
    gui: {
      use: 'http-request@1',
      title: 'Gửi nơi khác',
      settings: { connection: 'may-cua-noi-khac' },
      to: { out: ['doi'] },
    },
    doi: { use: 'map-fields@1', title: 'Đổi tên gọi', settings: { mapping: mapping('dan-toc-noi-khac') } },
    biet: { use: 'http-request@1', title: 'Đã có ở đây', settings: { connection: 'mot-cua-api' } },
  },
  at: { gui: [0, 0], doi: [320, 0], biet: [0, 120] },
})

/** What the officer's draft holds of the pasted nodes; nothing of those that it does not hold. */
async function settingsOf(page: Page, flow: OwnFlow): Promise<object> {
  const kept: { flow: { nodes: Record<string, { settings?: object }> } } = await (
    await page.request.get(`/api/v1/flows/${flow.id}`)
  ).json()
  const { gui, doi } = kept.flow.nodes
  return { ...gui?.settings, ...doi?.settings }
}

test('nodes pasted from another installation ask what takes the place of what is not here; each step is undone', async ({
  officer: page,
  api,
}) => {
  const flow = ownFlow('Dán từ nơi khác')
  await saveDraft(api, flow, { vao: trigger(flow, 'cho'), cho: { use: 'delay@1', title: 'Chờ' } })
  await page.goto(`/luong/${flow.id}`)
  const dialog = page.getByRole('dialog', { name: 'Nút vừa dán dùng thứ chưa có ở đây' })
  const asIs = { connection: 'may-cua-noi-khac', mapping: mapping('dan-toc-noi-khac') }
  const rebound = { connection: 'mot-cua-api', mapping: mapping('trang-thai-dvcqg') }

  await test.step('only what is not here is asked for, with the nodes that use it', async () => {
    await pasteText(page, nodeOf(page, 'Chờ'), piece)
    await expect(dialog.getByRole('combobox')).toHaveCount(2)
    await expect(dialog).toContainText('Dùng ở: Gửi nơi khác')
    await expect(dialog).not.toContainText('Đã có ở đây')
    expect(await violations(page)).toEqual([])
    await page.emulateMedia({ colorScheme: 'light' })
  })

  await test.step('by keyboard, fields and formulas take what was chosen', async () => {
    const connection = dialog.getByRole('combobox', { name: 'Kết nối may-cua-noi-khac' })
    await expect(connection.locator('option', { hasText: '(dvcqg)' })).toHaveCount(0)
    await expect(dialog.getByRole('button', { name: 'Dùng những thứ đã chọn' })).toBeDisabled()
    await tabTo(page, connection)
    await page.keyboard.type('Một cửa: giao diện')
    await expect(connection).toHaveValue('mot-cua-api')
    await dialog.getByRole('combobox', { name: 'Danh mục dan-toc-noi-khac' }).selectOption('trang-thai-dvcqg')
    await press(page, dialog.getByRole('button', { name: 'Dùng những thứ đã chọn' }))
    await expect(dialog).toHaveCount(0)
    await expect.poll(() => settingsOf(page, flow)).toEqual(rebound)
  })

  await test.step('one undo brings the names of the other installation back, the next takes the nodes away', async () => {
    await nodeOf(page, 'Gửi nơi khác').focus()
    await page.keyboard.press('Control+z')
    await expect.poll(() => settingsOf(page, flow)).toEqual(asIs)
    await page.keyboard.press('Control+Shift+z')
    await expect.poll(() => settingsOf(page, flow)).toEqual(rebound)
    await page.keyboard.press('Control+z')
    await page.keyboard.press('Control+z')
    await expect(nodeOf(page, 'Gửi nơi khác')).toHaveCount(0)
    await expect.poll(() => settingsOf(page, flow)).toEqual({})
  })

  await test.step('left for later, the nodes stay and the problems say what is missing', async () => {
    await pasteText(page, nodeOf(page, 'Chờ'), piece)
    await expect(dialog).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(dialog).toHaveCount(0)
    await expect.poll(() => settingsOf(page, flow)).toEqual(asIs)
    await expect(nodeOf(page, 'Gửi nơi khác')).toHaveAccessibleName(/vấn đề/)
  })

  await test.step('a copy of what is here asks nothing', async () => {
    await page.keyboard.press('Control+z')
    await saved(page)
    const whole = JSON.parse(piece)
    const known = JSON.stringify({ ...whole, nodes: { biet: whole.nodes.biet } })
    await pasteText(page, nodeOf(page, 'Chờ'), known)
    await expect(nodeOf(page, 'Đã có ở đây')).toBeVisible()
    await saved(page)
    await expect(dialog).toHaveCount(0)
  })
  await api.call('DELETE', `/flows/${flow.id}?force=true`)
})
