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

/** A number 0–1 that belongs to a text (FNV-1a with an avalanche step): the same on every replay, different for every step and attempt. */
export function drawFrom(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  return ((hash ^ (hash >>> 13)) >>> 0) / 0x1_0000_0000
}
