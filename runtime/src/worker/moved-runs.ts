import { type Standing, summaryOf } from '#runtime/executor/walk/standing.ts'
import type { RunSummary } from '#shared/api/runs.ts'

/** Newest state of each run that moved, sent in batches: the screens need the latest, not every change. */
export interface MovedRuns {
  add(standing: Standing): void
  close(): void
}

const BATCH_MS = 250
/** A batch never grows beyond what a screen can show; under load the oldest are left out. */
const MAX_BATCH = 200

/** Makes the collector; `send` is called at most four times a second. */
export function createMovedRuns(send: (runs: readonly RunSummary[]) => void): MovedRuns {
  const waiting = new Map<string, Standing>()
  const timer = setInterval(() => {
    if (waiting.size === 0) return
    // Rows are made only for what is sent: under load most runs are never shown.
    const batch = [...waiting.values()].map(summaryOf)
    waiting.clear()
    send(batch)
  }, BATCH_MS)
  timer.unref()
  return {
    add(standing) {
      waiting.delete(standing.inbound.run)
      waiting.set(standing.inbound.run, standing)
      if (waiting.size <= MAX_BATCH) return
      const oldest = waiting.keys().next().value
      if (oldest !== undefined) waiting.delete(oldest)
    },
    close: () => clearInterval(timer),
  }
}
