import type { Page } from '@playwright/test'
import { expect, test } from './journey.ts'
import { violations } from './pages/barriers.ts'
import { callFlow } from './pages/editor.ts'
import { ownFlow, saveDraft } from './pages/flows.ts'
import { press, tabTo, write } from './pages/keyboard.ts'
import { detail, mapper, mappingFlow, openMapper, result, row, targetTree } from './pages/mapper.ts'

const dossier = {
  MaHoSo: '000.00.00.H22-260105-0031',
  MucDo: 'khan',
  TaiLieu: [
    { Ten: 'Ảnh', Loai: 'B', So: '9' },
    { Ten: 'Đơn', Loai: 'A', So: '10' },
    { Ten: 'Bản vẽ', Loai: 'A', So: '2' },
    { Ten: 'Nháp', Loai: 'A', So: '1', Huy: '1' },
  ],
}
const start = [
  { target: 'maHoSo', value: { field: 'MaHoSo' } },
  { target: 'giayTo', each: { over: 'TaiLieu', fields: [{ target: 'ten', value: { field: 'Ten' } }] } },
  { target: 'uuTien', value: 'thường' },
]
/** Messages that pass before the mapping is changed; of the last 20 every fourth is urgent. */
const SENT = 21
const kept = '$not(Huy = "1")'
const urgent = 'MucDo = "khan"'
const mostUrgent = 'MucDo = "hoa-toc"'

const conditionField = (page: Page) => detail(page).getByRole('combobox', { name: 'Chỉ tạo trường khi' })
const valueField = (page: Page) => detail(page).getByRole('textbox', { name: 'Nguồn' })
const direction = (page: Page, nth: number) => detail(page).getByLabel(`Thứ tự của khoá ${nth}`)
const textField = (page: Page) => result(page).getByRole('textbox', { name: 'Ánh xạ dạng chữ (JSON)' })
const firstPaper = (page: Page) => targetTree(page).locator('[role="treeitem"][aria-level="2"]')
const counts = (page: Page, field: string) =>
  result(page).getByRole('table', { name: 'Số mẫu theo trường đích' }).getByRole('row').filter({ hasText: field })

const answers = { urgent: 'cao', mostUrgent: 'rất cao' } as const
const choiceRows = [/chọn.*hoa-toc.*rất cao/, /khi.*khan.*cao/, /còn lại.*thường/]

/** Sends one message, which is mapped. */
async function send(address: string, body: unknown): Promise<void> {
  expect((await callFlow(address, body)).status).toBe(200)
}

/** The mapping as text with the first field renamed. */
async function renamedText(page: Page): Promise<string> {
  return (await textField(page).inputValue()).replace('"maHoSo"', '"soHoSo"')
}

test('by mouse: a list is filtered and ordered, a value chosen by conditions, 20 messages tell what changed, text and lines agree', async ({
  officer: page,
  api,
  installation,
}) => {
  test.slow()
  const flow = ownFlow('Lọc và xếp')
  await saveDraft(api, flow, mappingFlow(flow, start, 'json'))
  await api.call('POST', `/flows/${flow.id}/publish`, { note: 'Bản đầu' })
  for (let n = 0; n < SENT; n++)
    await send(`${installation.gateway}${flow.path}`, { ...dossier, MucDo: n % 4 === 0 ? 'khan' : 'thuong' })
  await openMapper(page, flow, JSON.stringify(dossier))

  await test.step('cancelled papers are left out, the others ordered by their number', async () => {
    await row(page, /giayTo/).click()
    await detail(page).getByRole('button', { name: 'Lọc', exact: true }).click()
    await expect(detail(page).getByRole('combobox', { name: 'Chỉ lấy các mục thoả' })).toBeFocused()
    await page.keyboard.type(kept)
    await detail(page).getByRole('button', { name: 'Sắp xếp', exact: true }).click()
    await expect(detail(page).getByRole('combobox', { name: 'Sắp xếp theo, khoá 1' })).toBeFocused()
    await page.keyboard.type('So')
    await direction(page, 1).click()
    await page.getByRole('option', { name: 'Số giảm dần (10, 2, 1)' }).click()
    await expect(row(page, /giayTo/)).toContainText(kept)
    await expect(row(page, /giayTo/)).toContainText('So ↓')
    await expect(firstPaper(page)).toContainText('Đơn')
    await expect(result(page)).toContainText('giayTo3 mục')
  })

  await test.step('a value is chosen by two conditions and a rest', async () => {
    await row(page, /uuTien/).click()
    for (const [condition, value] of [
      [urgent, answers.urgent],
      [mostUrgent, answers.mostUrgent],
    ] as const) {
      await mapper(page).getByRole('button', { name: 'Thêm', exact: true }).click()
      await page.getByRole('menuitem', { name: /^Thêm nhánh/ }).click()
      await expect(conditionField(page)).toBeFocused()
      await page.keyboard.type(condition)
      await valueField(page).fill(value)
    }
    await expect(row(page, /uuTien/)).toHaveText(choiceRows)
    await expect(result(page)).toContainText('uuTien"cao"')
  })

  await test.step('the last 20 messages say how many of them come out otherwise than they did', async () => {
    await mapper(page).getByRole('tab', { name: 'Chạy trên 20 mẫu' }).click()
    await result(page).getByRole('button', { name: 'Chạy trên 20 mẫu' }).click()
    await expect(result(page)).toContainText('Đã chạy 20 mẫu, 0 mẫu lỗi.', { timeout: 60_000 })
    await expect(result(page).getByRole('button', { name: 'Chạy trên 20 mẫu' })).toBeVisible()
    await expect(counts(page, 'giayTo[].ten').getByRole('cell')).toHaveText(['giayTo[].ten', '20', '0', '0'])
    await expect(counts(page, 'uuTien').getByRole('cell')).toHaveText(['uuTien', '5', '0', '0'])
    await expect(counts(page, 'maHoSo')).toHaveCount(0)
    await counts(page, 'giayTo').getByRole('button').click()
    await expect(firstPaper(page)).toBeFocused()
  })

  await test.step('the text is changed, what is wrong in it is named, and the lines follow; a gesture shows in the text', async () => {
    await mapper(page).getByRole('tab', { name: 'Dạng chữ' }).click()
    const text = await renamedText(page)
    await textField(page).fill(text.replace('"over"', '"ovr"'))
    await expect(result(page)).toContainText('Dòng "giayTo"')
    await expect(result(page).getByRole('button', { name: 'Áp dụng' })).toBeDisabled()
    await textField(page).fill(text)
    await mapper(page).getByRole('tab', { name: 'Kết quả trên mẫu' }).click()
    await mapper(page).getByRole('tab', { name: 'Dạng chữ (chưa áp dụng)' }).click()
    await expect(textField(page)).toHaveValue(text)
    await result(page).getByRole('button', { name: 'Áp dụng' }).click()
    await expect(row(page, /soHoSo/)).toContainText('MaHoSo')
    await row(page, /soHoSo/).hover()
    await mapper(page).getByRole('button', { name: 'Xoá soHoSo' }).click()
    await expect(textField(page)).not.toHaveValue(/soHoSo/)
    for (const name of ['soHoSo', 'maHoSo']) {
      await mapper(page).getByRole('button', { name: 'Hoàn tác (Ctrl + Z)' }).click()
      await expect(textField(page)).toHaveValue(new RegExp(name))
    }
    await expect(targetTree(page)).toContainText('maHoSo')
    expect.soft(await violations(page)).toEqual([])
  })
  await api.call('DELETE', `/flows/${flow.id}?force=true`)
})

test('by keyboard alone: the same list, choice, text and trial on past messages', async ({
  officer: page,
  api,
  installation,
}) => {
  test.slow()
  const flow = ownFlow('Lọc và xếp bằng phím')
  await saveDraft(api, flow, mappingFlow(flow, start, 'json'))
  await api.call('POST', `/flows/${flow.id}/publish`, { note: 'Bản đầu' })
  for (let n = 0; n < 3; n++) await send(`${installation.gateway}${flow.path}`, dossier)
  await openMapper(page, flow, JSON.stringify(dossier))

  await test.step('a filter and an order; what was asked for by mistake goes again', async () => {
    await toTree(page)
    await page.keyboard.press('ArrowDown')
    await expect(row(page, /giayTo/)).toBeFocused()
    await page.keyboard.press('Enter')
    await press(page, detail(page).getByRole('button', { name: 'Nhóm', exact: true }))
    await expect(detail(page).getByRole('combobox', { name: 'Nhóm các mục theo' })).toBeFocused()
    await press(page, detail(page).getByRole('button', { name: 'Bỏ: Nhóm các mục theo' }))
    await expect(detail(page).getByRole('button', { name: 'Nhóm', exact: true })).toBeFocused()
    await tabTo(page, detail(page).getByRole('button', { name: 'Lọc', exact: true }), 'Shift+Tab')
    await page.keyboard.press('Enter')
    await expect(detail(page).getByRole('combobox', { name: 'Chỉ lấy các mục thoả' })).toBeFocused()
    await page.keyboard.insertText(kept)
    await press(page, detail(page).getByRole('button', { name: 'Sắp xếp', exact: true }))
    await expect(detail(page).getByRole('combobox', { name: 'Sắp xếp theo, khoá 1' })).toBeFocused()
    await page.keyboard.insertText('So')
    await tabTo(page, direction(page, 1))
    await page.keyboard.press('Enter')
    const chosen = page.locator('[role="option"][data-combobox-selected]')
    for (let step = 0; step < 4 && !(await chosen.getByText('Số giảm dần').isVisible()); step++)
      await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect(direction(page, 1)).toHaveValue('Số giảm dần (10, 2, 1)')
    await expect(firstPaper(page)).toContainText('Đơn')
  })

  await test.step('two branches in front of the rest', async () => {
    await toTree(page)
    await page.keyboard.press('End')
    await expect(row(page, /uuTien/)).toBeFocused()
    for (const [condition, value] of [
      [urgent, answers.urgent],
      [mostUrgent, answers.mostUrgent],
    ] as const) {
      await tabTo(page, mapper(page).getByRole('button', { name: 'Thêm', exact: true }), 'Shift+Tab')
      await page.keyboard.press('Enter')
      await expect(page.getByRole('menuitem').first()).toBeFocused()
      await page.keyboard.press('ArrowUp')
      await expect(page.getByRole('menuitem', { name: /^Thêm nhánh/ })).toBeFocused()
      await page.keyboard.press('Enter')
      await expect(conditionField(page)).toBeFocused()
      await page.keyboard.insertText(condition)
      await tabTo(page, valueField(page), 'Shift+Tab')
      await page.keyboard.press('Control+a')
      await page.keyboard.insertText(value)
    }
    await expect(row(page, /uuTien/)).toHaveText(choiceRows)
    await expect(result(page)).toContainText('uuTien"cao"')
  })

  await test.step('a row is added, named, moved, copied and taken away; the focus goes with it', async () => {
    await toTree(page)
    await page.keyboard.press('Home')
    await page.keyboard.press('Insert')
    await expect(detail(page).getByRole('textbox', { name: 'Tên trường đích' })).toBeFocused()
    await page.keyboard.insertText('mucDo')
    await page.keyboard.press('Enter')
    await expect(row(page, /mucDo/)).toBeFocused()
    await page.keyboard.press('Alt+ArrowUp')
    await expect(row(page, /mucDo/)).toBeFocused()
    await page.keyboard.press('Control+d')
    await expect(row(page, /mucDo2/)).toBeFocused()
    await page.keyboard.press('Delete')
    await page.keyboard.press('Home')
    await expect(row(page, /mucDo/)).toBeFocused()
    await page.keyboard.press('Delete')
    await expect(row(page, /maHoSo/)).toBeFocused()
  })

  await test.step('the past messages, and the way to a field that changed', async () => {
    await tabTo(page, mapper(page).getByRole('tab', { name: 'Kết quả trên mẫu' }))
    await page.keyboard.press('ArrowRight')
    await press(page, result(page).getByRole('button', { name: 'Chạy trên 20 mẫu' }))
    await expect(result(page)).toContainText('Đã chạy 3 mẫu, 0 mẫu lỗi.', { timeout: 30_000 })
    await expect(result(page).getByRole('button', { name: 'Chạy trên 20 mẫu' })).toBeVisible({ timeout: 30_000 })
    await expect(counts(page, 'uuTien').getByRole('cell')).toHaveText(['uuTien', '3', '0', '0'])
    await press(page, counts(page, 'giayTo').getByRole('button'))
    await expect(firstPaper(page)).toBeFocused()
  })

  await test.step('the text, applied by Ctrl + Enter and undone in the tree', async () => {
    await tabTo(page, mapper(page).getByRole('tab', { name: 'Chạy trên 20 mẫu' }))
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    await expect(textField(page)).toBeVisible()
    await write(page, textField(page), await renamedText(page))
    await page.keyboard.press('Control+Enter')
    await expect(row(page, /soHoSo/)).toBeVisible()
    await toTree(page)
    await page.keyboard.press('Control+z')
    await expect(row(page, /maHoSo/)).toBeVisible()
    await expect(textField(page)).toHaveValue(/"maHoSo"/)
  })
  await api.call('DELETE', `/flows/${flow.id}?force=true`)
})

/** Goes back to the row of the target tree that has its place in the order of Tab. */
async function toTree(page: Page): Promise<void> {
  await tabTo(page, targetTree(page).locator('[role="treeitem"][tabindex="0"]'), 'Shift+Tab')
}
