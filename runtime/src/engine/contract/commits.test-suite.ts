import { expect } from 'vitest'
import type { JournalEntry, Next } from '../engine.ts'
import { type Case, claimed, effect, failure, LEASE_MS, START } from './world.test-suite.ts'

const reply = { status: 201, headers: { 'x-a': 'b' }, body: { ok: true } }

/** Cases of commits, intents and the journal. */
export function commitCases(it: Case): void {
  it('a commit that goes on keeps the lease', async ({ engine, begin }) => {
    const lease = await begin()
    expect(await engine.commit(lease, [effect('a')], { status: 'running' })).toBe('committed')
    expect(await engine.claim('b', 1, START)).toEqual([])
    expect(await engine.commit(lease, [effect('b')], { status: 'done', at: START })).toBe('committed')
    expect((await engine.history.get(lease.run))?.journal).toEqual([effect('a'), effect('b')])
  })

  it('a run that waits comes back when its timer is due, with its journal and no death', async ({ engine, begin }) => {
    const lease = await begin()
    const timer: JournalEntry = { kind: 'timer', path: 'cho', node: 'cho', due: START + 60_000 }
    await engine.commit(lease, [effect('a'), timer], { status: 'waiting', wakeAt: START + 60_000 })
    expect((await engine.history.get(lease.run))?.row).toMatchObject({ status: 'waiting', wakeAt: START + 60_000 })
    expect(await engine.claim('b', 1, START + 59_999)).toEqual([])
    const again = await claimed(engine, 'b', START + 60_000)
    expect(again.journal).toEqual([effect('a'), timer])
    expect(again.deaths).toBe(0)
    expect(again.lease.epoch).toBe(2)
    expect((await engine.history.get(lease.run))?.row.wakeAt).toBeUndefined()
  })

  it('a run that waits without a timer is left alone', async ({ engine, begin }) => {
    const lease = await begin()
    await engine.commit(lease, [], { status: 'waiting' })
    expect(await engine.claim('b', 1, START + 1e12)).toEqual([])
    expect(await engine.nextWake()).toBeUndefined()
  })

  it('a run that retries shows its error until it is worked on again', async ({ engine, begin }) => {
    const lease = await begin()
    const next: Next = { status: 'retrying', wakeAt: START + 10, error: failure, errorNode: 'gui' }
    await engine.commit(lease, [], next)
    expect((await engine.history.get(lease.run))?.row).toMatchObject({
      error: failure,
      errorNode: 'gui',
      wakeAt: START + 10,
    })
    const again = await claimed(engine, 'b', START + 10)
    await engine.commit(again.lease, [], { status: 'done', at: START + 20 })
    const row = (await engine.history.get(lease.run))?.row
    expect(row).toMatchObject({ status: 'done', endedAt: START + 20 })
    expect(row?.error).toBeUndefined()
    expect(row?.errorNode).toBeUndefined()
  })

  for (const next of [
    { status: 'done', at: START + 7, reply },
    { status: 'cancelled', at: START + 7 },
    { status: 'failed', at: START + 7, error: failure, errorNode: 'gui', reply },
    { status: 'in-doubt', at: START + 7, error: failure, errorNode: 'gui' },
  ] as const satisfies readonly Next[]) {
    it(`a run that is ${next.status} leaves the queue and tells how it ended`, async ({ engine, begin }) => {
      const lease = await begin()
      await engine.commit(lease, [], next)
      const stored = await engine.history.get(lease.run)
      expect(stored?.row).toMatchObject({
        status: next.status,
        endedAt: START + 7,
        ...('error' in next ? { error: failure, errorNode: 'gui' } : {}),
      })
      expect(stored?.reply).toEqual('reply' in next ? reply : undefined)
      expect(await engine.claim('b', 1, START + 1e12)).toEqual([])
      expect(await engine.commit(lease, [effect('late')], { status: 'running' })).toBe('stale')
    })
  }

  it('a stale commit changes nothing', async ({ engine, begin }) => {
    const lease = await begin()
    const taken = await claimed(engine, 'b', START + LEASE_MS)
    const before = await engine.history.get(lease.run)
    for (const next of [
      { status: 'running' },
      { status: 'waiting', wakeAt: START },
      { status: 'done', at: START, reply },
      { status: 'failed', at: START, error: failure, errorNode: 'x' },
    ] as const satisfies readonly Next[])
      expect(await engine.commit(lease, [effect('late')], next)).toBe('stale')
    expect(await engine.history.get(lease.run)).toEqual(before)
    expect(await engine.commit(taken.lease, [], { status: 'done', at: START })).toBe('committed')
  })

  it('a lease given back by waiting cannot commit again', async ({ engine, begin }) => {
    const lease = await begin()
    await engine.commit(lease, [], { status: 'waiting', wakeAt: START + 5 })
    expect(await engine.commit(lease, [], { status: 'done', at: START })).toBe('stale')
    expect((await engine.history.get(lease.run))?.row.status).toBe('waiting')
  })

  it('a commit on an unknown run is stale', async ({ engine }) => {
    expect(await engine.commit({ run: 'unknown', epoch: 1, until: 0 }, [], { status: 'running' })).toBe('stale')
  })

  it('every kind of entry comes back as it was written, in order', async ({ engine, begin }) => {
    const entries: JournalEntry[] = [
      effect('gui#1', { ports: { out: [{ body: '00123', headers: {}, keys: {} }] } }),
      {
        kind: 'failed',
        path: 'gui#2',
        node: 'gui',
        attempt: 2,
        startedAt: START,
        endedAt: START + 1,
        error: failure,
        retryAt: START + 9,
        doubt: true,
        request: 'b',
      },
      {
        kind: 'rekey',
        path: 'gui#2',
        node: 'gui',
        at: START,
        was: { key: 'k', request: 'b' },
        key: 'k~2',
        request: 'c',
      },
      { kind: 'intent', path: 'gui#2', node: 'gui', attempt: 3, at: START, request: 'c' },
      { kind: 'timer', path: 'cho', node: 'cho', due: START + 2 },
      { kind: 'child', path: 'goi', node: 'goi', run: 'C', at: START },
    ]
    const lease = await begin()
    await engine.commit(lease, entries.slice(0, 2), { status: 'running' })
    await engine.commit(lease, entries.slice(2), { status: 'waiting', wakeAt: START })
    expect((await claimed(engine, 'b', START)).journal).toEqual(entries)
    expect((await engine.history.get(lease.run))?.journal).toEqual(entries)
  })

  it('what left a node may be large', async ({ engine, begin, restart }) => {
    const lease = await begin()
    const entries = [effect('a', 'ộ'.repeat(150_000)), effect('b', 'nhỏ'), effect('c', ['x'.repeat(70_000)])]
    expect(await engine.commit(lease, entries, { status: 'waiting', wakeAt: START })).toBe('committed')
    expect((await claimed(await restart(), 'b', START)).journal).toEqual(entries)
  })

  it('commits of one run are journalled in the order of the calls, large or small', async ({ engine, begin }) => {
    const lease = await begin()
    const entries = Array.from({ length: 12 }, (_, i) => effect(`${i}`, i % 3 ? i : 'y'.repeat(90_000)))
    await Promise.all(entries.map((entry) => engine.commit(lease, [entry], { status: 'running' })))
    expect((await engine.history.get(lease.run))?.journal).toEqual(entries)
  })

  it('a commit is whole or not at all', async ({ engine, begin }) => {
    const lease = await begin()
    const circular: { self?: unknown } = {}
    circular.self = circular
    await expect(
      engine.commit(lease, [effect('a'), effect('b', circular)], { status: 'done', at: START }),
    ).rejects.toThrow()
    expect(await engine.history.get(lease.run)).toMatchObject({ journal: [], row: { status: 'running' } })
  })

  it('a commit holds hundreds of entries', async ({ engine, begin }) => {
    const lease = await begin()
    const entries = Array.from({ length: 500 }, (_, i) => effect(`tach/${i}`))
    await engine.commit(lease, entries, { status: 'done', at: START })
    expect((await engine.history.get(lease.run))?.journal).toEqual(entries)
  })

  it('an intent is there after the member died, and a stale one is refused', async ({ engine, begin, restart }) => {
    const lease = await begin()
    const intent = { kind: 'intent', path: 'gui', node: 'gui', attempt: 1, at: START, request: 'a' } as const
    expect(await engine.intend(lease, intent)).toBe('recorded')
    const after = await restart()
    const again = await claimed(after, 'b', START + LEASE_MS)
    expect(again.journal).toEqual([intent])
    expect(await after.intend(lease, { ...intent, attempt: 2 })).toBe('stale')
    expect((await after.history.get(lease.run))?.journal).toEqual([intent])
  })
}
