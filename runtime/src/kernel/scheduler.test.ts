import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { openSqliteEngine } from '#runtime/engine/sqlite/open.ts'
import { defaultCalendar } from '#shared/calendar/calendar.ts'
import { createLog } from '../observe/log.ts'
import { createRedactor } from '../observe/redaction.ts'
import { createSlotMarks, planOf } from './scheduled-triggers.ts'
import { createScheduler, type ScheduledTrigger, type Scheduler } from './scheduler.ts'
import type { Plan } from './slots.ts'
import { openStore } from './store/open-store.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** 08:00 in Vietnam. */
const START = Date.UTC(2026, 6, 1, 1)
const daily: Plan & { kind: 'cron' } = {
  kind: 'cron',
  cron: '0 8 * * *',
  within: { time: 'always', otherwise: 'skip' },
  missed: { misfire: 'once' },
  jitterMs: 0,
}

let now = START
let taken: number[] = []
let failing = 0
/** How long a slot that no worker takes is being handed over. */
let handing = 0
/** The engine's next answer is lost on its way, after it has done what was asked. */
let cutOff = false
let triggers: ScheduledTrigger[] = []
beforeEach(() => {
  now = START + MINUTE
  taken = []
  failing = 0
  handing = 0
  cutOff = false
  triggers = []
})

/** Opens engine, store and scheduler on a folder; `again` opens the same folder a second time, as after a crash. */
function world(): { again(): Scheduler; crash(): Scheduler } {
  const folder = mkdtempSync(join(tmpdir(), 'lienthong-schedule-'))
  const closing: (() => unknown)[] = []
  onTestFinished(async () => {
    for (const close of closing) await close()
    rmSync(folder, { recursive: true, force: true })
  })
  const open = (dying: boolean): Scheduler => {
    const engine = openSqliteEngine({ path: join(folder, 'engine.db'), blobs: join(folder, 'blobs'), clock: () => now })
    const db = openStore(folder)
    closing.push(
      () => engine.close(),
      () => db.close(),
    )
    const marks = createSlotMarks(db)
    const scheduler = createScheduler({
      triggers: () => triggers,
      engine: {
        lastSlot: engine.lastSlot,
        async fire(schedule, slot) {
          const ours = await engine.fire(schedule, slot)
          if (!cutOff) return ours
          cutOff = false
          throw new Error('cut off')
        },
      },
      calendar: () => defaultCalendar,
      marks,
      hand: async ({ slot }) => {
        if (dying) return new Promise(() => undefined)
        if (failing > 0) {
          failing -= 1
          now += handing
          throw new Error('no worker')
        }
        taken.push(slot)
        return 1
      },
      clock: () => now,
      log: createLog(createRedactor(), { write: () => undefined }),
      wait: async () => undefined,
      random: () => 0.5,
    })
    closing.push(() => scheduler.stop())
    return scheduler
  }
  return { again: () => open(false), crash: () => open(true) }
}

const trigger = (plan: Plan, since = START + MINUTE): ScheduledTrigger => ({ flow: 'f', node: 'lich', plan, since })

test('a slot fires once, however often the clock is looked at and by however many', async () => {
  const { again } = world()
  triggers = [trigger(daily)]
  const [one, two] = [again(), again()]
  await Promise.all([one.tick(), two.tick()])
  expect(taken).toEqual([])
  now = START + DAY + 2000
  await Promise.all([one.tick(), two.tick(), one.tick()])
  await Promise.all([one.tick(), two.tick()])
  expect(taken).toEqual([START + DAY])
})

test('a slot that a crash kept from its worker is handed over after the restart', async () => {
  const { again, crash } = world()
  triggers = [trigger(daily)]
  now = START + DAY + 1000
  const dying = crash()
  void dying.tick()
  await new Promise((resolve) => setTimeout(resolve, 50))
  dying.stop()
  expect(taken).toEqual([])
  const next = again()
  await next.tick()
  expect(taken).toEqual([START + DAY])
  const third = again()
  await third.tick()
  expect(taken).toEqual([START + DAY])
})

test('a slot whose answer from the engine was lost is handed over at the next look', async () => {
  const scheduler = world().again()
  triggers = [trigger(daily)]
  await scheduler.tick()
  now = START + DAY + 1000
  cutOff = true
  await scheduler.tick()
  expect(taken).toEqual([])
  await scheduler.tick()
  expect(taken).toEqual([START + DAY])
})

test('a clock that is set back or on by an hour makes no slot fire twice, nor left out', async () => {
  const { again } = world()
  triggers = [trigger(daily)]
  const scheduler = again()
  const at = async (instant: number, who = scheduler): Promise<void> => {
    now = instant
    await who.tick()
  }
  await at(START + DAY - 30 * MINUTE)
  await at(START + DAY + 30 * MINUTE)
  await at(START + DAY - 30 * MINUTE)
  await at(START + DAY - 29 * MINUTE, again())
  await at(START + DAY + MINUTE)
  expect(taken).toEqual([START + DAY])
  await at(START + 2 * DAY + MINUTE, again())
  expect(taken).toEqual([START + DAY, START + 2 * DAY])
})

test.each([
  { misfire: 'skip' as const, expected: [] },
  { misfire: 'once' as const, expected: [3] },
  { misfire: 'all' as const, expected: [1, 2, 3] },
])('after three days of standstill "$misfire" fires days $expected', async ({ misfire, expected }) => {
  const { again } = world()
  triggers = [trigger({ ...daily, missed: { misfire } })]
  now = START + 3 * DAY + 2 * HOUR
  const scheduler = again()
  await scheduler.tick()
  await scheduler.tick()
  expect(taken).toEqual(expected.map((day) => START + day * DAY))
  now = START + 4 * DAY + 1000
  taken = []
  await scheduler.tick()
  expect(taken).toEqual([START + 4 * DAY])
})

test('a slot that is only late is not a misfire', async () => {
  const { again } = world()
  triggers = [trigger({ ...daily, missed: { misfire: 'skip' } })]
  now = START + DAY + 30_000
  await again().tick()
  expect(taken).toEqual([START + DAY])
})

test('slots from before a flow ran, or while it was paused, do not count', async () => {
  const { again } = world()
  triggers = [trigger({ ...daily, missed: { misfire: 'all' } }, START + 2 * DAY + HOUR)]
  now = START + 3 * DAY + HOUR
  const scheduler = again()
  await scheduler.tick()
  expect(taken).toEqual([START + 3 * DAY])
  triggers = []
  now = START + 6 * DAY + HOUR
  await scheduler.tick()
  triggers = [trigger({ ...daily, missed: { misfire: 'all' } }, now)]
  now += DAY
  await scheduler.tick()
  expect(taken).toEqual([START + 3 * DAY, START + 7 * DAY])
})

test('a slot that no worker takes is offered until one does', async () => {
  const { again } = world()
  triggers = [trigger(daily)]
  now = START + DAY + 1000
  failing = 5
  await again().tick()
  expect(taken).toEqual([START + DAY])
})

test('slots that come due while one is handed over fire after it', async () => {
  const scheduler = world().again()
  triggers = [trigger({ ...daily, cron: '* * * * *', missed: { misfire: 'all' } })]
  now = START + 2 * MINUTE + 1000
  failing = 3
  handing = MINUTE
  await scheduler.tick()
  await scheduler.tick()
  expect(taken).toEqual([2, 3, 4, 5].map((minute) => START + minute * MINUTE))
})

test('a poll that failed waits for its next slot', async () => {
  const { again } = world()
  triggers = [trigger({ kind: 'every', everyMs: 5000 })]
  const scheduler = again()
  now = START + MINUTE + 5000
  failing = 1
  await scheduler.tick()
  expect(taken).toEqual([])
  now += 1000
  await scheduler.tick()
  expect(taken).toEqual([])
  now += 12_000
  await scheduler.tick()
  expect(taken).toEqual([START + MINUTE + 15_000])
})

test('a clock that is set back repeats no slot of a timetable and stops no poll', async () => {
  const { again } = world()
  triggers = [
    trigger({ ...daily, cron: '* * * * *', missed: { misfire: 'all' } }),
    { ...trigger({ kind: 'every', everyMs: 10 * MINUTE }), node: 'hoi' },
  ]
  const scheduler = again()
  now = START + 2 * HOUR + 1000
  await scheduler.tick()
  // Every minute since the first one, and the newest poll.
  expect([...new Set(taken)]).toHaveLength(119)
  expect(taken).toHaveLength(120)
  taken = []
  for (let minute = 0; minute < 60; minute++) {
    now = START + HOUR + minute * MINUTE + 1000
    await scheduler.tick()
    await scheduler.tick()
  }
  expect(taken).toEqual([0, 10, 20, 30, 40, 50].map((minute) => START + HOUR + minute * MINUTE))
  taken = []
  now = START + 2 * HOUR + 10 * MINUTE + 1000
  await scheduler.tick()
  expect(new Set(taken)).toEqual(new Set(Array.from({ length: 10 }, (_, i) => START + 2 * HOUR + (i + 1) * MINUTE)))
  expect(taken).toHaveLength(11)
})

test('one schedule that cannot be read does not stop the others', async () => {
  const { again } = world()
  const broken: ScheduledTrigger = { ...trigger({ ...daily, cron: 'bốn giờ chiều' }), node: 'hong' }
  triggers = [broken, trigger(daily)]
  now = START + DAY + 1000
  await again().tick()
  expect(taken).toEqual([START + DAY])
})

test('the timer fires a slot when it is due', async () => {
  const { again } = world()
  triggers = [trigger({ kind: 'every', everyMs: 1000 })]
  const began = performance.now()
  const clock = now
  const advance = setInterval(() => {
    now = clock + Math.round(performance.now() - began)
  }, 5)
  onTestFinished(() => clearInterval(advance))
  again().start()
  await expect.poll(() => taken.length, { timeout: 5000 }).toBeGreaterThanOrEqual(2)
  expect(new Set(taken).size).toBe(taken.length)
})

test('a schedule that keeps to working days is silent over the weekend, also after a restart', async () => {
  const { again } = world()
  triggers = [trigger({ ...daily, within: { time: 'working-days', otherwise: 'skip' } }, START + DAY)]
  // START is a Wednesday.
  for (const day of [2, 3, 4]) {
    now = START + day * DAY + 1000
    await again().tick()
  }
  expect(taken).toEqual([START + 2 * DAY])
  now = START + 5 * DAY + 1000
  await again().tick()
  expect(taken).toEqual([START + 2 * DAY, START + 5 * DAY])
})

test('a missed slot that was moved out of the weekend runs once when the system comes back', async () => {
  const { again } = world()
  triggers = [
    trigger({
      ...daily,
      cron: '0 20 * * *',
      within: { time: 'working-hours', otherwise: 'move' },
      missed: { misfire: 'all' },
    }),
  ]
  now = START + 6 * DAY
  await again().tick()
  await again().tick()
  // The evenings of Wednesday and Thursday run at half past seven the next morning, those of Friday to Sunday on Monday.
  expect(taken).toEqual([1, 2, 5, 6].map((day) => START + day * DAY - HOUR / 2))
})

test('settings say what to do: a timetable, an interval, or nothing', () => {
  expect(planOf({ cron: '0 8 * * *', misfire: 'skip', jitter: 'PT30S' })).toEqual({
    ...daily,
    missed: { misfire: 'skip' },
    jitterMs: 30_000,
  })
  expect(planOf({ cron: '0 8 * * *', misfire: 'all', most: 5, within: 'working-days', otherwise: 'move' })).toEqual({
    ...daily,
    within: { time: 'working-days', otherwise: 'move' },
    missed: { misfire: 'all', most: 5 },
  })
  expect(planOf({ every: 'PT5S' })).toEqual({ kind: 'every', everyMs: 5000 })
  expect(planOf({ every: 'PT0S' })).toEqual({ kind: 'every', everyMs: 250 })
  expect(planOf({ path: '/a' })).toBeUndefined()
})
