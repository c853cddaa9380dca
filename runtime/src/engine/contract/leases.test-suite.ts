import { expect } from 'vitest'
import { type Case, claimed, effect, failure, LEASE_MS, START } from './world.test-suite.ts'

/** Cases of claiming, prolonging and losing runs. */
export function leaseCases(it: Case): void {
  it('a claim takes no more than it asked for, the oldest first', async (world) => {
    const { engine, inbound } = world
    const runs: string[] = []
    for (let i = 0; i < 5; i++) {
      world.now = START + i
      runs.push((await engine.accept(inbound())).run)
    }
    expect((await engine.claim('m', 2, START + 10)).map((run) => run.lease.run)).toEqual(runs.slice(0, 2))
    expect((await engine.claim('m', 9, START + 10)).map((run) => run.lease.run)).toEqual(runs.slice(2))
    expect(await engine.claim('m', 9, START + 10)).toEqual([])
  })

  it('a claim of nothing gives nothing', async ({ engine, inbound }) => {
    await engine.accept(inbound())
    expect(await engine.claim('m', 0, START)).toEqual([])
  })

  it('a claimed run is nobody else’s until its lease ends, and then counts a death', async ({ engine, inbound }) => {
    await engine.accept(inbound())
    const first = await claimed(engine, 'a', START)
    expect(first.lease).toMatchObject({ epoch: 1, until: START + LEASE_MS })
    expect(await engine.claim('b', 1, START + LEASE_MS - 1)).toEqual([])
    const second = await claimed(engine, 'b', START + LEASE_MS)
    expect(second.lease).toMatchObject({ run: first.lease.run, epoch: 2, until: START + 2 * LEASE_MS })
    expect(second.deaths).toBe(1)
  })

  it('two engines that claim at the same time never share a run', async ({ engine, another, inbound }) => {
    const other = await another()
    await Promise.all(Array.from({ length: 120 }, () => engine.accept(inbound())))
    const claims = await Promise.all(
      Array.from({ length: 24 }, (_, i) => (i % 2 ? engine : other).claim(`m${i}`, 5, START)),
    )
    const runs = claims.flat().map((run) => run.lease.run)
    expect(runs).toHaveLength(120)
    expect(new Set(runs).size).toBe(120)
  })

  it('a named run is claimed once, and only when it is free and runnable', async ({ engine, inbound, begin }) => {
    const { run } = await engine.accept(inbound())
    expect((await engine.claimOne('a', run, START))?.lease).toEqual({ run, epoch: 1, until: START + LEASE_MS })
    expect(await engine.claimOne('b', run, START)).toBeUndefined()
    expect(await engine.claimOne('b', 'unknown', START)).toBeUndefined()
    const asleep = await begin()
    await engine.commit(asleep, [], { status: 'waiting', wakeAt: START + 50 })
    expect(await engine.claimOne('b', asleep.run, START + 49)).toBeUndefined()
    expect((await engine.claimOne('b', asleep.run, START + 50))?.lease.epoch).toBe(2)
    const ended = await begin()
    await engine.commit(ended, [], { status: 'done', at: START })
    expect(await engine.claimOne('b', ended.run, START + LEASE_MS)).toBeUndefined()
  })

  it('two members that want the same named run get it once', async ({ engine, another, inbound }) => {
    const other = await another()
    const { run } = await engine.accept(inbound())
    const got = await Promise.all([engine.claimOne('a', run, START), other.claimOne('b', run, START)])
    expect(got.filter((each) => each !== undefined)).toHaveLength(1)
  })

  it('a renewed lease lasts longer', async ({ engine, begin }) => {
    const lease = await begin()
    const at = START + 5000
    expect(await engine.renew('m', [lease], at)).toEqual({ until: at + LEASE_MS, lost: [] })
    expect(await engine.claim('b', 1, at + LEASE_MS - 1)).toEqual([])
    expect(await engine.claim('b', 1, at + LEASE_MS)).toHaveLength(1)
  })

  it('a renewal names the leases that were lost', async ({ engine, begin }) => {
    const kept = await begin()
    const ended = await begin()
    await engine.commit(ended, [], { status: 'done', at: START })
    const asleep = await begin()
    await engine.commit(asleep, [], { status: 'waiting' })
    const unknown = { run: 'unknown', epoch: 1, until: 0 }
    const { lost } = await engine.renew('m', [kept, ended, asleep, unknown], START + 10)
    expect(new Set(lost)).toEqual(new Set([ended.run, asleep.run, 'unknown']))
  })

  it('a lease that another member has taken is lost', async ({ engine, begin }) => {
    const lease = await begin()
    await claimed(engine, 'b', START + LEASE_MS)
    expect((await engine.renew('m', [lease], START + LEASE_MS)).lost).toEqual([lease.run])
  })

  it('a late renewal keeps a lease that nobody has taken', async ({ engine, begin }) => {
    const lease = await begin()
    expect((await engine.renew('m', [lease], START + 2 * LEASE_MS)).lost).toEqual([])
    expect(await engine.claim('b', 1, START + 2 * LEASE_MS)).toEqual([])
  })

  it('a renewal of no leases loses none', async ({ engine }) => {
    expect(await engine.renew('m', [], START)).toEqual({ until: START + LEASE_MS, lost: [] })
  })

  it('a released run goes on at once and counts no death', async ({ engine, begin }) => {
    const lease = await begin()
    await engine.release([lease])
    expect((await engine.history.get(lease.run))?.row.status).toBe('accepted')
    const again = await claimed(engine, 'b', START)
    expect(again.lease).toMatchObject({ run: lease.run, epoch: 2 })
    expect(again.deaths).toBe(0)
    expect(await engine.commit(lease, [], { status: 'done', at: START })).toBe('stale')
  })

  it('a released run keeps its place in the line', async (world) => {
    const { engine, begin, inbound } = world
    const first = await begin()
    world.now = START + 10
    await engine.accept(inbound())
    await engine.release([first])
    expect((await claimed(engine, 'b', START + 20)).lease.run).toBe(first.run)
  })

  it('releasing a lease that is not held any more changes nothing', async ({ engine, begin }) => {
    const lease = await begin()
    const taken = await claimed(engine, 'b', START + LEASE_MS)
    await engine.release([lease, { run: 'unknown', epoch: 1, until: 0 }])
    expect(await engine.claim('c', 1, START + LEASE_MS)).toEqual([])
    expect(await engine.commit(taken.lease, [], { status: 'done', at: START })).toBe('committed')
  })

  it('the runs of a dead member go on at once, each with a death more', async ({ engine, begin }) => {
    const [a, b] = [await begin({ lease: 'dead' }), await begin({ lease: 'dead' })]
    const other = await begin({ lease: 'alive' })
    expect(await engine.bury('dead')).toBe(2)
    const runs = await engine.claim('m', 10, START)
    expect(runs.map((run) => [run.lease.run, run.deaths])).toEqual([
      [a.run, 1],
      [b.run, 1],
    ])
    expect(await engine.commit(other, [], { status: 'done', at: START })).toBe('committed')
  })

  it('a member is buried once, and only with the runs that it held', async ({ engine, begin }) => {
    const asleep = await begin({ lease: 'dead' })
    await engine.commit(asleep, [], { status: 'waiting', wakeAt: START + 1 })
    await begin({ lease: 'dead' })
    expect(await engine.bury('dead')).toBe(1)
    expect(await engine.bury('dead')).toBe(0)
    expect((await engine.claimOne('m', asleep.run, START + 1))?.deaths).toBe(0)
  })

  it('a member that was declared dead and is not cannot commit or prolong', async ({ engine, begin }) => {
    const lease = await begin({ lease: 'zombie' })
    await engine.bury('zombie')
    expect(await engine.commit(lease, [effect('gui')], { status: 'done', at: START })).toBe('stale')
    expect((await engine.renew('zombie', [lease], START)).lost).toEqual([lease.run])
    const run = await claimed(engine, 'm', START)
    expect(run.journal).toEqual([])
  })

  it('deaths add up over burials and expired leases', async ({ engine, inbound }) => {
    await engine.accept(inbound())
    await claimed(engine, 'a', START)
    await engine.bury('a')
    await claimed(engine, 'b', START)
    const third = await claimed(engine, 'c', START + LEASE_MS)
    expect(third.deaths).toBe(2)
    expect(third.lease.epoch).toBe(3)
  })

  it('an expired lease that nobody has taken can still commit', async ({ engine, begin }) => {
    const lease = await begin()
    expect(await engine.commit(lease, [], { status: 'done', at: START + 5 * LEASE_MS })).toBe('committed')
    expect(await engine.claim('b', 1, START + 9 * LEASE_MS)).toEqual([])
  })

  it('when the clock is set back an hour, runs that come back to the queue are taken at once', async (world) => {
    const { engine, inbound } = world
    const hourAgo = START - 3_600_000
    for (let i = 0; i < 3; i++) await engine.accept(inbound())
    const [given] = await engine.claim('a', 1, START)
    await engine.claim('dead', 1, START)
    await engine.claim('gone', 1, START)
    world.now = hourAgo
    if (given) await engine.release([given.lease])
    await engine.bury('dead')
    await engine.abandon(['b'])
    expect(await engine.claim('b', 9, hourAgo)).toHaveLength(3)
  })

  it('when the clock is set an hour on, a run is taken over once and its former holder is stale', async (world) => {
    const { engine, inbound } = world
    await engine.accept(inbound())
    const { lease } = await claimed(engine, 'a', START)
    world.now = START + 3_600_000
    const taken = await claimed(engine, 'b', world.now)
    expect(await engine.claim('c', 9, world.now)).toEqual([])
    expect(await engine.commit(lease, [effect('gui')], { status: 'done', at: world.now })).toBe('stale')
    expect(await engine.commit(taken.lease, [], { status: 'done', at: world.now })).toBe('committed')
  })

  for (const ms of [3_600_000, -3_600_000, LEASE_MS + 1])
    it(`a clock that is set by ${ms} ms ends no lease of a member that lives`, async (world) => {
      const engine = await world.steadily()
      world.now += LEASE_MS
      await engine.accept(world.inbound())
      const { lease } = await claimed(engine, 'a', world.now)
      world.jump(ms)
      expect(await engine.claim('b', 9, world.now)).toEqual([])
      expect(await engine.claimOne('b', lease.run, world.now)).toBeUndefined()
      expect(await engine.cancel(lease.run, world.now, failure)).toBe(false)
      // Its next heartbeat, and the end of the time in which nothing was believed.
      world.now += 5000
      expect((await engine.renew('a', [lease], world.now)).lost).toEqual([])
      world.now += LEASE_MS - 5000
      expect(await engine.claim('b', 9, world.now)).toEqual([])
      expect(await engine.commit(lease, [], { status: 'done', at: world.now })).toBe('committed')
    })

  it('a lease that nobody prolongs after the clock was set on runs out once the clock is believed again', async (world) => {
    const engine = await world.steadily()
    world.now += LEASE_MS
    await engine.accept(world.inbound())
    await claimed(engine, 'dead', world.now)
    await engine.accept(world.inbound())
    world.jump(3_600_000)
    // What nobody holds is taken all the same.
    expect(await engine.claim('b', 9, world.now)).toHaveLength(1)
    world.now += LEASE_MS - 1
    expect(await engine.claim('b', 9, world.now)).toEqual([])
    world.now += 1
    const all = await engine.claim('c', 9, world.now)
    expect(all.some((run) => run.deaths === 1)).toBe(true)
  })

  it('a member that has just begun takes over no lease that it has not seen run out', async (world) => {
    await world.begin({ lease: 'a' })
    world.now += LEASE_MS
    const engine = await world.steadily()
    expect(await engine.claim('b', 1, world.now)).toEqual([])
    await world.engine.bury('a')
    expect(await engine.claim('b', 1, world.now)).toHaveLength(1)
  })

  it('leases outlive a restart of the engine', async ({ begin, restart }) => {
    const lease = await begin()
    const engine = await restart()
    expect(await engine.claim('b', 1, START + 1)).toEqual([])
    expect(await engine.commit(lease, [], { status: 'done', at: START })).toBe('committed')
  })
}
