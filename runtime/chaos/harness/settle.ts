import type { RunStatus } from '#shared/api/runs.ts'
import { isOpen, openEngineRecord } from './engine-record.ts'
import { say } from './figures.ts'
import { pause } from './server.ts'

/** No progress for so long fails the run. */
const STUCK_MS = 90_000

/**
 * Waits until no run of these flows is open for `quietMs`, as long as there is progress: false after 90 s without any.
 * `engineAt` as `openEngineRecord` takes it; `progress` is a number that grows with everything that happens.
 */
export async function settled(
  engineAt: string,
  flows: readonly string[],
  progress: () => Promise<number>,
  quietMs: number,
): Promise<boolean> {
  const engine = openEngineRecord(engineAt)
  try {
    let last = ''
    let moved = performance.now()
    let busy = moved
    for (;;) {
      const counts = flows.flatMap((flow) => Object.entries(engine.counts(flow)) as [RunStatus, number][])
      const now = JSON.stringify([await progress(), counts])
      if (now !== last) moved = performance.now()
      last = now
      if (counts.some(([status, n]) => isOpen(status) && n > 0)) busy = performance.now()
      if (performance.now() - Math.max(busy, moved) > quietMs) return true
      if (performance.now() - moved > STUCK_MS) {
        say(`  no progress for ${STUCK_MS / 1000} s: ${JSON.stringify(counts)}`)
        return false
      }
      await pause(100)
    }
  } finally {
    engine.close()
  }
}
