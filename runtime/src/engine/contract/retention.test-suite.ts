import { expect } from 'vitest'
import type { Inbound } from '../engine.ts'
import { type Case, effect, failure, START, type World } from './world.test-suite.ts'

const DAY = 86_400_000

/** A run that was accepted at an instant and is done, with a reply. */
async function doneAt(world: World, at: number, changes: Partial<Inbound> = {}): Promise<string> {
  world.now = at
  const lease = await world.begin(changes)
  await world.engine.commit(lease, [effect('gui')], {
    status: 'done',
    at,
    reply: { status: 200, headers: {}, body: { ok: true } },
  })
  return lease.run
}

const keyed = (value: string) => ({ message: { body: { a: 1 }, headers: {}, keys: { ma: value } } })
const listed = async ({ engine }: World, q: string): Promise<number> =>
  (await engine.history.list({ q, limit: 10 })).runs.length

/** Cases of keeping no longer than needed. */
export function retentionCases(it: Case): void {
  it('what is older than its time loses its contents and can still be found', async (world) => {
    const old = await doneAt(world, START, keyed('HS-0001'))
    const young = await doneAt(world, START + 2 * DAY, keyed('HS-0002'))
    const { retention, history } = world.engine
    const rule = { flow: 'luong', payloadsBefore: START + DAY }
    expect(await retention.prune(rule, 100)).toMatchObject({ payloads: 1, runs: 0 })
    const emptied = await history.get(old)
    expect(emptied?.row).toMatchObject({ status: 'done', emptied: true, keys: { ma: 'HS-0001' } })
    expect(emptied?.inbound.message.body).toBeNull()
    expect([emptied?.journal, emptied?.reply]).toEqual([[], undefined])
    expect(await listed(world, 'HS-0001')).toBe(1)
    expect((await history.get(young))?.journal).toHaveLength(1)
    expect((await history.get(young))?.row.emptied).toBeUndefined()
    // A second time there is nothing left to do.
    expect(await retention.prune(rule, 100)).toMatchObject({ payloads: 0, runs: 0 })
  })

  it('a run that is older still goes as a whole, with its keys', async (world) => {
    const old = await doneAt(world, START, keyed('HS-0001'))
    await world.engine.retention.prune({ flow: 'luong', payloadsBefore: START + DAY }, 100)
    const rule = { flow: 'luong', payloadsBefore: START + 3 * DAY, runsBefore: START + DAY }
    expect(await world.engine.retention.prune(rule, 100)).toMatchObject({ payloads: 0, runs: 1 })
    expect(await world.engine.history.get(old)).toBeUndefined()
    expect(await listed(world, 'HS-0001')).toBe(0)
  })

  it('what waits, runs, failed or is in doubt is kept whatever its age', async (world) => {
    const { engine } = world
    const open = await engine.accept(world.inbound())
    const failed = await world.begin()
    await engine.commit(failed, [], { status: 'failed', at: START, error: failure, errorNode: 'gui' })
    const doubt = await world.begin()
    await engine.commit(doubt, [], { status: 'in-doubt', at: START, error: failure, errorNode: 'gui' })
    const asleep = await world.begin()
    await engine.commit(asleep, [], { status: 'waiting', wakeAt: START + 90 * DAY })
    const rule = { flow: 'luong', payloadsBefore: START + DAY, runsBefore: START + DAY }
    expect(await engine.retention.prune(rule, 100)).toMatchObject({ payloads: 0, runs: 0 })
    for (const run of [open.run, failed.run, doubt.run, asleep.run])
      expect((await engine.history.get(run))?.inbound.message.body).toEqual({ maHoSo: '00123' })
  })

  it('a bite looks at so many runs and tells where to go on', async (world) => {
    for (let i = 0; i < 7; i++) await doneAt(world, START + Math.floor(i / 3))
    const rule = { flow: 'luong', runsBefore: START + DAY }
    const { retention } = world.engine
    const first = await retention.prune(rule, 3)
    expect(first).toMatchObject({ runs: 3, more: true, place: {} })
    const second = await retention.prune(rule, 3, first.place)
    expect(second).toMatchObject({ runs: 3, more: true, place: {} })
    expect(await retention.prune(rule, 3, second.place)).toMatchObject({ payloads: 0, runs: 1, more: false })
  })

  it('other flows are not touched', async (world) => {
    const other = await doneAt(world, START, { flow: 'khac' })
    await world.engine.retention.prune({ flow: 'luong', runsBefore: START + DAY }, 100)
    expect(await world.engine.history.get(other)).toBeDefined()
    expect(await world.engine.retention.flows()).toEqual(['khac'])
  })

  it('a run without contents cannot be put back to work', async (world) => {
    const run = await doneAt(world, START)
    await world.engine.retention.prune({ flow: 'luong', payloadsBefore: START + DAY }, 100)
    const entry = { kind: 'resume', by: 'an', at: START + DAY, from: 'gui' } as const
    expect(await world.engine.resume(run, entry)).toBe(false)
  })

  it('the age of the nth newest run is known for limits by number', async (world) => {
    for (let i = 0; i < 4; i++) await doneAt(world, START + i * DAY)
    expect(await world.engine.retention.nthNewest('luong', 3)).toBe(START + DAY)
    expect(await world.engine.retention.nthNewest('luong', 5)).toBeUndefined()
  })

  it('what the contents of the newest runs take is told page by page, and nothing for emptied ones', async (world) => {
    for (let i = 0; i < 3; i++)
      await doneAt(world, START + i * DAY, {
        message: { body: 'x'.repeat(i === 1 ? 200_000 : 1000), headers: {}, keys: {} },
      })
    const { retention } = world.engine
    const first = await retention.contents('luong', 2)
    expect(first.runs.map(({ at }) => at)).toEqual([START + 2 * DAY, START + DAY])
    const [small = 0, large = 0] = first.runs.map(({ bytes }) => bytes)
    expect([small > 1000 && small < 2000, large > 200_000 && large < 201_000]).toEqual([true, true])
    await retention.prune({ flow: 'luong', payloadsBefore: START + DAY }, 100)
    const second = await retention.contents('luong', 2, first.place)
    expect(second).toEqual({ runs: [{ at: START, bytes: 0 }] })
    expect(await retention.contents('khac', 2)).toEqual({ runs: [] })
  })

  it('an expired key against duplicates is swept away, and one in force still works', async (world) => {
    const { engine } = world
    const kept = await engine.accept(world.inbound({ dedupe: { key: 'a', windowMs: 10 * DAY } }))
    await engine.accept(world.inbound({ dedupe: { key: 'b', windowMs: DAY } }))
    world.now = START + 2 * DAY
    expect((await engine.retention.sweep(0)).keys).toBe(1)
    expect((await engine.retention.sweep(0)).keys).toBe(0)
    const again = await engine.accept(world.inbound({ dedupe: { key: 'a', windowMs: 10 * DAY } }))
    expect(again).toMatchObject({ duplicate: true, run: kept.run })
  })

  it('a run that a key in force names is not run again because of its age: it is emptied, and goes when the key has', async (world) => {
    const run = await doneAt(world, START, { dedupe: { key: 'a', windowMs: 10 * DAY } })
    const { engine } = world
    const rule = { flow: 'luong', payloadsBefore: START + DAY, runsBefore: START + DAY }
    world.now = START + 2 * DAY
    expect(await engine.retention.prune(rule, 100)).toMatchObject({ payloads: 1, runs: 0 })
    const again = await engine.accept(world.inbound({ dedupe: { key: 'a', windowMs: 10 * DAY } }))
    expect(again).toMatchObject({ duplicate: true, run, status: 'done' })
    world.now = START + 11 * DAY
    expect(await engine.retention.prune(rule, 100)).toMatchObject({ payloads: 0, runs: 1 })
    const later = await engine.accept(world.inbound({ dedupe: { key: 'a', windowMs: 10 * DAY } }))
    expect(later.duplicate).toBe(false)
  })
}
