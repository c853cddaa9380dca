/** Head of a call's frame. Its text is the input as JSON, so that it crosses into the isolate as one string (10 µs at 1 KB, design D8). */
export interface ScriptCall {
  readonly id: number
  /** Number of the script. */
  readonly script: number
  /** The script's code, with the first call that has this number; from then on the number stands for it and no longer for another. */
  readonly code?: string
  /** The answer goes out before the next call begins, so that the oldest call without an answer is surely the one under way. */
  readonly prompt?: true
  readonly ms: number
  readonly mb: number
  /** What `Date.now()` gives inside: the instant of the run, so that a replay computes the same. */
  readonly now: number
  /** 32-bit seed of `Math.random()`, for the same reason. */
  readonly seed: number
}

/** Head of an answer's frame. Its text is what the script came to, as JSON; with a fault it is empty. */
export interface ScriptAnswer {
  readonly id: number
  readonly fault?: ScriptFault
}

/** Why a script gave nothing; `line` is 0 when it is not known. */
export interface ScriptFault {
  readonly kind: 'failed' | 'timeout' | 'memory' | 'too-large'
  readonly reason: string
  readonly line: number
}

/** Largest result of a script, in characters, measured inside the isolate before it is copied out. */
export const MAX_RESULT = 10_000_000
