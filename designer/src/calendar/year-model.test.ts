import { expect, test } from 'vitest'
import { defaultCalendarData } from '#shared/calendar/calendar.ts'
import { parseCells } from '#shared/text/cells.ts'
import { dayOf } from '../tables/table-text.ts'
import {
  csvOf,
  daysOfYear,
  hoursText,
  monthsOf,
  readDays,
  readHours,
  toggled,
  withoutYear,
  workingDaysIn,
} from './year-model.ts'

const stateOf = (data: typeof defaultCalendarData, date: string): string | undefined =>
  monthsOf(data, 2026)
    .flat()
    .find((it) => it.date === date)?.state

test('a year that nobody confirmed shows the days of the law', () => {
  expect(monthsOf(defaultCalendarData, 2026).map((month) => month.length)).toEqual([
    31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31,
  ])
  expect(stateOf(defaultCalendarData, '2026-02-17')).toBe('off')
  expect(stateOf(defaultCalendarData, '2026-07-04')).toBe('rest')
  expect(stateOf(defaultCalendarData, '2026-07-06')).toBe('working')
  // 261 weekdays; eleven days of the law, of which one Sunday is made up for on a weekday.
  expect(workingDaysIn(defaultCalendarData, 2026)).toBe(261 - 11)
})

test('a click makes a working day off, a rest day made up, and takes both back', () => {
  let data = toggled(defaultCalendarData, '2026-07-06')
  data = toggled(data, '2026-07-04')
  expect([stateOf(data, '2026-07-06'), stateOf(data, '2026-07-04'), stateOf(data, '2026-02-17')]).toEqual([
    'off',
    'made-up',
    'off',
  ])
  for (const date of ['2026-07-06', '2026-07-04', '2026-02-17']) data = toggled(data, date)
  expect([stateOf(data, '2026-07-06'), stateOf(data, '2026-07-04'), stateOf(data, '2026-02-17')]).toEqual([
    'working',
    'rest',
    'working',
  ])
  expect(withoutYear(data, 2026).years).toEqual({})
})

test('the days of a year go out as CSV and come back', () => {
  const days = daysOfYear(toggled(defaultCalendarData, '2026-07-04'), 2026).map((it) =>
    it.date === '2026-07-04' ? { ...it, name: 'Làm bù, cả ngày' } : it,
  )
  expect(readDays(parseCells(csvOf(days)), 2026, dayOf)).toEqual({ days, refused: [] })
})

test('lines that are no day of the year are told by number', () => {
  const cells = parseCells(
    'Ngày;Loại;Tên\n17/02/2026;nghỉ;Tết\n17/02/2025;nghỉ;Tết\n18/02/2026;vui;Tết\n20/02/2026;làm bù',
  )
  expect(readDays(cells, 2026, dayOf)).toEqual({
    days: [
      { date: '2026-02-17', kind: 'off', name: 'Tết' },
      { date: '2026-02-20', kind: 'work', name: '' },
    ],
    refused: [3, 4],
  })
})

test('hours are typed as people write them', () => {
  const day = readHours('7:30-11:30, 13h30 – 17:00')
  expect(day && hoursText(day)).toBe('07:30–11:30, 13:30–17:00')
  expect(readHours('  ')).toEqual([])
  for (const text of ['7h', '17:00-8:00', '8:00-12:00, 11:00-17:00', '8:00-25:00', '8:70-9:00'])
    expect(readHours(text)).toBeUndefined()
})
