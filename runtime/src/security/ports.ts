import { randomBytes } from 'node:crypto'
import { wallClock } from '../faults.ts'

/** Milliseconds since the epoch. */
export type Clock = () => number

/** Random bytes fit for keys. */
export type Random = (bytes: number) => Buffer

/** The clock and the randomness of this machine; tests pass their own. */
export const machine: { readonly clock: Clock; readonly random: Random } = {
  clock: wallClock,
  random: (bytes) => randomBytes(bytes),
}

/** An instant as ISO 8601 with offset. */
export function isoTime(at: number): string {
  return new Date(at).toISOString()
}
