import { expect, test } from 'vitest'
import { openCalendar } from '#shared/calendar/calendar.ts'
import { TEST_INSTANT, testNode, toMessage } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

const delay = (settings: unknown = {}) => testNode({ definition, run }, settings)
const now = Date.parse(TEST_INSTANT)

test('waits for the given time from the instant of the step', async () => {
  const message = toMessage({ a: 1 })
  expect(await delay({ for: 'PT5M' }).send(message)).toEqual({
    kind: 'wait',
    until: now + 300_000,
    port: 'out',
    message,
  })
  expect(await delay({ for: 'P1DT0.5S' }).send(message)).toMatchObject({ until: now + 86_400_500 })
})

test('waits for working days until the same time, and for working hours without lunch, nights and days off', async () => {
  const until = async (now: string, settings: unknown): Promise<unknown> => {
    const emission = await delay(settings).send({}, { now: () => Date.parse(`${now}:00+07:00`) })
    return 'until' in emission ? new Date(emission.until + 7 * 3_600_000).toISOString().slice(0, 16) : emission
  }
  // A Friday; and the Friday before Tết.
  expect(await until('2026-07-03T16:00', { mode: 'working-days', amount: 1 })).toBe('2026-07-06T16:00')
  expect(await until('2026-02-13T16:00', { mode: 'working-days', amount: 2 })).toBe('2026-02-24T16:00')
  expect(await until('2026-07-03T16:00', { mode: 'working-hours', amount: 2 })).toBe('2026-07-06T08:30')
  await expect(until('2026-07-03T16:00', { mode: 'working-days', amount: 1000 })).rejects.toMatchObject({
    data: { code: 'message.wrong-shape' },
  })
})

test('the working calendar of the installation counts', async () => {
  const everyDay = openCalendar({
    years: { '2026': [] },
    week: Array.from({ length: 7 }, () => [{ from: '08:00', to: '10:00' }]),
  })
  const emission = await delay({ mode: 'working-hours', amount: 3 }).send(
    {},
    {
      now: () => Date.parse('2026-07-04T09:00:00+07:00'),
      tables: { lookup: () => undefined, calendarAt: () => everyDay },
    },
  )
  expect(emission).toMatchObject({ until: Date.parse('2026-07-05T10:00:00+07:00') })
})

test('waits until an instant of the message, in its own time zone; the past is no fault', async () => {
  const node = delay({ mode: 'until', until: 'HenTra' })
  expect(await node.send({ HenTra: '2026-01-06T08:00:00+07:00' })).toMatchObject({
    until: Date.parse('2026-01-06T01:00:00Z'),
  })
  expect(await node.send({ HenTra: '2020-01-01T00:00Z' })).toMatchObject({ until: Date.parse('2020-01-01T00:00Z') })
})

test.each([
  '2026-01-06',
  '2026-01-06T08:00:00',
  '06/01/2026',
  '2026-13-40T08:00:00Z',
  5,
  undefined,
  '2126-01-01T00:00:00Z',
])('refuses %j as instant', async (HenTra) => {
  await expect(delay({ mode: 'until', until: 'HenTra' }).send({ HenTra })).rejects.toMatchObject({
    data: { code: 'message.wrong-shape' },
  })
})

test('the instant must be given when asked for, and a duration must be one', () => {
  expect(definition.settings.safeParse({ mode: 'until' }).success).toBe(false)
  expect(definition.settings.safeParse({ for: '5 phút' }).success).toBe(false)
})
