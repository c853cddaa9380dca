import type { Engine, Instant, RunId } from '#runtime/engine/engine.ts'
import type { Run, RunStep } from '#shared/api/runs.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import type { Flows } from './flows.ts'
import { memoryJournal } from './journal.ts'
import { foldJournal } from './memo.ts'
import type { StepRecord, Tools } from './run-env.ts'
import { walkRun } from './walk.ts'

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
  const memo = foldJournal(journal)
  const compiled = await parts.flows.version(inbound.flow, memo.version ?? inbound.version)
  const steps: StepRecord[] = []
  await walkRun({
    compiled,
    run: { id: run, at: inbound.at, trigger: inbound.trigger, message: inbound.message },
    memo,
    mode: 'replay',
    test: false,
    journal: memoryJournal(),
    tools: parts.tools,
    call: () => Promise.reject(permanent('test.no-answer')),
    clock: parts.clock,
    signal: new AbortController().signal,
    onReply: () => undefined,
    onStep: (step) => {
      if (steps.length < MAX_STEPS_SHOWN) steps.push(step)
    },
  })
  const time = (at: Instant): string => new Date(at).toISOString()
  return {
    id: row.id,
    flow: row.flow,
    version: memo.version ?? row.version,
    status: row.status,
    keys: { ...row.keys },
    acceptedAt: time(row.acceptedAt),
    ...(row.endedAt === undefined ? {} : { endedAt: time(row.endedAt) }),
    ...(row.wakeAt === undefined ? {} : { wakeAt: time(row.wakeAt) }),
    ...(row.error ? { error: copyError(row.error) } : {}),
    ...(row.errorNode === undefined ? {} : { errorNode: row.errorNode }),
    ...(found.reply ? { reply: { ...found.reply, headers: { ...found.reply.headers } } } : {}),
    ...(inbound.parent ? { parent: inbound.parent.run } : {}),
    steps: steps.map((step) => stepView(step, step.effect ? 'real' : 'none')),
  }
}

/** A step as the API shows it. */
export function stepView(step: StepRecord, effect: NonNullable<RunStep['effect']>): RunStep {
  const { error, output, port, from, childRun } = step
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
    ...(from === undefined ? {} : { from }),
    ...(childRun === undefined ? {} : { childRun }),
    ...(error ? { error: copyError(error) } : {}),
  }
}

function copyError(error: NonNullable<StepRecord['error']>): NonNullable<RunStep['error']> {
  const { details, message, advice, ...rest } = error
  return { ...rest, message: { ...message }, advice: { ...advice }, ...(details ? { details: { ...details } } : {}) }
}
