import { expect, test } from 'vitest'
import { testNode } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'
import { dueSlots, MOST_MISSED, nextSlot, slotBody } from './slots.ts'

const at = (text: string): number => Date.parse(text)
const WEEKDAYS_AT_8 = '0 8 * * 1-5'

test('times are Vietnamese times', () => {
  const next = nextSlot(WEEKDAYS_AT_8, at('2026-07-01T00:59:59Z'))
  expect(next).toBe(at('2026-07-01T08:00:00+07:00'))
  expect(slotBody(next ?? 0)).toEqual({ slot: '2026-07-01T08:00:00+07:00' })
})

test('a slot that has just run does not come again, and the weekend is left out', () => {
  expect(nextSlot(WEEKDAYS_AT_8, at('2026-07-03T08:00:00+07:00'))).toBe(at('2026-07-06T08:00:00+07:00'))
})

test('nothing is due before the next slot', () => {
  expect(dueSlots(WEEKDAYS_AT_8, at('2026-07-01T08:00:00+07:00'), at('2026-07-02T07:59:59+07:00'), 'all')).toEqual([])
})

test('after a stop the policy decides what is made up for', () => {
  const last = at('2026-07-01T08:00:00+07:00')
  const now = at('2026-07-03T09:00:00+07:00')
  const missed = [at('2026-07-02T08:00:00+07:00'), at('2026-07-03T08:00:00+07:00')]
  expect(dueSlots(WEEKDAYS_AT_8, last, now, 'all')).toEqual(missed)
  expect(dueSlots(WEEKDAYS_AT_8, last, now, 'once')).toEqual(missed.slice(1))
  expect(dueSlots(WEEKDAYS_AT_8, last, now, 'skip')).toEqual([])
  expect(dueSlots(WEEKDAYS_AT_8, last, at('2026-07-03T08:00:30+07:00'), 'skip')).toEqual(missed.slice(1))
})

test('making up for everything has an end', () => {
  const due = dueSlots('* * * * *', at('2026-07-01T00:00:00Z'), at('2026-07-03T00:00:00Z'), 'all')
  expect(due).toHaveLength(MOST_MISSED)
  expect(due.at(-1)).toBe(at('2026-07-03T00:00:00Z'))
})

test.each(['', '0 8 * *', '0 0 8 * * *', '61 8 * * *', '0 8 31 2 *', 'mỗi ngày'])('"%s" is no timetable', (cron) => {
  expect(definition.settings.safeParse({ cron }).success).toBe(false)
})

test('the message of the scheduler passes through', async () => {
  const message = { body: slotBody(at('2026-07-01T01:00:00Z')), headers: {}, keys: {} }
  expect(await testNode({ definition, run }).send(message)).toEqual({ kind: 'emit', port: 'out', message })
})
