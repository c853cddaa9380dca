import type { Page } from '@playwright/test'
import { expect, test } from './journey.ts'
import { violations } from './pages/barriers.ts'
import { saved, topBar } from './pages/editor.ts'
import { nodeOf, type OwnFlow, ownFlow, saveDraft, trigger } from './pages/flows.ts'
import { press } from './pages/keyboard.ts'
import { settled } from './pages/tour.ts'

const text = { type: 'string' }
/** What the trigger is declared to give. */
const schema = {
  type: 'object',
  properties: { MaHoSo: text, ChuHoSo: text, SoGiayTo: { type: 'string', format: 'digits' } },
  required: ['MaHoSo'],
  additionalProperties: false,
}

/** A trigger, a good wire, and one wire of each sort that does not fit. */
const nodes = (flow: OwnFlow) => ({
  nhan: { ...trigger(flow, 'loc'), schema },
  loc: { use: 'filter@1', title: 'Lọc hồ sơ', settings: { when: 'MaHoSo != ""' }, to: { out: ['doi'] } },
  doi: {
    use: 'map-fields@1',
    title: 'Sang dạng mới',
    settings: {
      mapping: [
        { target: 'ma', value: { field: 'MaHoSo' } },
        { target: 'ten', value: { field: 'HoTen' } },
      ],
    },
    to: { out: ['tra'] },
  },
  tra: { use: 'http-reply@1', title: 'Trả lời', settings: { content: 'value', body: { expr: 'ma & $.tenn' } } },
})

const mark = (page: Page, key: string) => page.locator(`button[data-wire="${key}"]`)
const panel = (page: Page) => page.getByRole('dialog', { name: /^Dây từ "/ })
const line = (page: Page, key: string) => page.locator(`.react-flow__edge[data-id="${key}"] .react-flow__edge-path`)

test('a wire that does not fit is seen, explained and mended with the mouse, and blocks publishing until then', async ({
  officer: page,
  api,
}) => {
  const flow = ownFlow('Dây sai')
  await saveDraft(api, flow, nodes(flow))
  await page.goto(`/luong/${flow.id}`)
  await expect(nodeOf(page, 'Trả lời')).toBeVisible()

  await test.step('bad wires are marked, good ones look as ever', async () => {
    await expect(line(page, 'loc|out|doi')).toHaveAttribute('data-check', 'error')
    await expect(line(page, 'doi|out|tra')).toHaveAttribute('data-check', 'error')
    await expect(line(page, 'nhan|out|loc')).not.toHaveAttribute('data-check', /./)
    await expect(mark(page, 'nhan|out|loc')).toHaveCount(0)
  })

  await test.step('the mark says what is wrong on hover and opens the ways out', async () => {
    await mark(page, 'loc|out|doi').hover()
    await expect(page.getByRole('tooltip')).toContainText('"HoTen" không có trong dữ liệu từ nút "Lọc hồ sơ"')
    await mark(page, 'loc|out|doi').click()
    await expect(panel(page)).toContainText('Trường "HoTen" không có')
    await expect(panel(page)).toContainText('Các trường đi qua: MaHoSo, ChuHoSo, SoGiayTo')
    expect.soft(await violations(page)).toEqual([])
    await page.emulateMedia({ colorScheme: 'light' })
  })

  await test.step('a mapping is put into the wire, filled in by names that mean the same', async () => {
    await panel(page).getByRole('button', { name: 'Chèn nút ánh xạ' }).click()
    await expect(page.getByRole('dialog', { name: /^Nút "Ánh xạ trường/ })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(nodeOf(page, 'Ánh xạ trường')).toBeVisible()
    await expect(line(page, 'loc|out|map-fields')).toHaveAttribute('data-check', 'maybe')
    await expect(line(page, 'map-fields|out|doi')).not.toHaveAttribute('data-check', /./)
    await page.keyboard.press('Control+z')
    await expect(line(page, 'loc|out|doi')).toHaveAttribute('data-check', 'error')
  })

  await test.step('publishing is refused while an error is left', async () => {
    await saved(page)
    await topBar(page).getByRole('button', { name: 'Ban hành' }).click()
    const dialog = page.getByRole('dialog', { name: /Ban hành/ })
    await expect(dialog).toContainText('"HoTen" không có')
    await expect(dialog.getByRole('button', { name: 'Ban hành', exact: true })).toBeDisabled()
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
  })

  await test.step('one field may be missing, the other is accepted with a reason; both come back by undo', async () => {
    await mark(page, 'loc|out|doi').click()
    await panel(page).getByRole('button', { name: 'Bỏ qua khi thiếu' }).click()
    await expect(line(page, 'loc|out|doi')).not.toHaveAttribute('data-check', /./)
    await page.keyboard.press('Escape')
    await expect(panel(page)).toBeHidden()
    await mark(page, 'doi|out|tra').click()
    await panel(page).getByRole('button', { name: 'Chấp nhận…' }).click()
    await panel(page)
      .getByRole('textbox', { name: /^Vì sao chấp nhận/ })
      .fill('Đối tác sẽ bổ sung trường này')
    await panel(page).getByRole('button', { name: 'Áp dụng' }).click()
    await expect(panel(page)).toContainText('Đã chấp nhận: Đối tác sẽ bổ sung trường này')
    await page.keyboard.press('Escape')
    await expect(page.locator('button[data-wire]')).toHaveCount(0)
    await saved(page)
    await page.reload()
    await expect(nodeOf(page, 'Trả lời')).toBeVisible()
    await settled(page)
    await expect(page.locator('button[data-wire]')).toHaveCount(0)
    await page.keyboard.press('Control+z')
    await expect(mark(page, 'doi|out|tra')).toBeVisible()
  })
  await api.call('DELETE', `/flows/${flow.id}?force=true`)
})

test('the same by keyboard: from the problem list, from the canvas and from the outline', async ({
  officer: page,
  api,
}) => {
  const flow = ownFlow('Dây sai, bàn phím')
  await saveDraft(api, flow, nodes(flow))
  await page.goto(`/luong/${flow.id}`)
  await expect(mark(page, 'doi|out|tra')).toBeVisible()

  await test.step('F8 walks through the problems, W opens the wire of the node', async () => {
    await page.keyboard.press('F8')
    await expect(nodeOf(page, 'Trả lời')).toBeFocused()
    await page.keyboard.press('F8')
    await expect(nodeOf(page, 'Sang dạng mới')).toBeFocused()
    await expect(nodeOf(page, 'Sang dạng mới')).toHaveAccessibleName(/dây vào: Không khớp/)
    await page.keyboard.press('w')
    await expect(panel(page)).toContainText('"HoTen" không có')
    await press(page, panel(page).getByRole('button', { name: 'Giá trị mặc định…' }))
    await page.keyboard.insertText('Chưa rõ')
    await page.keyboard.press('Enter')
    await expect(panel(page)).toContainText('Mọi trường mà nút sau cần đều có.')
    await page.keyboard.press('Escape')
    await expect(panel(page)).toBeHidden()
    await expect(nodeOf(page, 'Sang dạng mới')).toBeFocused()
  })

  await test.step('the problem list opens the wire', async () => {
    await saved(page)
    const row = page.locator('#drawer-panel').getByRole('button', { name: /"tenn" không có/ })
    if (!(await row.isVisible())) await press(page, page.getByRole('tab', { name: /^Vấn đề/ }))
    await press(page, row)
    await expect(panel(page)).toContainText('Trường "tenn" không có')
    await page.keyboard.press('Escape')
    await expect(panel(page)).toBeHidden()
  })

  await test.step('the outline has the mark too', async () => {
    await page.getByRole('button', { name: 'Xem dạng danh sách' }).click()
    await expect(mark(page, 'doi|out|tra')).toHaveAccessibleName(/^Dây từ "Sang dạng mới" tới "Trả lời", Không khớp: /)
    await page.locator('[data-outline-row="tra"]').focus()
    // Escape lets go of the row, so that Tab leads into it instead of adding a node.
    await page.keyboard.press('Escape')
    await page.keyboard.press('Tab')
    await expect(mark(page, 'doi|out|tra')).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(panel(page)).toContainText('Trường "tenn" không có')
    expect.soft(await violations(page)).toEqual([])
  })
  await api.call('DELETE', `/flows/${flow.id}?force=true`)
})

test('what a trigger gives is declared from a sample, and then checked', async ({ officer: page, api }) => {
  const flow = ownFlow('Khai báo theo mẫu')
  const { schema: _none, ...plain } = nodes(flow).nhan
  await saveDraft(api, flow, { ...nodes(flow), nhan: plain })
  await page.goto(`/luong/${flow.id}`)
  await expect(mark(page, 'doi|out|tra')).toBeVisible()
  await expect(mark(page, 'loc|out|doi')).toHaveCount(0)
  await nodeOf(page, 'Sang dạng mới').focus()
  await page.keyboard.press('w')
  await expect(panel(page)).toContainText('Chưa biết trường nào đi qua dây này')
  await panel(page).getByRole('button', { name: 'Khai báo theo mẫu' }).click()
  await expect(panel(page)).toContainText('Các trường đi qua: MaHoSo')
  await expect(panel(page)).toContainText('"HoTen" không có')
  await page.keyboard.press('Escape')
  await expect(line(page, 'loc|out|doi')).toHaveAttribute('data-check', 'error')
  await saved(page)
  await page.reload()
  await expect(line(page, 'loc|out|doi')).toHaveAttribute('data-check', 'error')
  await api.call('DELETE', `/flows/${flow.id}?force=true`)
})
