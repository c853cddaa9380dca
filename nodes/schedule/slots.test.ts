import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dueSlots, nextSlot, plainTimetable } from './slots.ts'

const MINUTE = 60_000
/** Việt Nam has had one offset and no summer time since 1975. */
const OFFSET = 7 * 60 * MINUTE

interface Field {
  readonly text: string
  readonly values: ReadonlySet<number>
}

const range = (from: number, to: number, step = 1): readonly number[] =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + i * step)

/** One field of a timetable with the values it stands for: `*`, `7`, `1-5`, `1,4`, or a step. */
const field = (low: number, high: number): fc.Arbitrary<Field> => {
  const value = fc.integer({ min: low, max: high })
  const of = (text: string, values: readonly number[]): Field => ({ text, values: new Set(values) })
  return fc.oneof(
    fc.constant(of('*', range(low, high))),
    value.map((it) => of(String(it), [it])),
    fc
      .tuple(value, value)
      .map(([a, b]) => of(`${Math.min(a, b)}-${Math.max(a, b)}`, range(Math.min(a, b), Math.max(a, b)))),
    fc.tuple(value, value).map(([a, b]) => of(`${a},${b}`, [a, b])),
    fc.integer({ min: 2, max: Math.min(12, high - low) }).map((step) => of(`*/${step}`, range(low, high, step))),
  )
}

const timetable = fc.tuple(field(0, 59), field(0, 23), field(1, 31), field(1, 12), field(0, 6))
const instant = fc.integer({ min: Date.UTC(2024, 1, 20), max: Date.UTC(2027, 0, 10) })

/** What a timetable means by POSIX crontab: when both days are given (a step is given, too), either will do. */
function matches([minute, hour, day, month, weekday]: readonly Field[], at: number): boolean {
  const local = new Date(at + OFFSET)
  const has = (it: Field | undefined, value: number): boolean => it?.values.has(value) === true
  const days = [has(day, local.getUTCDate()), has(weekday, local.getUTCDay())]
  const both = day?.text === '*' || weekday?.text === '*'
  return (
    has(minute, local.getUTCMinutes()) &&
    has(hour, local.getUTCHours()) &&
    has(month, local.getUTCMonth() + 1) &&
    (both ? days.every(Boolean) : days.some(Boolean))
  )
}

test('the next slot is the first minute after now that the timetable names, in Vietnamese time', () => {
  fc.assert(
    fc.property(timetable, instant, (fields, after) => {
      const slot = nextSlot(plainTimetable(fields.map((it) => it.text).join(' ')), after)
      // Looked for minute by minute over two days; what lies further away must not have come before.
      const horizon = after + 2880 * MINUTE
      let expected: number | undefined
      for (let at = Math.floor(after / MINUTE) * MINUTE + MINUTE; at <= horizon && expected === undefined; at += MINUTE)
        if (matches(fields, at)) expected = at
      if (expected !== undefined) expect(slot).toBe(expected)
      else if (slot !== undefined) {
        expect(slot).toBeGreaterThan(horizon)
        expect(matches(fields, slot)).toBe(true)
      }
    }),
    { numRuns: 300, seed: 20260101 },
  )
})

test('slots made up for after a stop are those that were missed, each once, however the stop is cut into pieces', () => {
  const often = fc.tuple(field(0, 59), field(0, 23)).map((fields) => `${fields.map((it) => it.text).join(' ')} * * *`)
  fc.assert(
    fc.property(
      often,
      instant,
      fc.array(fc.nat({ max: 600 }), { minLength: 1, maxLength: 6 }),
      (cron, start, pieces) => {
        const due = (last: number, now: number) =>
          dueSlots(plainTimetable(cron), last, now, { misfire: 'all', most: 10_000 })
        const end = start + pieces.reduce((sum, minutes) => sum + minutes, 0) * MINUTE
        const found: number[] = []
        let at = start
        for (const minutes of pieces) {
          found.push(...due(at, at + minutes * MINUTE))
          at += minutes * MINUTE
        }
        const whole = due(start, end)
        expect(found).toEqual(whole)
        expect(new Set(whole).size).toBe(whole.length)
        expect(dueSlots(plainTimetable(cron), start, end, { misfire: 'once' })).toEqual(whole.slice(-1))
      },
    ),
    { numRuns: 100, seed: 20260102 },
  )
})
