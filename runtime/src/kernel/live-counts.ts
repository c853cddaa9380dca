import type { LiveHub } from '../api/live-hub.ts'
import type { FlowStore } from '../deployments/flow-store.ts'
import type { History } from '../engine/history.ts'
import { errorFields, type Log } from '../observe/log.ts'
import type { Clock } from '../security/ports.ts'

const EVERY_MS = 2000
const MINUTE_MS = 60_000

/** Sends the counts of the running minute to those who watch; asks the engine only while somebody does. */
export function startLiveCounts(parts: {
  readonly hub: LiveHub
  readonly flows: FlowStore
  readonly history: History
  readonly clock: Clock
  readonly log: Log
}): { stop(): void } {
  const { hub, flows, history, clock, log } = parts
  let asking = false

  async function send(): Promise<void> {
    const minute = Math.floor(clock() / MINUTE_MS) * MINUTE_MS
    const counts = await history.counts(minute, 1, MINUTE_MS)
    const byUnit = new Map<string, Record<string, { accepted: number; done: number; failed: number; open: number }>>()
    for (const [flow, { accepted, done, failed, open }] of counts) {
      const unit = flows.flow(flow)?.unit
      if (unit === undefined) continue
      const known = byUnit.get(unit) ?? {}
      known[flow] = { accepted, done, failed, open }
      byUnit.set(unit, known)
    }
    for (const [unit, of] of byUnit) hub.tell(unit, { type: 'counts', flows: of })
  }

  const timer = setInterval(() => {
    if (asking || hub.clients === 0) return
    asking = true
    send()
      .catch((error: unknown) => log.warn(errorFields(error), 'counts could not be read'))
      .finally(() => {
        asking = false
      })
  }, EVERY_MS)
  timer.unref()
  return { stop: () => clearInterval(timer) }
}
