import type { ErrorData } from '#shared/errors/flow-error.ts'
import type { RetryPolicy } from '#shared/flow/flow.ts'
import { durationMs } from '#shared/node/fields.ts'

/**
 * Milliseconds to wait after the given failed attempt (1 = the first try), or undefined when no try is left.
 * `draw` is 0–1 and comes from the run, so a replay gives the same timetable.
 */
export function retryDelay(policy: RetryPolicy, attempt: number, draw: number): number | undefined {
  if (attempt > policy.times) return undefined
  const plain = Math.min(durationMs(policy.max), durationMs(policy.first) * policy.factor ** (attempt - 1))
  return Math.round(plain * (1 + policy.jitter * (2 * draw - 1)))
}

const LONGEST_ASKED_MS = 86_400_000
const MOST_SPREAD_MS = 30_000

/**
 * Milliseconds that the partner asked us to wait (`retryAfterSeconds` of the error), at most a day; 0 when it did not ask. Never less than
 * asked, and a little more by the draw, so that runs which failed together do not come back together.
 */
export function askedDelay(error: Pick<ErrorData, 'details'>, draw: number): number {
  const seconds = error.details?.retryAfterSeconds
  if (typeof seconds !== 'number' || !Number.isFinite(seconds) || seconds <= 0) return 0
  const asked = Math.min(seconds * 1000, LONGEST_ASKED_MS)
  return Math.round(asked + draw * Math.min(asked / 10, MOST_SPREAD_MS))
}

/** A number 0–1 that belongs to a text (FNV-1a with an avalanche step): the same on every replay, different for every step and attempt. */
export function drawFrom(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  return ((hash ^ (hash >>> 13)) >>> 0) / 0x1_0000_0000
}
