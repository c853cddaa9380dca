import type { Instant } from '#runtime/engine/engine.ts'
import { type ErrorData, errorData, toErrorData } from '#shared/errors/flow-error.ts'
import { drop, emit } from '#shared/node/run.ts'
import type { CompiledNode } from '../compile.ts'
import type { StepMemo } from '../memo.ts'
import { ATTEMPT_DEADLINE_MS, type Attempt, answered, failed, timesOf } from './attempt.ts'
import { withDeadline } from './deadline.ts'
import type { Outcome } from './outcome.ts'
import { stepContext } from './step-context.ts'
import { comeBackAt, throughGate } from './through-gate.ts'

/** A call that was cut off may still be on its way inside the partner: asked too early, it would truly say "not done". */
const PROBE_AFTER_MS = 5000

/** An intent without a known end: the process died in the call, or the connection broke. */
export function inDoubt(memo: StepMemo | undefined): boolean {
  if (!memo?.intent) return false
  const { failure, intent } = memo
  return failure === undefined || failure.seq < intent.seq || failure.doubt
}

/** What a person decided about the doubtful try; a decision about an earlier one does not count any more. */
function decided(memo: StepMemo | undefined): 'sent' | 'resend' | 'drop' | undefined {
  return memo?.decision && memo.decision.seq > (memo.intent?.seq ?? -1) ? memo.decision.as : undefined
}

/**
 * When the doubtful call was surely cut off: a call may be cut long after its intent. Undefined when whoever made it died or lost the run:
 * nothing in the journal says when that was.
 */
function cutAt(memo: StepMemo | undefined): Instant | undefined {
  const asked = memo?.intent
  const failure = memo?.failure
  if (!asked || !failure?.doubt || failure.seq < asked.seq) return undefined
  return Math.max(asked.at, failure.endedAt)
}

/** What is said of a step that nobody knows the end of. */
export function doubt(node: CompiledNode): ErrorData {
  return errorData('run.in-doubt', { host: String(node.settings.connection ?? node.id) })
}

/**
 * Settles a doubt: by a person's decision, else by the node's probe once that may be asked. Gives nothing when the effect surely did not
 * happen, so that it may be tried. `changed`: what is asked now is not what is in doubt, so the probe would ask about something else.
 */
export async function settleDoubt(attempt: Attempt, changed = false): Promise<Outcome | undefined> {
  const { node, token, path, memo, env } = attempt
  const startedAt = env.clock()
  const as = decided(memo)
  if (as === 'resend') return undefined
  if (as) return answered(attempt, startedAt, as === 'drop' ? drop() : emit(node.firstPort, token.message))
  if (!node.probe || changed) return stayInDoubt(attempt, startedAt)
  const cut = cutAt(memo)
  if (cut === undefined) return takenOver(attempt)
  const askAt = cut + PROBE_AFTER_MS
  if (askAt > startedAt)
    return { kind: 'sleeping', until: askAt, error: doubt(node), times: timesOf(attempt, startedAt, startedAt) }
  const { probe } = node
  // The doubt stays as it is until the partner may be asked, also where no try is left.
  return throughGate<Outcome | undefined>(
    node,
    env,
    () => askPartner(attempt, probe, startedAt),
    ({ until, error }) => ({
      kind: 'sleeping',
      until: comeBackAt(until, env, path),
      error,
      times: timesOf(attempt, startedAt, startedAt),
    }),
  )
}

async function askPartner(
  attempt: Attempt,
  probe: NonNullable<CompiledNode['probe']>,
  startedAt: Instant,
): Promise<Outcome | undefined> {
  const { token, path, number, memo, env } = attempt
  try {
    const found = await withDeadline(env.signal, ATTEMPT_DEADLINE_MS, (signal) =>
      probe(
        token.message,
        stepContext(token, env, { path, attempt: number, signal, now: startedAt, key: memo?.key?.key }),
      ),
    )
    if (found === 'not-done') return undefined
    return found === 'unknown' ? stayInDoubt(attempt, startedAt) : answered(attempt, startedAt, found)
  } catch (error) {
    if (env.signal.aborted) return { kind: 'open', times: timesOf(attempt, startedAt, startedAt) }
    return failed(attempt, startedAt, { ...toErrorData(error), class: 'transient' }, true)
  }
}

/** Whoever made the call may have been cut off only now, when the run was taken over: the wait for the probe begins here, and is written down. */
function takenOver({ node, path, memo, env }: Attempt): Outcome {
  const endedAt = env.clock()
  const { attempt, at } = memo?.intent ?? { attempt: 1, at: endedAt }
  const startedAt = Math.min(at, endedAt)
  const until = endedAt + PROBE_AFTER_MS
  const error = doubt(node)
  env.journal.write({
    kind: 'failed',
    path,
    node: node.id,
    attempt,
    startedAt,
    endedAt,
    error,
    retryAt: until,
    doubt: true,
  })
  return { kind: 'sleeping', until, error, times: { startedAt, durationMs: endedAt - startedAt, attempts: attempt } }
}

function stayInDoubt(attempt: Attempt, startedAt: Instant): Outcome {
  const { node, path, number, env } = attempt
  const endedAt = env.clock()
  const error = doubt(node)
  env.journal.write({ kind: 'failed', path, node: node.id, attempt: number, startedAt, endedAt, error, doubt: true })
  return { kind: 'in-doubt', error, times: timesOf(attempt, startedAt, endedAt) }
}
