import type { Engine, Inbound, Instant, RunId } from '#runtime/engine/engine.ts'
import { waitView } from '#runtime/engine/wait-view.ts'
import type { Run, RunStep } from '#shared/api/runs.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import { walkRun } from '../compensation/walk-run.ts'
import type { CompiledFlow } from '../compile.ts'
import type { Flows } from '../flows.ts'
import { MEMORY_JOURNAL } from '../journal.ts'
import { foldJournal, type Memo } from '../memo.ts'
import type { StepCall, StepRecord, Tools } from '../run-env.ts'
import type { UndoEnd, WalkEnd } from '../walk/walk-end.ts'
import { countTries } from './tries.ts'

/** The most steps that one view shows; of a larger run the first ones are shown. */
export const MAX_STEPS_SHOWN = 2000

/** Recomputes a run step by step from its journal: pure steps are run again, effects are read, nothing happens outside. */
export async function traceRun(
  run: RunId,
  parts: { readonly engine: Engine; readonly flows: Flows; readonly tools: Tools; readonly clock: () => Instant },
): Promise<Run | undefined> {
  const found = await parts.engine.history.get(run)
  if (!found) return undefined
  const { row, inbound, journal } = found
  const time = (at: Instant): string => new Date(at).toISOString()
  const facts = {
    id: row.id,
    flow: row.flow,
    version: row.version,
    status: row.status,
    keys: { ...row.keys },
    acceptedAt: time(row.acceptedAt),
    ...(row.endedAt === undefined ? {} : { endedAt: time(row.endedAt) }),
    ...(row.wakeAt === undefined ? {} : { wakeAt: time(row.wakeAt) }),
    ...(row.error ? { error: copyError(row.error) } : {}),
    ...(row.errorNode === undefined ? {} : { errorNode: row.errorNode }),
    ...(row.compensation === undefined ? {} : { compensation: row.compensation }),
    ...(row.waits ? { waits: row.waits.map((wait) => waitView(wait)) } : {}),
    ...(inbound.parent ? { parent: inbound.parent.run } : {}),
    ...(inbound.origin === undefined ? {} : { origin: inbound.origin }),
  }
  if (row.emptied) return { ...facts, emptied: true, steps: [] }
  const begun = parts.flows.version(inbound.flow, inbound.version)
  const walk = async (rows: typeof journal) => {
    const memo = foldJournal(rows)
    const compiled = memo.version === undefined ? await begun : await parts.flows.version(inbound.flow, memo.version)
    const { steps, end } = await replay(inbound, memo, compiled, parts)
    return { memo, steps, end, handled: (node: string) => compiled.nodes.get(node)?.errorNode !== undefined }
  }
  const { memo, steps, end } = await walk(journal)
  const triesOf = await countTries(journal, walk)
  return {
    ...facts,
    version: memo.version ?? row.version,
    ...(end.undoing ? { undoing: undoView(end.undoing) } : {}),
    ...(found.reply ? { reply: { ...found.reply, headers: { ...found.reply.headers } } } : {}),
    steps: steps.map((step) => {
      const attempts = triesOf(step)
      return { ...stepView(step, calledOut(step, attempts) ? 'real' : 'none'), attempts }
    }),
  }
}

/** Failures before the call: the partner was not asked. */
const HELD_BACK: ReadonlySet<string> = new Set(['connect.circuit-open', 'connect.limited'])

/** An earlier try may have reached the partner, whatever held the last one back. */
const calledOut = ({ effect, error }: StepRecord, attempts: number): boolean =>
  effect && (attempts > 1 || !HELD_BACK.has(error?.code ?? ''))

/** Walks a message through a flow as far as the memo knows; nothing happens outside. Gives the first steps and where it ended. */
export async function replay(
  inbound: Pick<Inbound, 'run' | 'at' | 'trigger' | 'message'>,
  memo: Memo,
  compiled: CompiledFlow,
  parts: { readonly tools: Tools; readonly clock: () => Instant; readonly signal?: AbortSignal },
): Promise<{ readonly steps: readonly StepRecord[]; readonly end: WalkEnd }> {
  const steps: StepRecord[] = []
  const end = await walkRun({
    compiled,
    run: { id: inbound.run, at: inbound.at, trigger: inbound.trigger, message: inbound.message },
    memo,
    mode: 'replay',
    test: false,
    journal: MEMORY_JOURNAL,
    tools: parts.tools,
    call: () => Promise.reject(permanent('test.no-answer')),
    outside: undefined,
    clock: parts.clock,
    signal: parts.signal ?? new AbortController().signal,
    onReply: () => undefined,
    onStep: (step) => {
      if (steps.length < MAX_STEPS_SHOWN) steps.push(step)
    },
  })
  return { steps, end }
}

/** What a run undoes, as the API shows it. */
export function undoView({ since, error, steps }: UndoEnd): NonNullable<Run['undoing']> {
  return { since: new Date(since).toISOString(), error: copyError(error), steps: [...steps] }
}

/** A step as the API shows it. */
export function stepView(step: StepRecord, effect: NonNullable<RunStep['effect']>): RunStep {
  const { error, output, port, ports, replies, from, childRun, wait, undoes } = step
  return {
    node: step.node,
    path: step.path,
    status: step.status,
    attempts: step.attempts,
    startedAt: new Date(step.startedAt).toISOString(),
    durationMs: step.durationMs,
    input: step.input,
    effect,
    ...(output === undefined ? {} : { output }),
    ...(port === undefined ? {} : { port }),
    ...(ports && ports.length > 1 ? { ports: [...ports] } : {}),
    ...(replies ? { replies } : {}),
    ...(from === undefined ? {} : { from }),
    ...(childRun === undefined ? {} : { childRun }),
    ...(undoes === undefined ? {} : { undoes }),
    ...(step.call ? { call: callView(step.call) } : {}),
    ...(wait ? { waits: waitView(wait, true) } : {}),
    ...(error ? { error: copyError(error) } : {}),
  }
}

function callView({ key, request, state, before }: StepCall): NonNullable<RunStep['call']> {
  return {
    key,
    ...(request === undefined ? {} : { fingerprint: request }),
    state,
    ...(before.length === 0
      ? {}
      : {
          before: before.map((it) => ({
            key: it.key,
            fingerprint: it.request,
            until: new Date(it.until).toISOString(),
          })),
        }),
  }
}

function copyError(error: NonNullable<StepRecord['error']>): NonNullable<RunStep['error']> {
  const { details, message, advice, ...rest } = error
  return { ...rest, message: { ...message }, advice: { ...advice }, ...(details ? { details: { ...details } } : {}) }
}
