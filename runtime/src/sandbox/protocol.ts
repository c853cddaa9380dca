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

const FAULTS = ['failed', 'timeout', 'memory', 'too-large'] as const

/** Why a script gave nothing; `line` is 0 when it is not known. */
export interface ScriptFault {
  readonly kind: (typeof FAULTS)[number]
  readonly reason: string
  readonly line: number
}

/** Largest result of a script, in characters, measured inside the isolate before it is copied out. */
export const MAX_RESULT = 10_000_000

/** Longest reason of a fault, in characters. */
export const MAX_REASON = 500

/** What a sandbox sent as the head of an answer: undefined when it is none, since what runs in there is not to be trusted. */
export function readAnswer(head: unknown): ScriptAnswer | undefined {
  if (typeof head !== 'object' || head === null || !('id' in head) || typeof head.id !== 'number') return undefined
  const { id } = head
  if (!('fault' in head)) return { id }
  const { fault } = head
  if (typeof fault !== 'object' || fault === null || !('kind' in fault && 'reason' in fault && 'line' in fault))
    return undefined
  const kind = FAULTS.find((it) => it === fault.kind)
  const { reason, line } = fault
  if (!kind || typeof reason !== 'string' || typeof line !== 'number') return undefined
  return { id, fault: { kind, reason: reason.slice(0, MAX_REASON), line } }
}
