import type { Instant } from './engine.ts'

/** Tells whose lease has really ended. */
export interface LeaseClock {
  /**
   * A lease that ended at this instant or before has run out, when the wall clock says `at`. Nothing has run out while that is not to be
   * told: the wall clock jumped, or this process has just begun, and whoever lives has not had the time to prolong its leases.
   */
  ranOut(at: Instant): Instant
}

/** The wall clock may stray so far from the steady one between two looks without having jumped. */
const JUMP_MS = 1000

/**
 * Leases are instants of the wall clock, since all processes must understand them; a clock that is set on would end all of them at once.
 * Therefore the wall clock is compared with a steady one (milliseconds since any moment, never set) at each look. Without a
 * steady clock the wall clock is believed.
 */
export function createLeaseClock(
  clock: () => Instant,
  steady: (() => number) | undefined,
  leaseMs: number,
): LeaseClock {
  if (!steady) return { ranOut: (at) => at }
  let apart = clock() - steady()
  let believedFrom = steady() + leaseMs
  return {
    ranOut(at) {
      const now = steady()
      const before = apart
      apart = clock() - now
      if (Math.abs(apart - before) > JUMP_MS) believedFrom = now + leaseMs
      return now < believedFrom ? Number.NEGATIVE_INFINITY : at
    },
  }
}
