import { expect } from 'vitest'
import { errorData } from '#shared/errors/flow-error.ts'
import { type Case, failure, LEASE_MS, START } from './world.test-suite.ts'

const HOUR = 3_600_000

/** Cases of schedules, timers and cursors. */
export function scheduleCases(it: Case): void {
  it('runs that sleep because of one error are woken before their time, a few at once', async ({
    engine,
    begin,
    inbound,
  }) => {
    const error = errorData('connect.circuit-open', { connection: 'a' }, { connection: 'a' })
    const sleep = { status: 'retrying', wakeAt: START + 60_000, error, errorNode: 'x' } as const
    const other = { ...sleep, error: { ...error, details: { connection: 'b' } } }
    const plain = { ...sleep, error: failure }
    for (const next of [sleep, sleep, other, plain]) await engine.commit(await begin(), [], next)
    const first = await begin({ partition: 'p' })
    await engine.accept(inbound({ partition: 'p' }))
    await engine.commit(first, [], sleep)
    const why = { code: 'connect.circuit-open', connection: 'a' }
    expect(await engine.hasten(why, START + 1, 2)).toBe(2)
    expect(await engine.hasten(why, START + 1, 9)).toBe(1)
    expect(await engine.hasten(why, START + 1, 9)).toBe(0)
    expect(await engine.claim('m', 9, START)).toHaveLength(0)
    expect(await engine.claim('m', 9, START + 1)).toHaveLength(3)
  })

  it('a slot fires once', async ({ engine }) => {
    expect(await engine.fire('moi-gio', START)).toBe(true)
    expect(await engine.fire('moi-gio', START)).toBe(false)
    expect(await engine.fire('moi-gio', START + HOUR)).toBe(true)
    expect(await engine.fire('khac', START)).toBe(true)
  })

  it('of many members one fires a slot', async ({ engine, another }) => {
    const other = await another()
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, i) => (i % 2 ? engine : other).fire('moi-gio', START)),
    )
    expect(answers.filter(Boolean)).toHaveLength(1)
  })

  it('a slot that fired stays fired after a restart and when the clock steps back', async ({ engine, restart }) => {
    await engine.fire('moi-gio', START)
    await engine.fire('moi-gio', START + HOUR)
    const after = await restart()
    expect(await after.fire('moi-gio', START)).toBe(false)
    expect(await after.fire('moi-gio', START + HOUR)).toBe(false)
    expect(await after.fire('moi-gio', START - HOUR)).toBe(true)
  })

  it('the newest slot is known, whatever the order of firing', async ({ engine }) => {
    expect(await engine.lastSlot('moi-gio')).toBeUndefined()
    for (const slot of [START + HOUR, START + 2 * HOUR, START]) await engine.fire('moi-gio', slot)
    await engine.fire('khac', START + 9 * HOUR)
    expect(await engine.lastSlot('moi-gio')).toBe(START + 2 * HOUR)
  })

  it('the next wake is the earliest timer of a sleeping run', async ({ engine, begin, inbound }) => {
    expect(await engine.nextWake()).toBeUndefined()
    await engine.accept(inbound())
    await begin()
    expect(await engine.nextWake()).toBeUndefined()
    const late = await begin()
    await engine.commit(late, [], { status: 'waiting', wakeAt: START + 900 })
    const early = await begin()
    await engine.commit(early, [], { status: 'retrying', wakeAt: START + 300 })
    expect(await engine.nextWake()).toBe(START + 300)
    const run = await engine.claimOne('m', early.run, START + 300)
    expect(await engine.nextWake()).toBe(START + 900)
    if (run) await engine.commit(run.lease, [], { status: 'done', at: START + 301 })
    expect(await engine.nextWake()).toBe(START + 900)
  })

  it('a timer that was due while nobody ran fires once, late', async ({ engine, begin, restart }) => {
    const lease = await begin()
    await engine.commit(lease, [], { status: 'waiting', wakeAt: START + 60_000 })
    const after = await restart()
    expect(await after.claim('m', 5, START + 90_000)).toHaveLength(1)
    expect(await after.claim('n', 5, START + 90_000 + LEASE_MS - 1)).toEqual([])
  })

  it('a cursor is kept for each trigger', async ({ engine, restart }) => {
    expect(await engine.cursor('hop-thu')).toBeUndefined()
    await engine.saveCursor('hop-thu', '00017')
    await engine.saveCursor('hop-thu', '00018')
    await engine.saveCursor('khac', '')
    const after = await restart()
    expect(await after.cursor('hop-thu')).toBe('00018')
    expect(await after.cursor('khac')).toBe('')
  })
}
