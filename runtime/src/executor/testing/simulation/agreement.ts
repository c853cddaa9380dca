import type { RunId } from '#runtime/engine/engine.ts'
import { openMemoryEngine } from '#runtime/engine/memory/open.ts'
import { createFlows } from '../../flows.ts'
import { traceRun } from '../../past/trace.ts'
import { outside, randomLibrary } from '../random-nodes.ts'
import { type Expected, effectOf, stepOf } from '../reference.ts'
import { noTools } from '../walk-through.ts'
import { type Lived, live } from './history.ts'
import { randomPlan } from './random-plan.ts'

/** How the runs of one random flow compare with the reference. */
export interface Agreement {
  readonly runs: number
  /** Runs that wait for a person, because a `once` effect without a probe was under way when the fault struck. */
  readonly inDoubt: number
  /** Failed runs that undid what they had done. */
  readonly undone: number
  readonly faults: Lived['faults']
  /** What differs, in words; empty when all is as it should be. */
  readonly differences: readonly string[]
}

const MEMBERS = 2
/** When traces are read. */
const LATER = Date.UTC(2027, 0, 1)

/** Runs messages through the random flow of this seed, on demand with one fault somewhere in the middle, and compares what came of each with the reference. */
export async function agreement(seed: number, messages: number, faulty: boolean): Promise<Agreement> {
  const plan = await randomPlan(seed, messages)
  const faults = faulty ? { at: (seed * 7919) % likelyEvents(plan.expected) } : 'none'
  const lived = await live({ seed, ...plan, members: MEMBERS, faults })
  const effects = effectsByMessage(lived)
  const stepsOf = tracing(lived, plan.flows)
  const differences: string[] = []
  let inDoubt = 0
  let undone = 0
  for (const [i, run] of lived.runs.entries()) {
    const expected = plan.expected[i] as Expected
    const { status, compensation } = lived.store.runs.get(run) ?? {}
    const known = lived.faults.size > 0 ? isNoGuess : () => true
    const did = (effects.get(run) ?? []).filter(known).sort()
    const differs = (what: string): void => void differences.push(`seed ${seed}, message ${i}, ${run}: ${what}`)
    if (status === 'in-doubt' && lived.faults.size > 0) {
      inDoubt++
      const more = without(did, expected.effects)
      if (more.length > 0) differs(`in doubt, and did also ${more}`)
      continue
    }
    if (status !== expected.status) differs(`${status} instead of ${expected.status}`)
    if (did.join() !== expected.effects.join())
      differs(`did not: ${without(expected.effects, did)}; did also: ${without(did, expected.effects)}`)
    if (compensation === 'done') undone++
    if (expected.undone > 0 ? compensation !== 'done' : compensation !== undefined && lived.faults.size === 0)
      differs(`undoing ${compensation} of ${expected.undone}`)
    const steps = (await stepsOf(run)).filter(known)
    if (steps.join() !== expected.steps.join())
      differs(`lacks steps: ${without(expected.steps, steps)}; has also: ${without(steps, expected.steps)}`)
    const reply = lived.store.runs.get(run)?.reply
    const replies = expected.replies.map((body) => JSON.stringify({ status: 200, headers: {}, body }))
    if (reply === undefined ? replies.length > 0 : !replies.includes(reply)) differs(`replied ${reply}`)
  }
  return { runs: lived.runs.length, inDoubt, undone, faults: lived.faults, differences }
}

/** After a fault, also a call of which nobody knows whether it happened is undone: with no output. */
function isNoGuess(step: string): boolean {
  return !/^huy.*"output":null\}/.test(step)
}

/** A number of events that the history will most likely reach: every effect has four (intent or commit, its answer, the call, its answer). */
function likelyEvents(expected: readonly Expected[]): number {
  return expected.reduce((sum, { effects }) => sum + 4 * effects.length, 4 * expected.length)
}

/** What the partner did for each message, also by flows that were called. */
function effectsByMessage({ store, done }: Lived): ReadonlyMap<RunId, string[]> {
  const effects = new Map<RunId, string[]>()
  for (const { call, times } of done.values()) {
    let run = call.key.slice(0, call.key.indexOf(':'))
    for (let parent = store.runs.get(run)?.inbound.parent; parent; parent = store.runs.get(run)?.inbound.parent)
      run = parent.run
    const known = effects.get(run) ?? []
    effects.set(run, known)
    for (let i = 0; i < times; i++) known.push(effectOf(call))
  }
  return effects
}

/** The steps of a run as the trace shows them afterwards. */
function tracing({ store }: Lived, flows: Parameters<typeof deployed>[0]): (run: RunId) => Promise<readonly string[]> {
  const registry = deployed(flows)
  const engine = openMemoryEngine({ store, clock: () => 0 })
  return async (run) => {
    const traced = await traceRun(run, { engine, flows: registry, tools: noTools, clock: () => LATER })
    return (traced?.steps ?? []).map((step) => stepOf(step.node, bodyOf(step.input))).sort()
  }
}

/** The body of a step's message, which the API types as anything. */
function bodyOf(input: unknown): unknown {
  return typeof input === 'object' && input !== null && 'body' in input ? input.body : undefined
}

function deployed(flows: Awaited<ReturnType<typeof randomPlan>>['flows']) {
  const registry = createFlows(randomLibrary(outside()), async () => undefined)
  registry.deploy(flows.map((flow) => ({ unit: 'mac-dinh', version: `v-${flow.id}`, flow, paused: false })))
  return registry
}

/** The first list without the second, each element counted. */
function without(list: readonly string[], less: readonly string[]): readonly string[] {
  const left = [...less]
  return list.filter((it) => {
    const at = left.indexOf(it)
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
}
