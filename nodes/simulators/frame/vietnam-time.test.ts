import { expect, test } from 'vitest'
import { addWorkingDays, compactTime, readCompactTime, readSlashedTime, shortDay, slashedTime } from './vietnam-time.ts'

const NEW_YEAR = new Date('2025-12-31T17:00:01Z')

test('every format is Vietnamese time, seven hours ahead of UTC', () => {
  expect(compactTime(NEW_YEAR)).toBe('20260101000001')
  expect(slashedTime(NEW_YEAR)).toBe('01/01/2026 00:00:01')
  expect(shortDay(NEW_YEAR)).toBe('260101')
})

test('reading gives back the moment that was written', () => {
  expect(readCompactTime('20260101000001')).toEqual(NEW_YEAR)
  expect(readSlashedTime('01/01/2026 00:00:01')).toEqual(NEW_YEAR)
  expect(readSlashedTime('01/01/2026')).toEqual(new Date('2025-12-31T17:00:00Z'))
})

test.each(['20250230120000', '20251301000000', '20250101250000', '2025010112000', '01/02/2025 10:00:00', ''])(
  'the compact reader refuses %j',
  (text) => expect(readCompactTime(text)).toBeUndefined(),
)

test.each(['31/04/2025', '1/4/2025', '2025', '01/01/2025 24:00:00', '01/01/2025T10:00:00'])(
  'the slashed reader refuses %j',
  (text) => expect(readSlashedTime(text)).toBeUndefined(),
)

test('working days jump over Saturday and Sunday in Việt Nam, not in UTC', () => {
  // Friday 23:30 UTC is already Saturday 06:30 in Việt Nam, so the next working day is Monday there
  const saturday = new Date('2025-10-17T23:30:00Z')
  expect(slashedTime(addWorkingDays(saturday, 1))).toBe('20/10/2025 06:30:00')
})
