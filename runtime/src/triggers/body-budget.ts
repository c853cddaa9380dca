import { retryable } from '#shared/errors/flow-error.ts'

/** Bounds the bodies that one worker holds in memory: those being read, and those whose request is not answered yet. */
export interface BodyBudget {
  /** Refuses a body that is announced with this size when it would not fit. */
  expect(bytes: number): void
  /** Takes bytes that have arrived; throws `gateway.memory` when there is no room for them. */
  take(bytes: number): void
  release(bytes: number): void
  readonly held: number
}

/** What the bodies of one worker may take: parsed, they take several times as much of a heap of about 4 GB. */
export const BODY_BUDGET = 256 * 1024 * 1024

/** Seconds after which most of what was under way is answered. */
const RETRY_AFTER = 5

/** A budget of so many bytes. Only what has arrived counts, so that announcing a large body and sending nothing blocks nobody. */
export function createBodyBudget(most: number): BodyBudget {
  let held = 0
  const check = (bytes: number): void => {
    if (held + bytes > most) throw retryable('gateway.memory', {}, { retryAfter: RETRY_AFTER })
  }
  return {
    expect: check,
    take(bytes) {
      check(bytes)
      held += bytes
    },
    release(bytes) {
      held -= bytes
    },
    get held() {
      return held
    },
  }
}
