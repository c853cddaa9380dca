import { expect, test } from 'vitest'
import { isoDay } from './days.ts'
import { lunarDay } from './lunar.ts'

// First day of Tết and Hùng Kings' day (10th of the 3rd month) as the government announced or almanacs print them for Vietnam; 2030 is a
// year in which Vietnam and China keep different days.
test.each([
  [2020, '2020-01-25', '2020-04-02'],
  [2021, '2021-02-12', '2021-04-21'],
  [2022, '2022-02-01', '2022-04-10'],
  [2023, '2023-01-22', '2023-04-29'],
  [2024, '2024-02-10', '2024-04-18'],
  [2025, '2025-01-29', '2025-04-07'],
  [2026, '2026-02-17', '2026-04-26'],
  [2027, '2027-02-06', '2027-04-16'],
  [2028, '2028-01-26', '2028-04-04'],
  [2029, '2029-02-13', '2029-04-23'],
  [2030, '2030-02-02', '2030-04-12'],
])('Tết and Giỗ Tổ of %i fall on %s and %s', (year, tet, hungKings) => {
  expect(isoDay(lunarDay(year, 1, 1))).toBe(tet)
  expect(isoDay(lunarDay(year, 3, 10))).toBe(hungKings)
})

test('lunar years have 12 or 13 months for two centuries', () => {
  for (let year = 1900; year < 2198; year++) {
    const length = lunarDay(year + 1, 1, 1) - lunarDay(year, 1, 1)
    expect([353, 354, 355, 383, 384, 385]).toContain(length)
  }
})
