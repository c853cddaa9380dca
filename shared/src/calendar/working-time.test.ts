import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CalendarData, defaultCalendar, defaultCalendarData, openCalendar } from './calendar.ts'
import { DAY_MS, dayFromIso, isoDay } from './days.ts'
import {
  addWorkingDays,
  addWorkingHours,
  isWorkingDay,
  isWorkingTime,
  NoWorkingTime,
  nextWorkingInstant,
  workingDaysBetween,
  workingHoursBetween,
} from './working-time.ts'

const day = (iso: string): number => dayFromIso(iso) ?? Number.NaN
const at = (text: string): number => Date.parse(`${text}+07:00`)
const told = (instant: number): string => new Date(instant + 7 * 3_600_000).toISOString().slice(0, 16)

test('working hours begin on the minute and end before it, in Vietnamese time', () => {
  expect(isWorkingTime(defaultCalendar, at('2026-07-01T07:30:00'))).toBe(true)
  expect(isWorkingTime(defaultCalendar, at('2026-07-01T07:29:59.999'))).toBe(false)
  expect(isWorkingTime(defaultCalendar, at('2026-07-01T11:30:00'))).toBe(false)
  expect(isWorkingTime(defaultCalendar, at('2026-07-04T09:00:00'))).toBe(false)
})

test.each([
  ['2026-07-01T08:00', '2026-07-01T08:00'],
  ['2026-07-01T12:00', '2026-07-01T13:30'],
  ['2026-07-03T17:00', '2026-07-06T07:30'],
  ['2026-02-13T18:00', '2026-02-23T07:30'],
])('the next working instant from %s is %s', (from, to) => {
  expect(told(nextWorkingInstant(defaultCalendar, at(`${from}:00`)))).toBe(to)
})

test.each([
  ['2026-07-01', 3, '2026-07-06'],
  ['2026-02-13', 1, '2026-02-23'],
  ['2026-02-23', -1, '2026-02-13'],
  ['2026-07-04', 0, '2026-07-06'],
  ['2026-07-01', 0, '2026-07-01'],
])('%s and %i working days give %s', (from, count, to) => {
  expect(isoDay(addWorkingDays(defaultCalendar, day(from), count))).toBe(to)
})

test('working hours run over lunch, nights and weekends, and a deadline may be the end of a day', () => {
  const add = (from: string, hours: number): string => told(addWorkingHours(defaultCalendar, at(`${from}:00`), hours))
  expect(add('2026-07-03T16:00', 1)).toBe('2026-07-03T17:00')
  expect(add('2026-07-03T16:00', 2)).toBe('2026-07-06T08:30')
  expect(add('2026-07-03T11:00', 1)).toBe('2026-07-03T14:00')
  expect(add('2026-07-04T11:00', 7.5)).toBe('2026-07-06T17:00')
})

test('a calendar without working time far and wide says so', () => {
  const never = { stretches: () => [] }
  expect(() => nextWorkingInstant(never, 0)).toThrow(NoWorkingTime)
  expect(() => addWorkingDays(never, 0, 1)).toThrow(NoWorkingTime)
  expect(() => addWorkingHours(never, 0, 1)).toThrow(NoWorkingTime)
})

const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
const stretches = fc
  .uniqueArray(fc.integer({ min: 0, max: 1439 }), { minLength: 0, maxLength: 4 })
  .map((cuts) => cuts.toSorted((a, b) => a - b))
  .map((cuts) =>
    cuts.flatMap((from, i) => {
      const to = cuts[i + 1]
      return i % 2 === 0 && to !== undefined ? [{ from: clock(from), to: clock(to) }] : []
    }),
  )
const first = day('2026-01-01')
const calendars = fc
  .record({
    week: fc.array(stretches, { minLength: 7, maxLength: 7 }),
    days: fc.uniqueArray(
      fc.record({
        date: fc.integer({ min: 0, max: 364 }).map((shift) => isoDay(first + shift)),
        kind: fc.constantFrom('off' as const, 'work' as const),
        name: fc.constant('x'),
      }),
      { selector: (it) => it.date, maxLength: 40 },
    ),
  })
  .filter(({ week }) => week.some((it) => it.length > 0))
  .map(({ week, days }): CalendarData => ({ week, years: { '2026': days } }))
  .map(openCalendar)
const days = fc.integer({ min: first - 30, max: first + 400 })
const instants = fc.integer({ min: (first - 30) * DAY_MS, max: (first + 400) * DAY_MS })

test('the next working instant is a working one, the first from there on, and never moves back', () => {
  fc.assert(
    fc.property(calendars, instants, fc.integer({ min: 0, max: 3 * DAY_MS }), (calendar, instant, later) => {
      const next = nextWorkingInstant(calendar, instant)
      expect(next).toBeGreaterThanOrEqual(instant)
      expect(isWorkingTime(calendar, next)).toBe(true)
      expect(workingHoursBetween(calendar, instant, next)).toBe(0)
      expect(nextWorkingInstant(calendar, instant + later)).toBeGreaterThanOrEqual(next)
    }),
  )
})

test('adding working days lands on one, keeps order, and counting takes it back', () => {
  fc.assert(
    fc.property(calendars, days, fc.integer({ min: 1, max: 60 }), fc.nat(10), (calendar, from, count, more) => {
      const to = addWorkingDays(calendar, from, count)
      expect(isWorkingDay(calendar, to)).toBe(true)
      expect(workingDaysBetween(calendar, from, to)).toBe(count)
      expect(workingDaysBetween(calendar, to, from)).toBe(-count)
      expect(addWorkingDays(calendar, from + more, count)).toBeGreaterThanOrEqual(to)
      expect(addWorkingDays(calendar, to, -count)).toBeLessThanOrEqual(Math.max(from, to))
      if (isWorkingDay(calendar, from)) expect(addWorkingDays(calendar, to, -count)).toBe(from)
    }),
  )
})

test('adding working hours keeps order and measuring takes it back', () => {
  fc.assert(
    fc.property(
      calendars,
      instants,
      fc.integer({ min: 1, max: 6000 }),
      fc.nat(DAY_MS),
      (calendar, from, minutes, more) => {
        const to = addWorkingHours(calendar, from, minutes / 60)
        expect(workingHoursBetween(calendar, from, to)).toBeCloseTo(minutes / 60, 6)
        expect(addWorkingHours(calendar, from + more, minutes / 60)).toBeGreaterThanOrEqual(to - 1)
      },
    ),
    { numRuns: 60 },
  )
})

test('the default hours are five days of seven and a half hours', () => {
  expect(defaultCalendarData.week.map((it) => it.length)).toEqual([2, 2, 2, 2, 2, 0, 0])
  expect(workingHoursBetween(defaultCalendar, at('2026-07-06T00:00:00'), at('2026-07-13T00:00:00'))).toBe(37.5)
})
