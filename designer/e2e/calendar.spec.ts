import { expect, test } from './journey.ts'

test('an officer swaps two days, names the reason and finds it again; deadlines count by it', async ({
  officer: page,
  api,
}) => {
  const year = new Date().getFullYear() + 1
  const march = page.getByRole('region', { name: `Tháng 3/${year}` })
  const day = (date: string) => march.getByRole('button', { name: `Ngày ${Number(date)} tháng 3 năm ${year}` })
  // The first Saturday of March, and the Monday after it.
  const first = new Date(Date.UTC(year, 2, 1)).getUTCDay()
  const saturday = String(1 + ((6 - first + 7) % 7)).padStart(2, '0')
  const monday = String(Number(saturday) + 2).padStart(2, '0')

  await test.step('a year that nobody confirmed says so', async () => {
    await page.goto('/danh-muc')
    await page.getByRole('link', { name: 'Lịch làm việc' }).click()
    await expect(page.getByRole('heading', { name: 'Lịch làm việc', level: 1 })).toBeVisible()
    await page.getByRole('button', { name: 'Năm sau' }).click()
    await expect(page.getByText(`Năm ${year} chưa được xác nhận`, { exact: false })).toBeVisible()
    await expect(page.getByText('Tết Nguyên đán').or(page.locator('[title="Tết Nguyên đán"]')).first()).toBeVisible()
  })

  await test.step('a click makes a Saturday working and a Monday off', async () => {
    await expect(day(saturday)).toHaveAccessibleName(/Nghỉ hằng tuần/)
    await day(saturday).click()
    await day(monday).focus()
    await page.keyboard.press('Enter')
    await expect(day(saturday)).toHaveAccessibleName(/Làm bù/)
    await expect(day(monday)).toHaveAccessibleName(/Ngày nghỉ/)
    await page.getByLabel(`Tên của ngày ${monday}/03/${year}`).fill('Hoán đổi ngày làm việc')
    await page.getByRole('button', { name: 'Lưu', exact: true }).click()
    await expect(page.getByText('Đã lưu lịch làm việc', { exact: false })).toBeVisible()
  })

  await test.step('it is there after a reload, and formulas follow it', async () => {
    await page.reload()
    await page.getByRole('button', { name: 'Năm sau' }).click()
    await expect(page.getByText('Đã được xác nhận')).toBeVisible()
    await expect(day(monday)).toHaveAccessibleName(/Hoán đổi ngày làm việc/)
    const friday = `${year}-03-${String(Number(saturday) - 1).padStart(2, '0')}`
    const preview = (): Promise<unknown> =>
      api.call('POST', '/expressions/preview', { expression: `$congNgayLamViec("${friday}", 2)`, input: {} })
    const tuesday = `${year}-03-${String(Number(saturday) + 3).padStart(2, '0')}`
    await expect.poll(preview).toEqual({ result: tuesday })
  })
})
