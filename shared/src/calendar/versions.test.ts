import { expect, test } from 'vitest'
import { defaultCalendarData } from './calendar.ts'
import { dayFromIso } from './days.ts'
import { createCalendarShelf } from './versions.ts'
import { isWorkingDay } from './working-time.ts'

test('an instant is counted by the version of then, and before the first one by the usual hours', () => {
  const shelf = createCalendarShelf()
  const tet = dayFromIso('2026-02-17') ?? Number.NaN
  const worksOnTet = (instant: number): boolean => isWorkingDay(shelf.at(instant), tet)
  expect(worksOnTet(500)).toBe(false)
  shelf.replace([
    { from: 2000, data: defaultCalendarData },
    { from: 1000, data: { ...defaultCalendarData, years: { '2026': [] } } },
  ])
  expect([999, 1000, 1999, 2000].map(worksOnTet)).toEqual([false, true, true, false])
})
