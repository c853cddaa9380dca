import { expect, test } from 'vitest'
import type { ClaimedRun, Engine } from '#runtime/engine/engine.ts'
import { openMemoryEngine } from '#runtime/engine/memory/open.ts'
import { createMemoryStore } from '#runtime/engine/memory/store.ts'
import { messageOf } from '#shared/message/message.ts'
import { createUnderWay, type UnderWay } from './under-way.ts'

const LEASE_MS = 15_000

/** One accepted run on an engine whose clock stands until it is moved. */
async function oneRun() {
  let now = 1000
  const engine = openMemoryEngine({ store: createMemoryStore(), leaseMs: LEASE_MS, clock: () => now })
  await engine.accept({
    run: 'R',
    unit: 'mac-dinh',
    flow: 'thu',
    version: 'v',
    trigger: 'vao',
    message: messageOf(1),
    at: now,
  })
  return {
    engine,
    clock: () => now,
    sleep(ms: number) {
      now += ms
    },
    claim: async (member: string): Promise<ClaimedRun> => {
      const [claimed] = await engine.claim(member, 1, now)
      if (!claimed) throw new Error('nothing to claim')
      return claimed
    },
  }
}

/** Works on a run until it is told that its walk is over, or why it cannot go on. */
function work(active: UnderWay, { lease }: ClaimedRun) {
  const abort = new AbortController()
  const walk = Promise.withResolvers<void>()
  active.add(lease, abort, walk.promise)
  return {
    abort,
    async end() {
      walk.resolve()
      await new Promise((resolve) => setImmediate(resolve))
    },
  }
}

const claimable = async (engine: Engine, at: number): Promise<ClaimedRun | undefined> =>
  (await engine.claim('nguoi-khac', 1, at))[0]

test('a worker that takes up its own run again stops the old walk, whose end neither drops nor gives back the new one', async () => {
  const it = await oneRun()
  const active = createUnderWay(it.engine, 'm', it.clock)
  const old = work(active, await it.claim('m'))
  it.sleep(LEASE_MS + 1)
  const again = work(active, await it.claim('m'))
  expect([old.abort.signal.aborted, again.abort.signal.aborted]).toEqual([true, false])
  await old.end()
  expect([active.has('R'), active.size, again.abort.signal.aborted]).toEqual([true, 1, false])
  await active.renew()
  expect(again.abort.signal.aborted).toBe(false)
  expect(await claimable(it.engine, it.clock())).toBeUndefined()
  await again.end()
  expect(active.has('R')).toBe(false)
})

test('a heartbeat that learns of a lost lease does not stop the walk that has the run by then', async () => {
  const it = await oneRun()
  const active = createUnderWay(it.engine, 'm', it.clock)
  const old = work(active, await it.claim('m'))
  it.sleep(LEASE_MS + 1)
  const claimed = await it.claim('m')
  const heartbeat = active.renew()
  const again = work(active, claimed)
  await heartbeat
  expect([old.abort.signal.aborted, again.abort.signal.aborted]).toEqual([true, false])
})

test('a run that stops because nothing could be written is given back at once, and counts no death', async () => {
  const it = await oneRun()
  const active = createUnderWay(it.engine, 'm', it.clock)
  const stopped = work(active, await it.claim('m'))
  stopped.abort.abort(new Error('the disk is full'))
  expect(await claimable(it.engine, it.clock())).toBeUndefined()
  await stopped.end()
  expect(await claimable(it.engine, it.clock())).toMatchObject({ deaths: 0 })
})

test('when it cannot be given back either, the next heartbeats try again until it can', async () => {
  const it = await oneRun()
  let full = true
  const release: Engine['release'] = (leases) =>
    full ? Promise.reject(new Error('the disk is full')) : it.engine.release(leases)
  const active = createUnderWay({ ...it.engine, release }, 'm', it.clock)
  const stopped = work(active, await it.claim('m'))
  stopped.abort.abort(new Error('the disk is full'))
  await stopped.end()
  await expect(active.renew()).rejects.toThrow('full')
  full = false
  await active.renew()
  expect(await claimable(it.engine, it.clock())).toMatchObject({ deaths: 0 })
})

test('who waits for some ends is told after so many, and at once when nothing is under way', async () => {
  const it = await oneRun()
  const active = createUnderWay(it.engine, 'm', it.clock)
  await active.ends(3)
  const walks = ['A', 'B', 'C'].map((run) => {
    const walk = Promise.withResolvers<void>()
    active.add({ run, epoch: 0, until: 0 }, new AbortController(), walk.promise)
    return walk
  })
  const told: string[] = []
  void active.ends(2).then(() => told.push('two'))
  void active.ends(9).then(() => told.push('all'))
  const seen: string[][] = []
  for (const walk of walks) {
    walk.resolve()
    await new Promise((resolve) => setImmediate(resolve))
    seen.push([...told])
  }
  expect(seen).toEqual([[], ['two'], ['two', 'all']])
})
