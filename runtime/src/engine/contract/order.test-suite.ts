import { expect } from 'vitest'
import type { Engine, Next } from '../engine.ts'
import { type Case, claimed, failure, LEASE_MS, START } from './world.test-suite.ts'

const partition = 'H01-2026-000123'
const done = { status: 'done', at: START } as const

const idsOf = async (engine: Engine, at = START): Promise<string[]> =>
  (await engine.claim('m', 50, at)).map((run) => run.lease.run)

/** Cases of the order kept per partition. */
export function orderCases(it: Case): void {
  it('a run waits for the earlier one of its partition, and others pass by', async ({ engine, inbound }) => {
    const first = await engine.accept(inbound({ partition }))
    await engine.accept(inbound({ partition }))
    const others = [inbound({ partition: 'khac' }), inbound({ partition, flow: 'khac' }), inbound()]
    for (const other of others) await engine.accept(other)
    expect(await idsOf(engine)).toEqual([first.run, ...others.map((other) => other.run)])
    expect(await idsOf(engine)).toEqual([])
  })

  for (const next of [
    done,
    { status: 'cancelled', at: START },
    { status: 'failed', at: START, error: failure, errorNode: 'x' },
    { status: 'in-doubt', at: START, error: failure, errorNode: 'x' },
  ] as const satisfies readonly Next[]) {
    it(`the next of a partition starts when the earlier one is ${next.status}`, async ({ engine, begin, inbound }) => {
      const lease = await begin({ partition })
      const second = await engine.accept(inbound({ partition }))
      await engine.commit(lease, [], next)
      expect(await idsOf(engine)).toEqual([second.run])
    })
  }

  for (const status of ['waiting', 'retrying'] as const) {
    it(`a run that is ${status} holds its partition`, async ({ engine, begin, inbound }) => {
      const lease = await begin({ partition })
      await engine.accept(inbound({ partition }))
      await engine.commit(lease, [], { status, wakeAt: START + 100 })
      expect(await idsOf(engine, START + 50)).toEqual([])
      expect(await idsOf(engine, START + 100)).toEqual([lease.run])
    })
  }

  it('a message to a busy partition gets no lease, to a free one it does', async ({ engine, begin, inbound }) => {
    const lease = await begin({ partition })
    const second = await engine.accept(inbound({ partition, lease: 'm' }))
    expect(second).toEqual({ run: second.run, duplicate: false, status: 'accepted' })
    expect(await engine.claimOne('m', second.run, START)).toBeUndefined()
    await engine.commit(lease, [], done)
    expect((await engine.claimOne('m', second.run, START))?.lease.epoch).toBe(1)
    await engine.commit({ run: second.run, epoch: 1, until: 0 }, [], done)
    expect((await engine.accept(inbound({ partition, lease: 'm' }))).lease?.epoch).toBe(1)
  })

  it('of messages that come together to one partition only the first gets a lease', async ({ engine, inbound }) => {
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => engine.accept(inbound({ partition, lease: 'm' }))),
    )
    expect(answers.map((answer) => answer.lease !== undefined)).toEqual([true, false, false, false])
  })

  it('of messages accepted and ended in one go the second may follow the first', async ({ engine, inbound }) => {
    const inputs = [inbound({ partition, lease: 'm' }), inbound({ partition, lease: 'm' })]
    const answers = inputs.flatMap((input) => [
      engine.accept(input),
      engine.commit({ run: input.run, epoch: 1, until: 0 }, [], done),
    ])
    await Promise.all(answers)
    expect(await answers[1]).toBe('committed')
    const second = inputs[1]?.run ?? ''
    // Whether it ended with the first or still waits its turn is the adapter's choice; it is neither lost nor stuck.
    const ended = (await engine.history.get(second))?.row.status === 'done'
    expect(await idsOf(engine)).toEqual(ended ? [] : [second])
  })

  it('a run left by a dead member still holds its partition', async ({ engine, begin, inbound }) => {
    const lease = await begin({ partition, lease: 'dead' })
    await engine.accept(inbound({ partition }))
    await engine.bury('dead')
    expect(await idsOf(engine)).toEqual([lease.run])
  })

  it('a run whose lease has expired still holds its partition', async ({ engine, begin, inbound }) => {
    const lease = await begin({ partition })
    await engine.accept(inbound({ partition }))
    expect(await idsOf(engine, START + LEASE_MS)).toEqual([lease.run])
  })

  it('cancelling the first run lets the next one go', async ({ engine, inbound }) => {
    const first = await engine.accept(inbound({ partition }))
    const second = await engine.accept(inbound({ partition }))
    expect(await engine.cancel(first.run, START, failure)).toBe(true)
    expect(await idsOf(engine)).toEqual([second.run])
  })

  it('cancelling a run in the middle keeps the rest in line', async ({ engine, begin, inbound }) => {
    const lease = await begin({ partition })
    const second = await engine.accept(inbound({ partition }))
    const third = await engine.accept(inbound({ partition }))
    await engine.cancel(second.run, START, failure)
    expect(await idsOf(engine)).toEqual([])
    await engine.commit(lease, [], done)
    expect(await idsOf(engine)).toEqual([third.run])
  })

  it('a resumed run goes before later ones that have not begun', async ({ engine, begin, inbound }) => {
    const first = await begin({ partition })
    const second = await engine.accept(inbound({ partition }))
    await engine.commit(first, [], { status: 'failed', at: START, error: failure, errorNode: 'x' })
    await engine.resume(first.run, { kind: 'resume', by: 'an', at: START })
    expect(await idsOf(engine)).toEqual([first.run])
    expect(await engine.claimOne('m', second.run, START + LEASE_MS - 1)).toBeUndefined()
    await engine.commit({ run: first.run, epoch: 2, until: 0 }, [], done)
    expect(await idsOf(engine)).toEqual([second.run])
  })

  it('a sleeping run that is due waits for a resumed earlier one, then wakes', async ({ engine, begin }) => {
    const first = await begin({ partition })
    await engine.commit(first, [], { status: 'failed', at: START, error: failure, errorNode: 'x' })
    const second = await begin({ partition })
    await engine.commit(second, [], { status: 'waiting', wakeAt: START + 10 })
    await engine.resume(first.run, { kind: 'resume', by: 'an', at: START })
    expect(await idsOf(engine, START + 20)).toEqual([first.run])
    expect(await engine.nextWake()).toBeUndefined()
    await engine.commit({ run: first.run, epoch: 2, until: 0 }, [], done)
    expect(await engine.nextWake()).toBe(START + 10)
    expect(await idsOf(engine, START + 20)).toEqual([second.run])
  })

  it('the order is that of acceptance, whatever the clocks of the doors say', async ({ engine, inbound }) => {
    const first = inbound({ partition, at: START + 1000 })
    const second = inbound({ partition, at: START })
    await engine.accept(first)
    await engine.accept(second)
    expect(await idsOf(engine, START + 2000)).toEqual([first.run])
  })

  it('two members keep the order of a long line while other keys proceed', async ({ engine, another, inbound }) => {
    const other = await another()
    const line: string[] = []
    for (let i = 0; i < 40; i++) {
      line.push((await engine.accept(inbound({ partition }))).run)
      await engine.accept(inbound())
    }
    const seen: string[] = []
    let free = 0
    for (let round = 0; seen.length + free < 80 && round < 200; round++) {
      const [a, b] = await Promise.all([engine.claim('a', 3, START), other.claim('b', 3, START)])
      const inLine = [...a, ...b].filter((run) => run.inbound.partition !== undefined)
      expect(inLine.length).toBeLessThanOrEqual(1)
      seen.push(...inLine.map((run) => run.lease.run))
      free += a.length + b.length - inLine.length
      await Promise.all([
        ...a.map((run) => engine.commit(run.lease, [], done)),
        ...b.map((run) => other.commit(run.lease, [], done)),
      ])
    }
    expect(seen).toEqual(line)
    expect(free).toBe(40)
  })

  it('a claim passes over a long blocked line to what can run', async ({ engine, begin, inbound }) => {
    await begin({ partition })
    await Promise.all(Array.from({ length: 100 }, () => engine.accept(inbound({ partition }))))
    const free = await engine.accept(inbound())
    expect((await claimed(engine, 'b', START)).lease.run).toBe(free.run)
  })
}
