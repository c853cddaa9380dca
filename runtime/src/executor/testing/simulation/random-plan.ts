import fc from 'fast-check'
import type { Flow } from '#shared/flow/flow.ts'
import type { Message } from '#shared/message/message.ts'
import { CALLED, largeRandomFlow, withUndo } from '../random-flow.ts'
import { messageOn } from '../random-nodes.ts'
import { type Expected, interpret } from '../reference.ts'

/** A random flow with messages for it, and what the reference says of each. */
export interface RandomPlan {
  readonly flows: readonly Flow[]
  readonly messages: readonly Message[]
  readonly expected: readonly Expected[]
}

/** Messages that go through more steps are not worth the time; splits in splits grow without end. */
const MAX_STEPS = 120
const TRIES = 50

/** The plan of a seed: every second flow keeps the order of its messages in three partitions. */
export async function randomPlan(seed: number, count: number): Promise<RandomPlan> {
  const messages = Array.from({ length: count }, (_, i) => messageOn(`${i % 3}:${seed}.${i}`))
  const partition = seed % 2 === 0 ? {} : { keys: { ma: '$substring(trail, 0, 1)' }, partition: 'ma' }
  for (const flow of fc.sample(largeRandomFlow, { seed, numRuns: TRIES })) {
    // Seeds that failed once, from before there was undoing, keep their flows.
    const drawn = seed % 3 === 2 ? withUndo(flow) : flow
    const flows = [{ ...drawn, settings: { ...flow.settings, ...partition } }, CALLED]
    const expected = await interpretAll(flows, messages)
    if (expected) return { flows, messages, expected }
  }
  throw new Error(`no flow of seed ${seed} is short enough`)
}

async function interpretAll(
  flows: readonly Flow[],
  messages: readonly Message[],
): Promise<readonly Expected[] | undefined> {
  const all: Expected[] = []
  const known = new Map(flows.map((flow) => [flow.id, flow]))
  for (const message of messages) {
    const expected = await interpret(known, flows[0]?.id ?? '', message, MAX_STEPS)
    if (!expected) return undefined
    all.push(expected)
  }
  return all
}
