import { expect, test } from 'vitest'
import { clockText, dateTimeText, dayToMs, isoDay, lengthText, relativeText } from './time-text.ts'

test('times are shown in Vietnam, whatever offset they carry', () => {
  expect(dateTimeText('2026-03-01T23:30:05Z')).toBe('02/03/2026 06:30:05')
  expect(dateTimeText('2026-03-02T06:30:05+07:00')).toBe('02/03/2026 06:30:05')
  expect(clockText('2026-03-01T17:00:00Z')).toBe('00:00:00')
  expect(dateTimeText('hôm qua')).toBe('')
})

test('near times are told in words, far ones as a date', () => {
  const now = Date.parse('2026-03-02T06:30:00+07:00')
  expect(relativeText(now - 2000, now, 'vi')).toBe('vừa xong')
  expect(relativeText(now - 61_000, now, 'vi')).toBe('1 phút trước')
  expect(relativeText(now - 7_200_000, now, 'en')).toBe('2 hours ago')
  expect(relativeText(now + 80_000, now, 'vi')).toBe('1 phút nữa')
  expect(relativeText(now + 2 * 86_400_000 - 8000, now, 'vi')).toBe('2 ngày nữa')
  expect(relativeText(now + 27 * 3_600_000, now, 'vi')).toBe('1 ngày 3 giờ nữa')
  expect(relativeText(now - 40 * 86_400_000, now, 'vi')).toBe('21/01/2026')
})

test('lengths of time use the unit that people would say', () => {
  expect(lengthText(8.4, 'vi')).toBe('8 ms')
  expect(lengthText(1234, 'vi')).toBe('1,2 giây')
  expect(lengthText(200_000, 'vi')).toBe('3 phút 20 giây')
  expect(lengthText(3_600_000, 'en')).toBe('1 h')
  expect(lengthText(90_000_000, 'vi')).toBe('1 ngày 1 giờ')
})

test('a typed day becomes its bounds in Vietnam and a day that does not exist is refused', () => {
  expect(dayToMs('2/3/2026', false)).toBe(Date.parse('2026-03-02T00:00:00+07:00'))
  expect(dayToMs('02/03/2026', true)).toBe(Date.parse('2026-03-02T23:59:59.999+07:00'))
  expect(dayToMs('31/02/2026', false)).toBeUndefined()
  expect(dayToMs('2026-03-02', false)).toBeUndefined()
  expect(isoDay('2/3/2026')).toBe('2026-03-02')
  expect(isoDay('31/02/2026')).toBeUndefined()
})
