import { expect, test } from 'vitest'
import { defaultCalendarData, openCalendar } from '../../calendar/calendar.ts'
import { compileExpression } from '../compile.ts'
import { scopeOf } from '../testing/answers.ts'

const evaluate = (text: string): unknown => compileExpression(text).evaluate(scopeOf({}))

test.each([
  ['$congNgayLamViec("2026-07-01T14:59:00+07:00", 1, "15:00")', '2026-07-02'],
  ['$congNgayLamViec("2026-07-01T15:01:00+07:00", 1, "15:00")', '2026-07-03'],
  ['$congNgayLamViec("2026-07-04", 1, "15:00")', '2026-07-07'],
  ['$congNgayLamViec("2026-07-04", 1)', '2026-07-06'],
  ['$congNgayLamViec("04/07/2026 23:00", 0)', '2026-07-06'],
  ['$soNgayLamViec("2026-07-06", "2026-07-03")', -1],
  ['$congGioLamViec("2026-07-04", 0.5)', '2026-07-06T08:00:00+07:00'],
])('%s is %s', (text, result) => {
  expect(evaluate(text)).toBe(result)
})

test.each([
  ['$congNgayLamViec("05/2026", 1)', 'domain.day-needed'],
  ['$congNgayLamViec("2026-07-01", 1.5)', 'domain.working-days'],
  ['$congNgayLamViec("2026-07-01", 100000)', 'domain.working-days'],
  ['$congGioLamViec("2026-07-01", -1)', 'domain.working-hours'],
  ['$congNgayLamViec("2026-07-01", 1, "25h")', 'domain.cut-off'],
  ['$soNgayLamViec("1801-01-01", "2026-07-01")', 'domain.working-span'],
  ['$laNgayLamViec("mai")', 'domain.date-unreadable'],
])('%s is an error with the code %s', (text, code) => {
  expect(() => evaluate(text)).toThrow(expect.objectContaining({ code }))
})

test('the calendar is the one that was in force when the run was accepted', () => {
  const asked: number[] = []
  const six = openCalendar({
    ...defaultCalendarData,
    week: defaultCalendarData.week.map((day, i, all) => (i === 5 ? (all[0] ?? []) : day)),
  })
  const tables = {
    lookup: () => undefined,
    calendarAt: (instant: number) => {
      asked.push(instant)
      return six
    },
  }
  const scope = scopeOf({}, { tables })
  expect(compileExpression('$laNgayLamViec("2026-07-04")').evaluate(scope)).toBe(true)
  expect(asked).toEqual([Date.parse(scope.run.at)])
})
