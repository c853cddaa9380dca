import { expect, test } from 'vitest'
import { testNode } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'
import { dueSlots, MOST_MISSED, nextSlot, plainTimetable, slotBody, type Timetable } from './slots.ts'

const at = (text: string): number => Date.parse(text)
const WEEKDAYS_AT_8 = plainTimetable('0 8 * * 1-5')
const all = { misfire: 'all' as const }

test('times are Vietnamese times', () => {
  const next = nextSlot(WEEKDAYS_AT_8, at('2026-07-01T00:59:59Z'))
  expect(next).toBe(at('2026-07-01T08:00:00+07:00'))
  expect(slotBody(next ?? 0)).toEqual({ slot: '2026-07-01T08:00:00+07:00' })
})

test('a slot that has just run does not come again, and the weekend is left out', () => {
  expect(nextSlot(WEEKDAYS_AT_8, at('2026-07-03T08:00:00+07:00'))).toBe(at('2026-07-06T08:00:00+07:00'))
})

test('nothing is due before the next slot', () => {
  expect(dueSlots(WEEKDAYS_AT_8, at('2026-07-01T08:00:00+07:00'), at('2026-07-02T07:59:59+07:00'), all)).toEqual([])
})

test('after a stop the policy decides what is made up for', () => {
  const last = at('2026-07-01T08:00:00+07:00')
  const now = at('2026-07-03T09:00:00+07:00')
  const missed = [at('2026-07-02T08:00:00+07:00'), at('2026-07-03T08:00:00+07:00')]
  expect(dueSlots(WEEKDAYS_AT_8, last, now, all)).toEqual(missed)
  expect(dueSlots(WEEKDAYS_AT_8, last, now, { misfire: 'once' })).toEqual(missed.slice(1))
  expect(dueSlots(WEEKDAYS_AT_8, last, now, { misfire: 'skip' })).toEqual([])
  expect(dueSlots(WEEKDAYS_AT_8, last, at('2026-07-03T08:00:30+07:00'), { misfire: 'skip' })).toEqual(missed.slice(1))
})

test('making up for everything has an end', () => {
  const minutely = plainTimetable('* * * * *')
  const [from, to] = [at('2026-07-01T00:00:00Z'), at('2026-07-03T00:00:00Z')]
  expect(dueSlots(minutely, from, to, { misfire: 'all', most: 3 })).toEqual([to - 120_000, to - 60_000, to])
  const due = dueSlots(minutely, from, to, all)
  expect(due).toHaveLength(MOST_MISSED)
  expect(due.at(-1)).toBe(at('2026-07-03T00:00:00Z'))
})

const friday = '2026-07-03'
const during = (
  cron: string,
  time: Timetable['within']['time'],
  otherwise: Timetable['within']['otherwise'],
  from: string,
  to: string,
): string[] =>
  dueSlots({ cron, within: { time, otherwise } }, at(`${from}+07:00`), at(`${to}+07:00`), all).map((slot) =>
    slotBody(slot).slot.slice(0, 16),
  )

test.each([
  ['working-days', 'skip', '0 2 * * *', ['2026-07-06T02:00', '2026-07-07T02:00']],
  [
    'working-hours',
    'skip',
    '0 */5 * * *',
    ['2026-07-03T10:00', '2026-07-03T15:00', '2026-07-06T10:00', '2026-07-06T15:00'],
  ],
  // Saturday, Sunday and Monday at two meet on Monday.
  ['working-days', 'move', '0 2 * * *', ['2026-07-06T02:00', '2026-07-07T02:00']],
  ['working-days', 'move', '0 8,20 * * 6', ['2026-07-06T08:00', '2026-07-06T20:00']],
  [
    'working-hours',
    'move',
    '0 12,20 * * *',
    ['2026-07-03T07:30', '2026-07-03T13:30', '2026-07-06T07:30', '2026-07-06T13:30', '2026-07-07T07:30'],
  ],
] as const)('"%s" with "%s" makes of %s the times %j', (time, otherwise, cron, expected) => {
  expect(during(cron, time, otherwise, `${friday}T07:00:00`, '2026-07-07T07:45:00')).toEqual(expected)
})

test('a moved time is the next one however late it is asked for, and does not come twice', () => {
  const monthly: Timetable = { cron: '0 8 1 * *', within: { time: 'working-days', otherwise: 'move' } }
  // 1 August 2026 is a Saturday.
  for (const now of ['2026-07-30T00:00', '2026-08-01T09:00', '2026-08-03T07:00'])
    expect(nextSlot(monthly, at(`${now}:00+07:00`))).toBe(at('2026-08-03T08:00:00+07:00'))
  expect(nextSlot(monthly, at('2026-08-03T08:00:00+07:00'))).toBe(at('2026-09-03T08:00:00+07:00'))
  const hourly: Timetable = { cron: '0 20 * * *', within: { time: 'working-hours', otherwise: 'move' } }
  expect(nextSlot(hourly, at('2026-07-04T09:00:00+07:00'))).toBe(at('2026-07-06T07:30:00+07:00'))
  expect(nextSlot(hourly, at('2026-07-06T07:30:00+07:00'))).toBe(at('2026-07-07T07:30:00+07:00'))
})

test('over Tết nothing runs, and a timetable that never meets working time has no next slot', () => {
  expect(during('0 8 * * *', 'working-days', 'skip', '2026-02-13T09:00:00', '2026-02-23T09:00:00')).toEqual([
    '2026-02-23T08:00',
  ])
  expect(nextSlot({ cron: '0 2 * * *', within: { time: 'working-hours', otherwise: 'skip' } }, 0)).toBeUndefined()
})

test.each(['', '0 8 * *', '0 0 8 * * *', '61 8 * * *', '0 8 31 2 *', 'mỗi ngày'])('"%s" is no timetable', (cron) => {
  expect(definition.settings.safeParse({ cron }).success).toBe(false)
})

test('the message of the scheduler passes through', async () => {
  const message = { body: slotBody(at('2026-07-01T01:00:00Z')), headers: {}, keys: {} }
  expect(await testNode({ definition, run }).send(message)).toEqual({ kind: 'emit', port: 'out', message })
})
