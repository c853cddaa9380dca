/** One call of a script. `input` is JSON text, so that it crosses into the isolate as one string (10 µs at 1 KB, design D8). */
export interface ScriptCall {
  readonly id: number
  readonly code: string
  readonly input: string
  readonly ms: number
  readonly mb: number
  /** What `Date.now()` gives inside: the instant of the run, so that a replay computes the same. */
  readonly now: number
  /** 32-bit seed of `Math.random()`, for the same reason. */
  readonly seed: number
}

/** What a script came to: JSON text, or a fault. */
export type ScriptAnswer =
  | { readonly id: number; readonly output: string }
  | {
      readonly id: number
      readonly fault: 'failed' | 'timeout' | 'memory' | 'too-large'
      readonly reason: string
      readonly line: number
    }

/** Largest result of a script, in characters, measured inside the isolate before it is copied out. */
export const MAX_RESULT = 10_000_000
