import { expect, test } from 'vitest'
import { CALLED } from './testing/random-flow.ts'
import { messageOn } from './testing/random-nodes.ts'
import { live, logOf, type Plan } from './testing/simulation/history.ts'
import { randomPlan } from './testing/simulation/random-plan.ts'

// A history is a random flow, ten messages and half a minute of faults on a virtual clock. A seed that fails is printed with the last lines of
// its log, and stays here. `SEED=… HISTORIES=…` lives through others.
const FOUND = [1016, 1200, 1010, 2361, 2860]
const FIRST = Number(process.env.SEED ?? 5000)
const HISTORIES = Number(process.env.HISTORIES ?? 60)

const storm = async (seed: number): Promise<Plan> => ({
  seed,
  ...(await randomPlan(seed, 10)),
  members: 3,
  faults: 'storm',
})

/** Nothing but effects that must not be repeated, which is where everything has to be right. */
const onceOnly = (seed: number): Plan => ({
  seed,
  flows: [
    {
      ...CALLED,
      id: 'mot-lan',
      nodes: {
        vao: { use: 'tin@1', to: { out: ['a'] } },
        a: { use: 'gui-hoi@1', settings: { id: 'a' }, onError: { retry: 'mau' }, to: { out: ['b'] } },
        b: { use: 'gui-hoi@1', settings: { id: 'b' }, onError: { retry: 'mau' } },
      },
    },
  ],
  messages: Array.from({ length: 10 }, (_, i) => messageOn(`${seed}.${i}`)),
  members: 2,
  faults: 'storm',
})

test('a history is the same every time', async () => {
  for (const seed of [1, 2, 3]) {
    const log = await logOf(await storm(seed))
    expect(log.length).toBeGreaterThan(200)
    expect(await logOf(await storm(seed))).toEqual(log)
  }
})

test('whatever dies, stalls, drains, fails or is decided: nothing is lost, repeated, overtaken or written after the end', {
  timeout: 600_000,
}, async () => {
  const struck = new Map<string, number>()
  for (const seed of [...FOUND, ...Array.from({ length: HISTORIES }, (_, i) => FIRST + i)]) {
    for (const plan of [await storm(seed), onceOnly(seed)]) {
      const lived = await live(plan)
      for (const [kind, times] of lived.faults) struck.set(kind, (struck.get(kind) ?? 0) + times)
    }
  }
  // The faults do strike.
  for (const kind of ['kill', 'vanish', 'stall', 'drain', 'engine', 'partner'])
    expect([kind, (struck.get(kind) ?? 0) > HISTORIES / 2]).toEqual([kind, true])
})
