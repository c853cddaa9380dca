import { setTimeout as pause } from 'node:timers/promises'
import type { Engine, Instant, RunId } from '#runtime/engine/engine.ts'
import type { RunRow } from '#runtime/engine/history.ts'
import type { ShadowDetail, ShadowRow } from '#shared/api/shadow.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import type { Flow } from '#shared/flow/flow.ts'
import { emit, type Step } from '#shared/node/run.ts'
import { type CompiledFlow, type CompiledNode, compileFlow, type NodeLibrary } from '../compile.ts'
import type { Flows } from '../flows.ts'
import { foldJournal, type Memo } from '../memo.ts'
import type { StepRecord, Tools } from '../run-env.ts'
import { nextOf } from '../walk/standing.ts'
import { compareWays, type Way } from './shadow-compare.ts'
import { replay } from './trace.ts'

/** What a shadow run works with; `tools` must be sealed. */
export interface ShadowParts {
  readonly engine: Engine
  readonly flows: Flows
  readonly library: NodeLibrary
  readonly tools: Tools
  readonly clock: () => Instant
}

/** Computed steps of one message; a draft that goes in a circle is stopped here. */
const MOST_STEPS = 20_000
/** After so many steps the process does something else. */
const STEPS_A_TURN = 50
/** The longest rest between two messages. */
const LONGEST_REST_MS = 1000

/**
 * Runs past messages through a flow: computed steps for real, effects answered by what the journal of each message has, by the path of the step.
 * Nothing happens outside and nothing is written. One message at a time; the worker rests as long as each took, so that it never gives a shadow
 * run more than half of its time.
 */
export async function shadowRuns(
  flow: Flow,
  runs: readonly RunId[],
  parts: ShadowParts,
): Promise<readonly ShadowRow[]> {
  const draft = compileFlow(flow, 'draft', parts.library)
  const rows: ShadowRow[] = []
  for (const run of runs) {
    const began = parts.clock()
    const both = await bothWays(draft, run, parts)
    if (both) rows.push(rowOf(both.row, both))
    await pause(Math.min(LONGEST_REST_MS, Math.max(0, parts.clock() - began)))
  }
  return rows
}

/** Both ways of one message, step by step. */
export async function shadowDetail(flow: Flow, run: RunId, parts: ShadowParts): Promise<ShadowDetail | undefined> {
  const both = await bothWays(compileFlow(flow, 'draft', parts.library), run, parts)
  if (!both) return undefined
  const places = new Map([...both.after.steps, ...both.before.steps].map(({ path, node }) => [path, node]))
  const of = (way: Way) => new Map(way.steps.map((step) => [step.path, step]))
  const [before, after] = [of(both.before), of(both.after)]
  const steps = [...places].map(([path, node]) => ({
    node,
    path,
    ...sideOf('before', before.get(path)),
    ...sideOf('after', after.get(path)),
  }))
  return { row: rowOf(both.row, both), steps }
}

interface BothWays {
  readonly row: RunRow
  readonly before: Way
  readonly after: Way
}

async function bothWays(draft: CompiledFlow, run: RunId, parts: ShadowParts): Promise<BothWays | undefined> {
  const found = await parts.engine.history.get(run)
  if (!found || found.inbound.flow !== draft.flow.id) return undefined
  const memo = foldJournal(found.journal)
  const old = await parts.flows.version(found.inbound.flow, memo.version ?? found.inbound.version)
  const walk = async (compiled: CompiledFlow): Promise<Way> => {
    // A trigger that the draft does not have any more: the message comes in by the one that it has.
    const trigger = compiled.nodes.has(found.inbound.trigger) ? found.inbound.trigger : compiled.triggers[0]?.id
    if (trigger === undefined) throw permanent('flow.no-trigger')
    const inbound = { ...found.inbound, trigger }
    const { steps, end } = await asItWouldGo(compiled, inbound, memo, parts)
    return { compiled, steps, reply: end.reply, next: nextOf(end, parts.clock()) }
  }
  return { row: found.row, before: await walk(old), after: await walk(draft) }
}

/** A message that failed and was undone may get through the draft: then there is nothing to undo. */
async function asItWouldGo(
  compiled: CompiledFlow,
  inbound: Parameters<typeof replay>[0],
  memo: Memo,
  parts: ShadowParts,
): ReturnType<typeof replay> {
  const { undoing } = memo
  if (undoing && !undoing.stopped) {
    const there = await replay(inbound, undoing.before, paced(compiled), parts)
    if (nextOf(there.end, parts.clock()).status !== 'failed') return there
  }
  return replay(inbound, memo, paced(compiled), parts)
}

function rowOf(row: RunRow, { before, after }: BothWays): ShadowRow {
  return {
    run: row.id,
    keys: { ...row.keys },
    acceptedAt: new Date(row.acceptedAt).toISOString(),
    ...compareWays(before, after),
  }
}

function sideOf(name: 'before' | 'after', step: StepRecord | undefined): Partial<ShadowDetail['steps'][number]> {
  if (!step) return {}
  const { status, port, input, output, error } = step
  return {
    [name]: {
      status,
      input,
      ...(port === undefined ? {} : { port }),
      ...(output === undefined ? {} : { output }),
      ...(error ? { error: error.code } : {}),
    },
  }
}

/** The flow with computed steps that take turns with the rest of the process and come to an end, and delays that do not wait. */
function paced(compiled: CompiledFlow): CompiledFlow {
  let steps = 0
  const turn = async (): Promise<void> => {
    if (++steps > MOST_STEPS) throw permanent('run.too-many-steps', { limit: MOST_STEPS })
    if (steps % STEPS_A_TURN === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  const pacedNode = (node: CompiledNode): CompiledNode =>
    node.effects === 'none' && node.step ? { ...node, step: pacedStep(node.step, turn) } : node
  return { ...compiled, nodes: new Map([...compiled.nodes].map(([id, node]) => [id, pacedNode(node)])) }
}

function pacedStep(step: Step, turn: () => Promise<void>): Step {
  return async (message, context) => {
    await turn()
    const emission = await step(message, context)
    return emission.kind === 'wait' ? emit(emission.port, emission.message) : emission
  }
}
