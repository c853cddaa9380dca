import { jsonReply } from '../frame/reply.ts'
import { asObject, textOf } from '../frame/request.ts'
import type { Route } from '../frame/simulator.ts'

/** What the measuring system was told, oldest first. */
export interface TrackingBook {
  readonly route: Route
  all(): readonly unknown[]
  clear(): void
}

/** Only the newest are kept: nobody looks at more. */
const MOST = 1000

/** EMC: `TrackingMCDT` without sign-in, as page scripts call it (domain-vietnam §3.7). */
export function createTrackingBook(): TrackingBook {
  const told: unknown[] = []
  return {
    all: () => [...told],
    clear: () => void told.splice(0),
    route: {
      method: 'POST',
      path: '/TrackingMCDT',
      operation: 'TrackingMCDT',
      handle: (request) => {
        const given = asObject(request.json())
        const key = textOf(given, 'MaHoSo') ?? ''
        const known = key !== '' && (textOf(given, 'SiteId') ?? '') !== '' && /^[0-4]$/.test(String(given?.Status))
        if (!given || !known) return jsonReply(400, { success: false })
        request.record([{ operation: 'TrackingMCDT', key, outcome: String(given.Status), body: given }])
        told.push(given)
        if (told.length > MOST) told.shift()
        return jsonReply(200, { success: true })
      },
    },
  }
}
