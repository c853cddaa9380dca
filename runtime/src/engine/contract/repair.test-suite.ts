import { expect } from 'vitest'
import type { Engine, JournalEntry, Next } from '../engine.ts'
import { type Case, claimed, effect, failure, LEASE_MS, START } from './world.test-suite.ts'

const failed = { status: 'failed', at: START + 1, error: failure, errorNode: 'gui' } as const
const entry = { kind: 'resume', by: 'an', at: START + 2 } as const satisfies JournalEntry

/** Cases of what people do to runs. */
export function repairCases(it: Case): void {
  for (const next of [
    failed,
    { ...failed, status: 'in-doubt' },
    { status: 'cancelled', at: START + 1 },
  ] as const satisfies readonly Next[]) {
    it(`a run that is ${next.status} can be put back to work with its journal`, async ({ engine, begin }) => {
      const lease = await begin()
      await engine.commit(lease, [effect('a')], next)
      expect(await engine.resume(lease.run, entry)).toBe(true)
      const row = (await engine.history.get(lease.run))?.row
      expect(row).toMatchObject({ status: 'accepted' })
      expect([row?.endedAt, row?.error, row?.errorNode]).toEqual([undefined, undefined, undefined])
      const run = await claimed(engine, 'b', START + 2)
      expect(run.journal).toEqual([effect('a'), entry])
      expect(run.lease.epoch).toBe(2)
    })
  }

  it('a decision on a step in doubt is journalled', async ({ engine, begin }) => {
    const lease = await begin()
    await engine.commit(lease, [], { ...failed, status: 'in-doubt' })
    const decision = { path: 'gui', as: 'sent', reason: 'đã gọi điện hỏi đối tác' } as const
    await engine.resume(lease.run, { ...entry, from: 'gui', decision })
    expect((await claimed(engine, 'b', START + 2)).journal).toEqual([{ ...entry, from: 'gui', decision }])
  })

  it('a run that is open, done or unknown cannot be resumed', async ({ engine, begin, inbound }) => {
    const { run } = await engine.accept(inbound())
    expect(await engine.resume(run, entry)).toBe(false)
    const running = await begin()
    expect(await engine.resume(running.run, entry)).toBe(false)
    await engine.commit(running, [], { status: 'waiting' })
    expect(await engine.resume(running.run, entry)).toBe(false)
    const done = await begin()
    await engine.commit(done, [], { status: 'done', at: START })
    expect(await engine.resume(done.run, entry)).toBe(false)
    expect(await engine.resume('unknown', entry)).toBe(false)
    expect((await engine.history.get(done.run))?.journal).toEqual([])
  })

  it('a done run is put back to work only from a named step, and is counted once', async ({ engine, begin }) => {
    const lease = await begin()
    await engine.commit(lease, [effect('a')], { status: 'done', at: START + 1 })
    expect(await engine.resume(lease.run, { ...entry, from: 'a' })).toBe(true)
    expect((await engine.history.get(lease.run))?.row).toMatchObject({ status: 'accepted' })
    const again = await claimed(engine, 'm', START + 2)
    expect(again.journal).toEqual([effect('a'), { ...entry, from: 'a' }])
    await engine.commit(again.lease, [effect('a')], { status: 'done', at: START + 3 })
    const counts = (await engine.history.counts(START, 1, 300_000)).get('luong')
    expect(counts).toMatchObject({ accepted: 1, done: 1, failed: 0, open: 0 })
  })

  it('two people who resume the same run do it once', async ({ engine, another, begin }) => {
    const other = await another()
    const lease = await begin()
    await engine.commit(lease, [], failed)
    const answers = await Promise.all([engine.resume(lease.run, entry), other.resume(lease.run, entry)])
    expect([...answers].sort()).toEqual([false, true])
    expect((await engine.history.get(lease.run))?.journal).toEqual([entry])
  })

  it('a resumed run may go on with another version', async ({ engine, begin }) => {
    const lease = await begin({ version: 'v1' })
    await engine.commit(lease, [], failed)
    await engine.resume(lease.run, { ...entry, version: 'v2' })
    expect(await engine.history.openByVersion('luong')).toEqual(new Map([['v2', 1]]))
    expect((await claimed(engine, 'b', START + 2)).inbound.version).toBe('v2')
    expect((await engine.history.get(lease.run))?.row.version).toBe('v2')
  })

  it('a resumed run starts without its old deaths', async ({ engine, begin }) => {
    const lease = await begin({ lease: 'dead' })
    await engine.bury('dead')
    const second = await claimed(engine, 'm', START)
    expect(second.deaths).toBe(1)
    await engine.commit(second.lease, [], failed)
    await engine.resume(lease.run, entry)
    expect((await claimed(engine, 'm', START + 2)).deaths).toBe(0)
  })

  it('the lease from before the failure is stale after a resume', async ({ engine, begin }) => {
    const lease = await begin()
    await engine.commit(lease, [], failed)
    await engine.resume(lease.run, entry)
    expect(await engine.commit(lease, [effect('late')], { status: 'running' })).toBe('stale')
  })

  it('a run that failed, was resumed and is done is done', async ({ engine, begin }) => {
    const lease = await begin()
    await engine.commit(lease, [], failed)
    await engine.resume(lease.run, entry)
    const again = await claimed(engine, 'm', START + 2)
    await engine.commit(again.lease, [effect('b')], { status: 'done', at: START + 3 })
    expect(await engine.history.get(lease.run)).toMatchObject({
      row: { status: 'done', endedAt: START + 3 },
      journal: [entry, effect('b')],
    })
  })

  it('an accepted or waiting run can be cancelled', async ({ engine, inbound, begin }) => {
    const { run } = await engine.accept(inbound())
    const asleep = await begin()
    await engine.commit(asleep, [], { status: 'waiting', wakeAt: START + 5 })
    for (const id of [run, asleep.run]) {
      expect(await engine.cancel(id, START + 3, failure)).toBe(true)
      expect((await engine.history.get(id))?.row).toMatchObject({
        status: 'cancelled',
        endedAt: START + 3,
        error: failure,
      })
    }
    expect(await engine.claim('m', 10, START + 1e9)).toEqual([])
    expect(await engine.nextWake()).toBeUndefined()
  })

  it('a run that is worked on cannot be cancelled', async ({ engine, begin }) => {
    const lease = await begin()
    expect(await engine.cancel(lease.run, START + 1, failure)).toBe(false)
    expect(await engine.commit(lease, [], { status: 'done', at: START })).toBe('committed')
  })

  it('a run whose member has let its lease expire can be cancelled, and the member is fenced', async ({
    engine,
    begin,
  }) => {
    const lease = await begin()
    expect(await engine.cancel(lease.run, START + LEASE_MS, failure)).toBe(true)
    expect(await engine.commit(lease, [], { status: 'done', at: START })).toBe('stale')
    expect((await engine.history.get(lease.run))?.row.status).toBe('cancelled')
  })

  for (const status of ['failed', 'in-doubt'] as const) {
    it(`a run that is ${status} can be closed once, is counted as neither failed nor open, and can be put back to work`, async ({
      engine,
      begin,
    }) => {
      const lease = await begin()
      await engine.commit(lease, [effect('a')], { ...failed, status })
      const closing = { ...failure, code: 'run.cancelled' }
      expect(await engine.cancel(lease.run, START + 5, closing)).toBe(true)
      expect(await engine.cancel(lease.run, START + 6, closing)).toBe(false)
      const found = await engine.history.get(lease.run)
      expect(found?.row).toMatchObject({ status: 'cancelled', endedAt: START + 5, error: closing })
      expect([found?.row.errorNode, found?.journal]).toEqual([undefined, [effect('a')]])
      expect((await engine.history.list({ statuses: ['failed', 'in-doubt'], limit: 9 })).runs).toEqual([])
      const counts = async () => (await engine.history.counts(START, 1, 300_000)).get('luong')
      expect(await counts()).toMatchObject({ accepted: 1, done: 0, failed: 0, open: 0 })
      expect(await engine.resume(lease.run, entry)).toBe(true)
      const again = await claimed(engine, 'm', START + 7)
      await engine.commit(again.lease, [], { status: 'done', at: START + 8 })
      expect(await counts()).toMatchObject({ accepted: 1, done: 1, failed: 0, open: 0 })
    })
  }

  it('the parent of a called run in doubt hears of its closing, and that of a failed one was told already', async ({
    engine,
    begin,
  }) => {
    for (const status of ['in-doubt', 'failed'] as const) {
      const parent = await begin()
      await engine.commit(parent, [], { status: 'waiting' })
      const child = await begin({ parent: { run: parent.run, path: 'goi', depth: 1 } })
      await engine.commit(child, [], { ...failed, status })
      expect(await engine.cancel(child.run, START + 5, failure)).toBe(true)
      const ends = (await engine.history.get(parent.run))?.journal.filter(({ kind }) => kind === 'child-end')
      expect(ends).toMatchObject([{ path: 'goi', status: status === 'failed' ? 'failed' : 'cancelled' }])
    }
  })

  it('a done, cancelled or unknown run cannot be cancelled', async ({ engine, begin }) => {
    const lease = await begin()
    await engine.commit(lease, [], { status: 'done', at: START })
    expect(await engine.cancel(lease.run, START, failure)).toBe(false)
    expect(await engine.cancel('unknown', START, failure)).toBe(false)
    expect((await engine.history.get(lease.run))?.row.status).toBe('done')
  })

  const undo = { ...entry, compensate: { reason: 'gửi nhầm' } } as const satisfies JournalEntry
  const undoing = {
    kind: 'compensate',
    at: START + 1,
    steps: ['a'],
    error: failure,
    errorNode: 'gui',
  } as const satisfies JournalEntry
  const compensationOf = async (engine: Engine, run: string): Promise<unknown> =>
    (await engine.history.get(run))?.row.compensation

  it('a run that begins to undo what it did says so at once, and how far it came when it ends', async ({
    engine,
    begin,
  }) => {
    for (const compensation of ['partial', 'done'] as const) {
      const lease = await begin()
      await engine.commit(lease, [effect('a')], { status: 'running' })
      expect(await compensationOf(engine, lease.run)).toBeUndefined()
      await engine.commit(lease, [undoing], { status: 'running' })
      expect(await compensationOf(engine, lease.run)).toBe('under-way')
      await engine.commit(lease, [], { ...failed, compensation })
      expect(await compensationOf(engine, lease.run)).toBe(compensation)
      expect((await engine.history.list({ limit: 1 })).runs[0]?.compensation).toBe(compensation)
      expect((await engine.history.get(lease.run))?.journal).toEqual([effect('a'), undoing])
    }
  })

  it('undoing that was begun goes on after a resume, and a run that was undone begins anew', async ({
    engine,
    begin,
  }) => {
    for (const [before, after] of [
      ['partial', 'under-way'],
      ['done', undefined],
    ] as const) {
      const lease = await begin()
      await engine.commit(lease, [undoing], { ...failed, compensation: before })
      expect(await engine.resume(lease.run, entry)).toBe(true)
      expect(await compensationOf(engine, lease.run)).toBe(after)
    }
  })

  it('a run that sleeps can be told to undo what it did, and waits for nothing from outside then', async ({
    engine,
    begin,
  }) => {
    const lease = await begin()
    const waits = { for: 'callback', topic: 't', key: 'k' } as const
    const wait = { kind: 'await', path: 'cho', node: 'cho', at: START, until: START + 1e6, waits } as const
    await engine.commit(lease, [wait], { status: 'waiting', wakeAt: START + 1e6 })
    expect(await engine.resume(lease.run, entry)).toBe(false)
    expect(await engine.resume(lease.run, undo)).toBe(true)
    const row = (await engine.history.get(lease.run))?.row
    expect(row).toMatchObject({ status: 'accepted', compensation: 'under-way' })
    expect(row?.waits).toBeUndefined()
    const run = await claimed(engine, 'b', START + 2)
    expect(run.journal).toEqual([wait, undo])
    const counts = (await engine.history.counts(START, 1, 300_000)).get('luong')
    expect(counts).toMatchObject({ accepted: 1, failed: 0, open: 1 })
    const closed = { status: 'cancelled', at: START + 3, error: failure, compensation: 'done' } as const
    await engine.commit(run.lease, [], closed)
    expect((await engine.history.get(lease.run))?.row).toMatchObject({
      status: 'cancelled',
      error: failure,
      compensation: 'done',
    })
  })

  it('a run that is worked on is not told to undo what it did, nor is a done one', async ({ engine, begin }) => {
    const lease = await begin()
    expect(await engine.resume(lease.run, undo)).toBe(false)
    await engine.commit(lease, [], { status: 'done', at: START })
    expect(await engine.resume(lease.run, undo)).toBe(false)
  })

  it('a run that undoes what it did cannot be closed half way', async ({ engine, begin }) => {
    const lease = await begin()
    await engine.commit(lease, [undoing], { status: 'retrying', wakeAt: START + 9 })
    expect(await engine.cancel(lease.run, START + 3, failure)).toBe(false)
    for (const status of ['failed', 'in-doubt'] as const) {
      const left = await begin()
      await engine.commit(left, [undoing], { ...failed, status, compensation: 'partial' })
      expect(await engine.cancel(left.run, START + 3, failure)).toBe(false)
    }
  })

  it('a failed run that is undone to the end can be closed, and still says that it is undone', async ({
    engine,
    begin,
  }) => {
    const lease = await begin()
    await engine.commit(lease, [undoing], { ...failed, compensation: 'done' })
    expect(await engine.cancel(lease.run, START + 3, failure)).toBe(true)
    expect((await engine.history.get(lease.run))?.row).toMatchObject({ status: 'cancelled', compensation: 'done' })
  })
}
