import { performance } from 'node:perf_hooks'

/** Share of the time in which the event loop had work, above which this process cannot do more by taking more. */
const SATURATED = 0.9

/** Says whether this process has been busy nearly all the time since it was last asked. */
export function createSaturation(): () => boolean {
  let last = performance.eventLoopUtilization()
  return () => {
    const now = performance.eventLoopUtilization()
    const { utilization } = performance.eventLoopUtilization(now, last)
    last = now
    return utilization > SATURATED
  }
}
