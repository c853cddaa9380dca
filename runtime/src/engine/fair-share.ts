import type { Sharing } from './engine.ts'

/** Shares claims out between the flows that have runs waiting, over many claims, so that also the smallest share gets its turn. */
export interface FairShare {
  /** How many runs each of the waiting flows may give to the next `max`; flows that get none are left out. */
  divide(
    waiting: readonly string[],
    max: number,
    sharing: Sharing,
    taken: ReadonlyMap<string, number>,
  ): Map<string, number>
}

/** Smooth weighted round robin (as nginx does it for servers). The credits of flows that have nothing waiting are forgotten. */
export function createFairShare(): FairShare {
  let credits = new Map<string, number>()
  return {
    divide(waiting, max, sharing, taken) {
      const open = waiting.map((flow) => {
        const { weight, room } = sharing.flows.get(flow) ?? { ...sharing.others, room: Number.POSITIVE_INFINITY }
        return { flow, weight, room: room - (taken.get(flow) ?? 0), credit: credits.get(flow) ?? 0 }
      })
      const shares = new Map<string, number>()
      for (let given = 0; given < max; given++) {
        const free = open.filter((it) => it.room >= 1)
        const [first] = free
        if (!first) break
        let chosen = first
        let total = 0
        for (const it of free) {
          it.credit += it.weight
          total += it.weight
          if (it.credit > chosen.credit) chosen = it
        }
        chosen.credit -= total
        chosen.room--
        shares.set(chosen.flow, (shares.get(chosen.flow) ?? 0) + 1)
      }
      credits = new Map(open.map(({ flow, credit }) => [flow, credit]))
      return shares
    },
  }
}
