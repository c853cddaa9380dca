import type { Instant } from '../engine.ts'
import type { History } from '../history.ts'

/** Grain of the traffic counts. */
export const SLOT_MS = 300_000
/** How long they are kept; nobody asks further back. */
export const TRAFFIC_KEPT_MS = 62 * 86_400_000

/** The slot of an instant. */
export function slotOf(at: Instant): Instant {
  return Math.floor(at / SLOT_MS) * SLOT_MS
}

type Counts = Awaited<ReturnType<History['counts']>> extends ReadonlyMap<string, infer C> ? C : never
type Sums = { -readonly [K in keyof Counts]: K extends 'traffic' ? number[] : Counts[K] }

/** What the tables say: the newest run of each flow, its counts a slot, and its open runs. */
export interface CountRows {
  readonly newest: readonly { readonly flow: string; readonly at: Instant }[]
  readonly traffic: readonly {
    readonly flow: string
    readonly slot: Instant
    readonly accepted: number
    readonly done: number
    readonly failed: number
  }[]
  readonly open: readonly { readonly flow: string; readonly open: number }[]
}

/** Counts by flow, as `History.counts` gives them. */
export function sumCounts(rows: CountRows, since: Instant, buckets: number, bucketMs: number): Map<string, Sums> {
  const sums = new Map<string, Sums>()
  for (const { flow, at } of rows.newest)
    sums.set(flow, {
      accepted: 0,
      done: 0,
      failed: 0,
      open: 0,
      traffic: new Array<number>(buckets).fill(0),
      lastAt: at,
    })
  for (const row of rows.traffic) {
    const sum = sums.get(row.flow)
    if (!sum) continue
    sum.accepted += row.accepted
    sum.done += row.done
    sum.failed += row.failed
    const bucket = Math.max(0, Math.floor((row.slot - since) / bucketMs))
    const before = sum.traffic[bucket]
    if (before !== undefined) sum.traffic[bucket] = before + row.accepted
  }
  for (const row of rows.open) {
    const sum = sums.get(row.flow)
    if (sum) sum.open = row.open
  }
  return sums
}
