import { expect } from 'vitest'
import type { Engine, Lease } from '../engine.ts'
import { HOLD_MS, type Part } from '../groups.ts'
import { type Case, claimed, START, type World } from './world.test-suite.ts'

const name = { flow: 'luong', node: 'gom', key: 'H01' }
const part = (body: unknown, changes: Partial<Part> = {}): Part => ({
  ...name,
  path: 'gom',
  message: { body, headers: { a: 'b' }, keys: { ma: '001' } },
  at: START,
  timeout: { ms: 60_000, from: 'first' },
  rememberMs: 0,
  most: { parts: 5, bytes: 10_000 },
  ...changes,
})
const bodies = async (engine: Engine, at: number): Promise<unknown> =>
  (await engine.groups.take(10, at)).map(({ reason, parts }) => [reason, parts.map((it) => it.body)])

/** A new run that has put a part into its group. */
async function joined(world: World, body: unknown, changes: Partial<Part> = {}): Promise<Lease> {
  const lease = await world.begin()
  expect(await world.engine.groups.join(lease, part(body, changes))).toBe('joined')
  return lease
}

/** Cases of messages that wait for each other. */
export function groupCases(it: Case): void {
  closingCases(it)
  guardCases(it)
}

function closingCases(it: Case): void {
  it('the part that completes the count closes the group, with all parts in the order of arrival', async (world) => {
    for (const body of [1, 2]) await joined(world, body, { count: 3 })
    expect(await bodies(world.engine, START)).toEqual([])
    expect(await world.engine.groups.peek(name)).toMatchObject({ parts: [{ body: 1 }, { body: 2 }] })
    await joined(world, 3, { count: 3 })
    const [group] = await world.engine.groups.take(10, START)
    expect(group).toMatchObject({ ...name, unit: 'mac-dinh', version: 'v1', reason: 'count' })
    expect(group?.parts).toEqual([1, 2, 3].map((body) => part(body).message))
    expect(await world.engine.groups.peek(name)).toEqual({ revision: '', parts: [] })
  })

  it('keys, nodes and flows have groups of their own', async (world) => {
    await joined(world, 1, { count: 2 })
    await joined(world, 2, { count: 2, key: 'H02' })
    await joined(world, 3, { count: 2, node: 'gom-khac' })
    await joined(world, 4, { count: 2, flow: 'khac' })
    expect(await bodies(world.engine, START)).toEqual([])
    await joined(world, 5, { count: 2, key: 'H02' })
    expect(await bodies(world.engine, START)).toEqual([['count', [2, 5]]])
  })

  it('a group closes when its time is up since the first part, or since the newest', async (world) => {
    await joined(world, 1)
    await joined(world, 2, { at: START + 50_000 })
    const idle = { key: 'H02', timeout: { ms: 60_000, from: 'last' as const } }
    await joined(world, 3, idle)
    await joined(world, 4, { ...idle, at: START + 50_000 })
    expect(await bodies(world.engine, START + 59_999)).toEqual([])
    expect(await bodies(world.engine, START + 60_000)).toEqual([['time', [1, 2]]])
    expect(await bodies(world.engine, START + 109_999)).toEqual([['time', [1, 2]]])
    expect(await bodies(world.engine, START + 110_000)).toEqual([['time', [3, 4]]])
  })

  it('a part that comes after the time was up while nobody looked begins a new group', async (world) => {
    await joined(world, 1)
    await joined(world, 2, { at: START + 90_000 })
    expect(await bodies(world.engine, START + 90_000)).toEqual([['time', [1]]])
  })

  it('a condition closes the group it has looked at, and looks again when that has changed', async (world) => {
    const { engine } = world
    await joined(world, 1)
    const { revision } = await engine.groups.peek(name)
    await joined(world, 2)
    const lease = await world.begin()
    const decided = { revision, close: true }
    expect(await engine.groups.join(lease, part(3, { decided }))).toBe('changed')
    const again = { revision: (await engine.groups.peek(name)).revision, close: true }
    expect(await engine.groups.join(lease, part(3, { decided: again }))).toBe('joined')
    expect(await bodies(engine, START)).toEqual([['condition', [1, 2, 3]]])
    const first = await world.begin()
    expect(await engine.groups.join(first, part(4, { decided: { revision: '', close: false } }))).toBe('joined')
  })

  it('a closed group is given to one member, again when that one is gone, and never after it was settled', async (world) => {
    await joined(world, 1, { count: 1 })
    const other = await world.another()
    const both = await Promise.all([world.engine.groups.take(5, START), other.groups.take(5, START)])
    expect(both.flat()).toHaveLength(1)
    expect(await other.groups.take(5, START + HOLD_MS - 1)).toEqual([])
    const after = await world.restart()
    const [group] = await after.groups.take(5, START + HOLD_MS)
    await after.groups.settle(group?.id ?? 0, START + HOLD_MS)
    expect(await after.groups.take(5, START + 10 * HOLD_MS)).toEqual([])
  })
}

function guardCases(it: Case): void {
  it('the row of a part is in the journal of its run, and both are there after a restart', async (world) => {
    const lease = await joined(world, 'a'.repeat(100), { most: { parts: 5, bytes: 1000 } })
    const engine = await world.restart()
    expect((await engine.groups.peek(name)).parts).toEqual([part('a'.repeat(100)).message])
    const run = await engine.history.get(lease.run)
    expect(run?.journal).toEqual([{ kind: 'part', path: 'gom', node: 'gom', key: 'H01', outcome: 'joined', at: START }])
  })

  it('a large part is kept whole', async (world) => {
    const body = 'ế'.repeat(80_000)
    await joined(world, body, { count: 1, most: { parts: 5, bytes: 1_000_000 } })
    expect(await bodies(world.engine, START)).toEqual([['count', [body]]])
  })

  it('a member that lost its lease adds nothing', async (world) => {
    const { engine } = world
    const lease = await world.begin()
    await engine.bury('m')
    const again = await claimed(engine, 'n', START)
    expect(await engine.groups.join(lease, part(1))).toBe('stale')
    expect((await engine.groups.peek(name)).parts).toEqual([])
    expect(await engine.groups.join(again.lease, part(1))).toBe('joined')
  })

  it('a step that is done again takes the place of its part', async (world) => {
    const lease = await joined(world, 1, { count: 2 })
    expect(await world.engine.groups.join(lease, part('lần hai', { count: 2 }))).toBe('joined')
    expect((await world.engine.groups.peek(name)).parts.map((it) => it.body)).toEqual(['lần hai'])
  })

  it('a group that would grow too large takes no more, and says so in the journal', async (world) => {
    const { engine } = world
    await joined(world, 1, { most: { parts: 1, bytes: 1000 } })
    const lease = await world.begin()
    expect(await engine.groups.join(lease, part(2, { most: { parts: 1, bytes: 1000 } }))).toBe('full')
    expect(await engine.groups.join(lease, part('a'.repeat(500), { most: { parts: 9, bytes: 500 } }))).toBe('full')
    expect(await engine.groups.join(lease, part('a'.repeat(500), { key: 'H02', most: { parts: 9, bytes: 500 } }))).toBe(
      'full',
    )
    expect((await engine.groups.peek(name)).parts).toHaveLength(1)
    expect(await bodies(engine, START + 60_000)).toEqual([['time', [1]]])
    expect((await engine.history.get(lease.run))?.journal).toMatchObject([
      { outcome: 'full' },
      { outcome: 'full' },
      { outcome: 'full' },
    ])
  })

  it('late parts are refused as long as the group is remembered, and begin a new one otherwise', async (world) => {
    const { engine } = world
    const remembered = { count: 1, rememberMs: 3_600_000 }
    await joined(world, 1, remembered)
    const lease = await world.begin()
    expect(await engine.groups.join(lease, part(2, remembered))).toBe('late')
    const [group] = await engine.groups.take(5, START)
    await engine.groups.settle(group?.id ?? 0, START)
    expect(await engine.groups.join(lease, part(2, remembered))).toBe('late')
    expect(await engine.groups.take(5, START + 3_600_000)).toEqual([])
    expect(await engine.groups.join(lease, part(2, { ...remembered, at: START + 3_600_000 }))).toBe('joined')
    await joined(world, 3, { count: 1, key: 'H02' })
    await joined(world, 4, { count: 1, key: 'H02' })
    const left = await engine.groups.take(5, START + 3_600_000)
    expect(left.map((it) => it.parts.map(({ body }) => body))).toEqual(expect.arrayContaining([[2], [3], [4]]))
    expect(new Set([group?.id, ...left.map((it) => it.id)]).size).toBe(4)
  })
}
