import { expect } from 'vitest'
import type { ClaimedRun, Engine, Sharing } from '../engine.ts'
import { type Case, claimed, START } from './world.test-suite.ts'

const flowsOf = (runs: readonly ClaimedRun[]): string => runs.map(({ inbound }) => inbound.flow).join(' ')

/** Each flow with its weight and its room; the others weigh 4. */
const sharing = (flows: Readonly<Record<string, readonly [weight: number, room: number]>>): Sharing => ({
  flows: new Map(Object.entries(flows).map(([flow, [weight, room]]) => [flow, { weight, room }])),
  others: { weight: 4 },
})

const countsOf = async (engine: Engine, max: number, share: Sharing): Promise<Record<string, number>> => {
  const runs = await engine.claim('m', max, START, 'one', share)
  return Object.fromEntries([...Map.groupBy(runs, (it) => it.inbound.flow)].map(([flow, its]) => [flow, its.length]))
}

/** Cases of claims that are shared out between flows. */
export function sharingCases(it: Case): void {
  it('no flow waits behind the backlog of another', async ({ engine, inbound }) => {
    for (let i = 0; i < 30; i++) await engine.accept(inbound({ flow: 'dong' }))
    for (let i = 0; i < 3; i++) await engine.accept(inbound({ flow: 'vang' }))
    expect(await countsOf(engine, 10, sharing({}))).toEqual({ dong: 7, vang: 3 })
  })

  it('what is left over by a short line goes to the others', async ({ engine, inbound }) => {
    for (let i = 0; i < 20; i++) await engine.accept(inbound({ flow: 'thap' }))
    await engine.accept(inbound({ flow: 'cao' }))
    expect(await countsOf(engine, 10, sharing({ cao: [16, 100], thap: [1, 100] }))).toEqual({ cao: 1, thap: 9 })
  })

  it('the heavier flow goes first and the lighter one still gets its part, also one run at a time', async ({
    engine,
    inbound,
  }) => {
    for (let i = 0; i < 40; i++) await engine.accept(inbound({ flow: 'thap' }))
    for (let i = 0; i < 40; i++) await engine.accept(inbound({ flow: 'cao' }))
    const share = sharing({ cao: [16, 100], thap: [1, 100] })
    const first = flowsOf(await engine.claim('m', 1, START, 'one', share))
    let order = first
    for (let i = 1; i < 34; i++) order += ` ${flowsOf(await engine.claim('m', 1, START, 'one', share))}`
    expect(first).toBe('cao')
    expect(order.split(' ').filter((flow) => flow === 'thap')).toHaveLength(2)
  })

  it('a flow without room is passed over and one with little room gives no more than that', async ({
    engine,
    inbound,
  }) => {
    for (const flow of ['day', 'hai', 'khac']) for (let i = 0; i < 5; i++) await engine.accept(inbound({ flow }))
    const share = sharing({ day: [4, 0], hai: [4, 2] })
    expect(await countsOf(engine, 50, share)).toEqual({ hai: 2, khac: 5 })
    expect(await countsOf(engine, 50, sharing({ day: [4, 0], hai: [4, 0] }))).toEqual({})
    expect(await countsOf(engine, 50, sharing({ day: [4, 50], hai: [4, 50] }))).toEqual({ day: 5, hai: 3 })
  })

  it('within a flow the oldest goes first, and a busy partition is passed by', async ({ engine, inbound }) => {
    const inputs = [inbound({ partition: 'a' }), inbound({ partition: 'a' }), inbound(), inbound()]
    for (const input of inputs) await engine.accept(input)
    const runs = await engine.claim('m', 2, START, 'one', sharing({}))
    expect(runs.map(({ lease }) => lease.run)).toEqual([inputs[0]?.run, inputs[2]?.run])
  })

  it('runs of a dead worker come back one at a time, and not beyond the room of their flow', async ({
    engine,
    inbound,
  }) => {
    for (let i = 0; i < 3; i++) await engine.accept(inbound({ lease: 'chet' }))
    await engine.accept(inbound())
    await engine.bury('chet')
    expect(await engine.claim('m', 10, START, 'one', sharing({ luong: [4, 0] }))).toEqual([])
    const runs = await engine.claim('m', 10, START, 'one', sharing({}))
    expect(runs.map(({ deaths }) => deaths)).toEqual([1, 0])
    expect((await claimed(engine, 'm', START)).deaths).toBe(1)
  })
}
