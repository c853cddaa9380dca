import { expect } from 'vitest'
import type { RunFilter } from '../history.ts'
import { type Case, claimed, failure, START, type World } from './world.test-suite.ts'

const HOUR = 3_600_000

const ids = async ({ engine }: World, filter: Partial<RunFilter>): Promise<string[]> =>
  (await engine.history.list({ limit: 50, ...filter })).runs.map((run) => run.id)

async function pages({ engine }: World, filter: RunFilter): Promise<string[][]> {
  const all: string[][] = []
  for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
    const page = await engine.history.list({ ...filter, ...(cursor ? { cursor } : {}) })
    all.push(page.runs.map((run) => run.id))
    cursor = page.cursor
  }
  return all
}

const keyed = (keys: Record<string, string>) => ({ message: { body: null, headers: {}, keys } })

/** Cases of reading what has happened. */
export function historyCases(it: Case): void {
  it('the list has the newest first and its pages neither repeat nor skip', async (world) => {
    const { engine, inbound } = world
    const all: string[] = []
    for (let i = 0; i < 25; i++) {
      world.now = START + Math.floor(i / 4)
      all.unshift((await engine.accept(inbound())).run)
    }
    const got = await pages(world, { limit: 10 })
    expect(got.map((page) => page.length)).toEqual([10, 10, 5])
    expect(got.flat()).toEqual(all)
  })

  it('a page that ends exactly with the list has no next one', async (world) => {
    for (let i = 0; i < 4; i++) await world.engine.accept(world.inbound())
    expect((await world.engine.history.list({ limit: 4 })).cursor).toBeUndefined()
    expect((await world.engine.history.list({ limit: 3 })).cursor).toBeDefined()
  })

  it('new runs do not shift the pages that are being read', async (world) => {
    const { engine, inbound } = world
    for (let i = 0; i < 6; i++) await engine.accept(inbound())
    const first = await engine.history.list({ limit: 3 })
    await engine.accept(inbound())
    const second = await engine.history.list({ limit: 10, ...(first.cursor ? { cursor: first.cursor } : {}) })
    expect(second.runs).toHaveLength(3)
  })

  it('a cursor that the list did not give is refused', async ({ engine }) => {
    await expect(engine.history.list({ limit: 3, cursor: `1' or 1=1` })).rejects.toMatchObject({
      data: { code: 'api.invalid' },
    })
  })

  it('the list filters by flow, unit and time', async (world) => {
    const { engine, inbound } = world
    const a = await engine.accept(inbound({ flow: 'a', at: START }))
    const b = await engine.accept(inbound({ flow: 'b', at: START + 10 }))
    const c = await engine.accept(inbound({ flow: 'a', unit: 'so-tnmt', at: START + 20 }))
    expect(await ids(world, { flow: 'a' })).toEqual([c.run, a.run])
    expect(await ids(world, { unit: 'so-tnmt' })).toEqual([c.run])
    expect(await ids(world, { from: START + 10 })).toEqual([c.run, b.run])
    expect(await ids(world, { to: START + 10 })).toEqual([b.run, a.run])
    expect(await ids(world, { from: START + 1, to: START + 15, flow: 'a' })).toEqual([])
  })

  it('a run keeps its origin, and the runs that took its message are found', async (world) => {
    const { engine, inbound } = world
    const first = await engine.accept(inbound())
    world.now++
    const second = await engine.accept(inbound({ origin: first.run }))
    world.now++
    const third = await engine.accept(inbound({ origin: first.run, lease: 'm' }))
    expect(await ids(world, { origin: first.run })).toEqual([third.run, second.run])
    expect(await ids(world, { origin: second.run })).toEqual([])
    const found = await engine.history.get(second.run)
    expect([found?.row.origin, found?.inbound.origin]).toEqual([first.run, first.run])
    expect((await engine.history.get(first.run))?.row).not.toHaveProperty('origin')
  })

  it('the list filters by one state or several', async (world) => {
    const { engine, inbound, begin } = world
    const accepted = await engine.accept(inbound())
    const running = await begin()
    const failed = await begin()
    await engine.commit(failed, [], { status: 'failed', at: START, error: failure, errorNode: 'x' })
    const done = await begin()
    await engine.commit(done, [], { status: 'done', at: START })
    const doubt = await begin()
    await engine.commit(doubt, [], { status: 'in-doubt', at: START, error: failure, errorNode: 'x' })
    expect(await ids(world, { statuses: ['failed'] })).toEqual([failed.run])
    expect(await ids(world, { statuses: ['failed', 'in-doubt', 'failed'] })).toEqual([doubt.run, failed.run])
    expect(await ids(world, { statuses: ['done', 'running'] })).toEqual([done.run, running.run])
    expect(await ids(world, { statuses: ['accepted'], flow: 'luong' })).toEqual([accepted.run])
    expect(await ids(world, { statuses: ['accepted'], flow: 'khac' })).toEqual([])
    expect(await ids(world, { statuses: [] })).toEqual([])
    expect((await pages(world, { limit: 1, statuses: ['failed', 'in-doubt', 'running'] })).flat()).toEqual([
      doubt.run,
      failed.run,
      running.run,
    ])
  })

  it('the list finds a run by any of its business keys, exactly', async (world) => {
    const { engine, inbound } = world
    const a = await engine.accept(inbound(keyed({ maHoSo: '00123', maCCCD: '001' })))
    const b = await engine.accept(inbound(keyed({ maHoSo: '00124', maCCCD: '001' })))
    const c = await engine.accept(inbound({ ...keyed({ maHoSo: '00123' }), flow: 'khac' }))
    expect(await ids(world, { key: '00123' })).toEqual([c.run, a.run])
    expect(await ids(world, { key: '00123', flow: 'luong' })).toEqual([a.run])
    expect(await ids(world, { key: '001' })).toEqual([b.run, a.run])
    expect(await ids(world, { key: '001', q: '00124' })).toEqual([b.run])
    expect(await ids(world, { key: '0012' })).toEqual([])
    expect(await ids(world, { key: '123' })).toEqual([])
    expect((await pages(world, { limit: 1, key: '00123' })).flat()).toEqual([c.run, a.run])
  })

  it('a search finds the beginning of a key or of an id, and no wildcard', async (world) => {
    const { engine, inbound } = world
    const a = await engine.accept(inbound(keyed({ maHoSo: 'H01.25_1', ten: 'Hồ sơ Đất đai' })))
    const b = await engine.accept(inbound(keyed({ maHoSo: 'H01.99', loai: 'H01.x' })))
    expect(await ids(world, { q: 'H01.' })).toEqual([b.run, a.run])
    expect(await ids(world, { q: 'H01.2' })).toEqual([a.run])
    expect(await ids(world, { q: 'Hồ sơ Đ' })).toEqual([a.run])
    expect(await ids(world, { q: a.run })).toEqual([a.run])
    expect(await ids(world, { q: b.run.toLowerCase() })).toEqual([b.run])
    expect(await ids(world, { q: a.run.slice(0, 12) })).toEqual([b.run, a.run])
    expect(await ids(world, { q: 'H01.', statuses: ['done'] })).toEqual([])
    for (const q of ['%', '_', 'H%', `'`, 'h01.25']) expect(await ids(world, { q })).toEqual([])
    expect(await ids(world, { q: '' })).toHaveLength(2)
    expect((await pages(world, { limit: 1, q: 'H01.' })).flat()).toEqual([b.run, a.run])
  })

  it('a search that thousands match gives the newest, page by page', async (world) => {
    const { engine, inbound } = world
    const all: string[] = []
    for (let i = 0; i < 2200; i += 550)
      all.push(
        ...(
          await Promise.all(
            Array.from({ length: 550 }, (_, n) =>
              engine.accept(inbound(keyed({ maHoSo: `H01.${i + n}`, loai: 'H0' }))),
            ),
          )
        ).map((answer) => answer.run),
      )
    const other = await engine.accept(inbound(keyed({ maHoSo: 'K9' })))
    const newest = all.toReversed()
    const first = await engine.history.list({ q: 'H0', limit: 3 })
    expect(first.runs.map((run) => run.id)).toEqual(newest.slice(0, 3))
    const second = await engine.history.list({ q: 'H0', limit: 3, ...(first.cursor ? { cursor: first.cursor } : {}) })
    expect(second.runs.map((run) => run.id)).toEqual(newest.slice(3, 6))
    expect(await ids(world, { q: 'H0', flow: 'khac' })).toEqual([])
    expect(await ids(world, { q: 'H0', statuses: ['accepted'], limit: 2 })).toEqual(newest.slice(0, 2))
    expect(await ids(world, { q: 'K' })).toEqual([other.run])
  })

  it('a row of the list shows the run', async ({ engine, inbound }) => {
    const input = inbound({ ...keyed({ maHoSo: '001' }), version: 'v7' })
    await engine.accept(input)
    expect((await engine.history.list({ limit: 1 })).runs).toEqual([
      {
        id: input.run,
        unit: 'mac-dinh',
        flow: 'luong',
        version: 'v7',
        status: 'accepted',
        keys: { maHoSo: '001' },
        acceptedAt: START,
      },
    ])
  })

  it('an unknown run is not found', async ({ engine }) => {
    expect(await engine.history.get('unknown')).toBeUndefined()
  })

  it('counts tell what was accepted, done, failed and is open, by flow', async ({ engine, begin, inbound }) => {
    await engine.accept(inbound())
    await engine.commit(await begin(), [], { status: 'done', at: START })
    await engine.commit(await begin(), [], { status: 'failed', at: START, error: failure, errorNode: 'x' })
    await engine.commit(await begin(), [], { status: 'cancelled', at: START })
    const input = inbound({ flow: 'khac', lease: 'm' })
    const accepted = engine.accept(input)
    await engine.commit({ run: input.run, epoch: 1, until: 0 }, [], { status: 'done', at: START })
    await accepted
    const counts = await engine.history.counts(START - 23 * HOUR, 24, HOUR)
    const traffic = (n: number) => [...new Array<number>(23).fill(0), n]
    expect(counts).toEqual(
      new Map([
        ['khac', { accepted: 1, done: 1, failed: 0, open: 0, traffic: traffic(1), lastAt: START }],
        ['luong', { accepted: 4, done: 1, failed: 1, open: 1, traffic: traffic(4), lastAt: START }],
      ]),
    )
  })

  it('counts leave out what was before, but not what is still open', async (world) => {
    const { engine, begin, inbound } = world
    await engine.commit(await begin(), [], { status: 'done', at: START })
    await engine.accept(inbound())
    world.now = START + 30 * HOUR
    await engine.accept(inbound())
    const counts = (await engine.history.counts(START + 7 * HOUR, 24, HOUR)).get('luong')
    expect(counts).toMatchObject({ accepted: 1, done: 0, failed: 0, open: 2, lastAt: START + 30 * HOUR })
    expect(counts?.traffic.indexOf(1)).toBe(23)
  })

  it('a failed run that was resumed counts by how it ended at last', async ({ engine, begin }) => {
    const lease = await begin()
    await engine.commit(lease, [], { status: 'failed', at: START, error: failure, errorNode: 'x' })
    await engine.resume(lease.run, { kind: 'resume', by: 'an', at: START })
    const count = async () => (await engine.history.counts(START, 1, HOUR)).get('luong')
    expect(await count()).toMatchObject({ accepted: 1, done: 0, failed: 0, open: 1 })
    await engine.commit((await claimed(engine, 'm', START)).lease, [], { status: 'done', at: START })
    expect(await count()).toMatchObject({ accepted: 1, done: 1, failed: 0, open: 0 })
  })

  it('counts of two engines on one store add up', async ({ engine, another, inbound }) => {
    const other = await another()
    await Promise.all(Array.from({ length: 50 }, (_, i) => (i % 2 ? engine : other).accept(inbound())))
    expect((await other.history.counts(START, 1, HOUR)).get('luong')).toMatchObject({ accepted: 50, open: 50 })
  })

  it('open runs are counted by version', async ({ engine, begin, inbound }) => {
    await engine.accept(inbound({ version: 'v1' }))
    await engine.accept(inbound({ version: 'v2' }))
    const lease = await begin({ version: 'v2' })
    const ended = await begin({ version: 'v3' })
    await engine.accept(inbound({ version: 'v1', flow: 'khac' }))
    await engine.commit(lease, [], { status: 'waiting' })
    await engine.commit(ended, [], { status: 'done', at: START })
    expect(await engine.history.openByVersion('luong')).toEqual(
      new Map([
        ['v1', 1],
        ['v2', 2],
      ]),
    )
    expect(await engine.history.openByVersion('unknown')).toEqual(new Map())
  })
}
