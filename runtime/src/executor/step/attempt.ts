import type { Instant, StepPath } from '#runtime/engine/engine.ts'
import type { ErrorData } from '#shared/errors/flow-error.ts'
import type { Emission } from '#shared/node/run.ts'
import type { CompiledNode } from '../compile.ts'
import type { StepMemo } from '../memo.ts'
import type { RunEnv } from '../run-env.ts'
import type { Token } from '../walk/token.ts'
import type { Call } from './ledger.ts'
import type { Outcome, Times } from './outcome.ts'
import { askedDelay, drawFrom, retryDelay } from './retry.ts'

/** One attempt at an effect. */
export interface Attempt {
  readonly node: CompiledNode
  readonly token: Token
  readonly path: StepPath
  /** 1 = the first. */
  readonly number: number
  /** What the journal says of the step so far. */
  readonly memo: StepMemo | undefined
  readonly env: RunEnv
  /** What it asks and under which key; undefined for a question about an earlier try, and where nothing is stored. */
  readonly call?: Call | undefined
}

/** The longest that one attempt may take, whatever its node allows itself. */
export const ATTEMPT_DEADLINE_MS = 310_000

/** When the attempt ran. */
export function timesOf({ number }: Attempt, startedAt: Instant, endedAt: Instant): Times {
  return { startedAt, durationMs: endedAt - startedAt, attempts: number }
}

/** Journals what the effect was answered; `polled`: it had been asked before, and this answer ends the asking. */
export function answered(attempt: Attempt, startedAt: Instant, emission: Emission, polled = false): Outcome {
  const { node, path, number, env } = attempt
  const endedAt = env.clock()
  env.journal.write({
    kind: 'effect',
    path,
    node: node.id,
    attempt: number,
    startedAt,
    endedAt,
    emission,
    ...(polled ? { polled } : {}),
    ...(attempt.call ? { request: attempt.call.request } : {}),
  })
  return { kind: 'emission', emission, times: timesOf(attempt, startedAt, endedAt) }
}

/**
 * Journals a failed attempt and decides what follows: another one, a person's decision, or the end of this branch.
 * `unknown`: the partner may have acted all the same.
 */
export function failed(attempt: Attempt, startedAt: Instant, error: ErrorData, unknown: boolean): Outcome {
  const { node, path, number, memo, env } = attempt
  const endedAt = env.clock()
  const times = timesOf(attempt, startedAt, endedAt)
  const tries = number - (memo?.failure?.base ?? 0)
  const mayRepeat = error.class === 'transient' && (!unknown || node.probe !== undefined)
  const draw = drawFrom(`${env.run.id}:${path}:${number}`)
  const planned = mayRepeat ? retryDelay(node.retry, tries, draw) : undefined
  const delay = planned === undefined ? undefined : Math.max(planned, askedDelay(error, draw))
  const retryAt = delay === undefined ? undefined : endedAt + delay
  env.journal.write({
    kind: 'failed',
    path,
    node: node.id,
    attempt: number,
    startedAt,
    endedAt,
    error,
    ...(retryAt === undefined ? {} : { retryAt }),
    ...(unknown ? { doubt: true } : {}),
    ...(attempt.call ? { request: attempt.call.request } : {}),
  })
  if (retryAt !== undefined) return { kind: 'sleeping', until: retryAt, error, times }
  return unknown ? { kind: 'in-doubt', error, times } : { kind: 'failed', error, times }
}
