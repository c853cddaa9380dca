import type { Instant, StepPath } from '#runtime/engine/engine.ts'
import { faults } from '#runtime/faults.ts'
import { errorData, toErrorData } from '#shared/errors/flow-error.ts'
import type { Emission } from '#shared/node/run.ts'
import type { CompiledNode } from '../compile.ts'
import { memoSince } from '../memo.ts'
import type { RunEnv } from '../run-env.ts'
import { joinGroup } from './join.ts'
import type { Outcome } from './outcome.ts'
import { awaitOutside } from './waiting.ts'

type Emitted = Extract<Outcome, { kind: 'emission' }>

/** How long a call waits when its worker takes no new runs. */
const CALL_AGAIN_MS = 1000

/** Turns the emissions that take time into waiting: a durable timer, a called flow, a group of messages, the outside. Any other outcome stays as it is. */
export function pause(
  outcome: Outcome,
  node: CompiledNode,
  path: StepPath,
  since: number,
  env: RunEnv,
): Outcome | Promise<Outcome> {
  if (outcome.kind !== 'emission') return outcome
  const { emission } = outcome
  if (emission.kind === 'join') return joinGroup(emission, outcome, node, path, since, env)
  if (emission.kind === 'wait') return sleepUntil(emission.until, outcome, node, path, since, env)
  if (emission.kind === 'await') return awaitOutside(emission, outcome.times, node, path, since, env)
  if (emission.kind !== 'call') return outcome
  return callFlow(emission, outcome, node, path, since, env)
}

async function callFlow(
  emission: Extract<Emission, { kind: 'call' }>,
  outcome: Emitted,
  node: CompiledNode,
  path: StepPath,
  since: number,
  env: RunEnv,
): Promise<Outcome> {
  const { times } = outcome
  const known = memoSince(env.memo, path, since)
  const ended = known?.childEnd
  if (ended?.status === 'done')
    return {
      ...outcome,
      emission: {
        ...emission,
        message: { ...emission.message, body: emission.wait ? (ended.reply?.body ?? null) : emission.message.body },
      },
    }
  if (ended && emission.wait) {
    const reason = ended.error?.message ?? ended.status
    return { kind: 'failed', error: errorData('run.child-failed', { flow: emission.flow, reason }), times }
  }
  if (known?.child) return emission.wait ? { kind: 'child', run: known.child.run, times } : outcome
  if (env.mode === 'replay') return { kind: 'open', times }
  await env.journal.accepted
  try {
    const run = await env.call({ flow: emission.flow, message: emission.message, path, since, wait: emission.wait })
    env.journal.write({ kind: 'child', path, node: node.id, run, at: env.clock() })
    return emission.wait ? { kind: 'child', run, times } : outcome
  } catch (thrown) {
    const error = toErrorData(thrown)
    // A worker that is full or stopping has not begun the other flow: this is no failure of the message.
    return error.class === 'transient'
      ? { kind: 'sleeping', until: env.clock() + CALL_AGAIN_MS, error, times }
      : { kind: 'failed', error, times }
  }
}

function sleepUntil(
  until: Instant,
  outcome: Emitted,
  node: CompiledNode,
  path: StepPath,
  since: number,
  env: RunEnv,
): Outcome {
  const timer = memoSince(env.memo, path, since)?.timer
  if (timer && timer.due <= env.clock()) {
    faults.at('timer.due')
    return outcome
  }
  if (timer) return { kind: 'sleeping', until: timer.due, times: outcome.times }
  if (env.mode === 'replay') return { kind: 'open', times: outcome.times }
  env.journal.write({ kind: 'timer', path, node: node.id, due: until })
  return until <= env.clock() ? outcome : { kind: 'sleeping', until, times: outcome.times }
}
