import { faults } from '#runtime/faults.ts'
import { retryable, toErrorData } from '#shared/errors/flow-error.ts'
import type { Step } from '#shared/node/run.ts'
import { ATTEMPT_DEADLINE_MS, type Attempt, answered, failed, timesOf } from './attempt.ts'
import { withDeadline } from './deadline.ts'
import type { Outcome } from './outcome.ts'
import { outcomeUnknown } from './outcome-unknown.ts'
import { stepContext } from './step-context.ts'
import { askAgain } from './waiting.ts'

/**
 * A process that stood still between an intent and its call (stopped, swapped out, its machine paused) may have been taken for dead, and the
 * partner may have been asked by who took over. It then has the try fail, which its lease must still cover, instead of acting late.
 */
const ACT_WITHIN_MS = 2000

/** Acts outside; it must be clear that an earlier attempt did not. */
export async function tryEffect(attempt: Attempt, step: Step): Promise<Outcome> {
  const { node, token, path, number, memo, env } = attempt
  const once = node.effects === 'once'
  const startedAt = env.clock()
  try {
    if (once) {
      const request = attempt.call ? { request: attempt.call.request } : {}
      await env.journal.intend({ kind: 'intent', path, node: node.id, attempt: number, at: startedAt, ...request })
      if (env.clock() - startedAt > ACT_WITHIN_MS) throw retryable('engine.busy')
    }
    const emission = await withDeadline(env.signal, ATTEMPT_DEADLINE_MS, async (signal) =>
      step(
        token.message,
        stepContext(token, env, {
          path,
          attempt: number,
          signal,
          now: startedAt,
          asked: memo?.poll,
          key: attempt.call?.key ?? memo?.key?.key,
        }),
      ),
    )
    faults.at('step.after-effect')
    if (emission.kind === 'again') return askAgain(emission, node, path, memo, env)
    return answered(attempt, startedAt, emission, memo?.poll !== undefined)
  } catch (error) {
    if (env.signal.aborted) return { kind: 'open', times: timesOf(attempt, startedAt, env.clock()) }
    const data = toErrorData(error)
    return failed(attempt, startedAt, data, once && outcomeUnknown(data))
  }
}
