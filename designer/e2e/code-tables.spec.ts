import { fileURLToPath } from 'node:url'
import { expect, test } from './journey.ts'
import { violations } from './pages/barriers.ts'
import { press } from './pages/keyboard.ts'

const workbook = fileURLToPath(new URL('../../shared/src/sheet/samples/danh-muc.xlsx', import.meta.url))
const bomb = fileURLToPath(new URL('../../shared/src/sheet/samples/bom.xlsx', import.meta.url))
const input = 'input[type="file"]'

test('a code table comes from Excel with its zeros, goes out as Excel and comes back the same', async ({
  officer: page,
  api,
}) => {
  test.slow()
  await api.call('PUT', '/tables/xa-thu-nhap', { title: 'Xã thử nhập', rows: [] })
  await page.goto('/danh-muc/xa-thu-nhap')
  const dialog = page.getByRole('dialog', { name: /^Nhập từ/ })

  await test.step('what the file holds is seen before it is taken', async () => {
    await page.locator(input).setInputFiles(workbook)
    await expect(dialog.getByRole('table', { name: 'Các dòng đầu sẽ nhập' })).toContainText('00001')
    await expect(dialog).toContainText('Đọc được 4 dòng')
    await expect(dialog).toContainText('số 0 ở đầu có thể đã mất')
    expect.soft(await violations(page)).toEqual([])
    await page.emulateMedia({ colorScheme: 'light' })
    await dialog.getByRole('button', { name: 'Thêm và cập nhật' }).click()
    await expect(page.getByRole('textbox', { name: 'Mã 1', exact: true })).toHaveValue('00001')
    await page.getByRole('button', { name: 'Lưu', exact: true }).click()
    await expect(page.getByText('Đã lưu danh mục')).toBeVisible()
    await expect(page.getByText('chưa luồng nào chọn danh mục này')).toBeVisible()
  })

  await test.step('the export is read again by keyboard, row by row the same', async () => {
    const saved = page.waitForEvent('download')
    await press(page, page.getByRole('button', { name: 'Xuất tệp' }))
    const excel = page.getByRole('menuitem', { name: 'Excel (.xlsx)' })
    await expect(excel).toBeVisible()
    for (let step = 0; step < 3 && !(await excel.evaluate((it) => it === document.activeElement)); step++)
      await page.keyboard.press('ArrowDown')
    await expect(excel).toBeFocused()
    await page.keyboard.press('Enter')
    const download = await saved
    expect(download.suggestedFilename()).toBe('xa-thu-nhap.xlsx')
    await page.locator(input).setInputFiles(await download.path())
    await expect(dialog).toContainText('Đọc được 4 dòng')
    await press(page, dialog.getByRole('button', { name: 'Thay toàn bộ' }))
    await expect(page.getByRole('textbox', { name: 'Tên 3', exact: true })).toHaveValue('=1+1')
    await expect(page.getByRole('textbox', { name: 'Mã 2', exact: true })).toHaveValue('00004')
  })

  await test.step('rows with faults are told by number, other columns may be chosen, a bomb is refused', async () => {
    await page.locator(input).setInputFiles({
      name: 'loi.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('Tên|Mã|Từ ngày\nmột|01|\nhai||\nba|03|31/02/2025\n'),
    })
    await dialog.getByRole('combobox', { name: 'Dấu ngăn cách' }).click()
    await page.getByRole('option', { name: 'Gạch đứng (|)' }).click()
    await expect(dialog).toContainText('Dòng 3: thiếu mã')
    await expect(dialog).toContainText('Dòng 4: ngày không hợp lệ')
    await dialog.getByRole('button', { name: 'Thôi' }).click()
    await page.locator(input).setInputFiles(bomb)
    await expect(dialog.getByRole('alert')).toContainText('bung ra lớn hơn 200 MB', { timeout: 60_000 })
  })
  await api.call('DELETE', '/tables/xa-thu-nhap')
})
