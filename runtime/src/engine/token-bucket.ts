import type { Instant } from './engine.ts'

/** A token bucket: `perSecond` tokens flow in, at most `capacity` wait in it. */
export interface TokenBucket {
  /** Whole tokens that are there now. */
  available(at: Instant): number
  /** Takes one; false when there is none. */
  take(at: Instant): boolean
  /** When the next whole token will be there. */
  nextAt(at: Instant): Instant
}

/** A bucket that begins with `first` tokens. */
export function createTokenBucket(perSecond: number, capacity: number, first: number, at: Instant): TokenBucket {
  let tokens = Math.min(capacity, first)
  let filledAt = at
  const fill = (now: Instant): void => {
    // A clock that is set back gives nothing and takes nothing.
    tokens = Math.min(capacity, tokens + (Math.max(0, now - filledAt) / 1000) * perSecond)
    filledAt = now
  }
  return {
    available(now) {
      fill(now)
      return Math.floor(tokens + EPSILON)
    },
    take(now) {
      fill(now)
      if (tokens + EPSILON < 1) return false
      tokens = Math.max(0, tokens - 1)
      return true
    },
    nextAt(now) {
      fill(now)
      return tokens >= 1 ? now : now + Math.ceil(((1 - tokens) / perSecond) * 1000)
    },
  }
}

/** Sums of thirds come out a hair below one. */
const EPSILON = 1e-9
