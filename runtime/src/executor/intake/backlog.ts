import type { Engine, Instant } from '#runtime/engine/engine.ts'
import { retryable } from '#shared/errors/flow-error.ts'
import { DEFAULT_BACKLOG } from '#shared/flow/limits.ts'
import type { CompiledFlow } from '../compile.ts'

/** Bounds the open runs of each flow. */
export interface Backlog {
  /** Counts one more message; throws `engine.backlog-full` when the flow has as many open runs as it may. */
  enter(compiled: CompiledFlow): void
}

/** A count older than this is read again. */
const FRESH_MS = 500
/** How long a refused sender should wait, in seconds. */
const RETRY_AFTER = 30

interface Count {
  open: number
  /** Let in since the count began to be read: those it may not have seen. */
  since: number
  readAt: Instant
  reading: boolean
}

/** Counts come from the engine twice a second at most, and in between from what is accepted here: the bound holds to within half a second. */
export function createBacklog(history: Pick<Engine['history'], 'openByVersion'>, clock: () => Instant): Backlog {
  const counts = new Map<string, Count>()

  function refresh(flow: string, count: Count): void {
    count.reading = true
    count.since = 0
    history
      .openByVersion(flow)
      .then((open) => {
        count.open = [...open.values()].reduce((a, b) => a + b, count.since)
      })
      // The accept that follows meets the same fault and reports it.
      .catch(() => undefined)
      .finally(() => {
        count.reading = false
        count.readAt = clock()
      })
  }

  return {
    enter({ flow, limits }) {
      const most = limits.backlog ?? DEFAULT_BACKLOG
      const count = counts.get(flow.id) ?? { open: 0, since: 0, readAt: Number.NEGATIVE_INFINITY, reading: false }
      counts.set(flow.id, count)
      if (!count.reading && Math.abs(clock() - count.readAt) >= FRESH_MS) refresh(flow.id, count)
      if (count.open >= most) throw retryable('engine.backlog-full', { limit: most }, { retryAfter: RETRY_AFTER })
      count.open++
      count.since++
    },
  }
}
