import type { FlowSummary } from '#shared/api/flows.ts'
import { matchesText } from '#shared/text/fold-text.ts'

/** What the list can be ordered by. */
export type FlowOrder = 'title' | 'accepted' | 'failed' | 'open' | 'last'
/** Which flows are shown. */
export type FlowFilter = 'all' | 'live' | 'draft' | 'paused' | 'failing'

const shows: Readonly<Record<FlowFilter, (flow: FlowSummary) => boolean>> = {
  all: () => true,
  live: ({ state }) => state === 'published' || state === 'changed',
  draft: ({ state }) => state === 'draft' || state === 'changed',
  paused: ({ state }) => state === 'paused',
  failing: ({ counts }) => counts.failed > 0,
}

const byTitle = (a: FlowSummary, b: FlowSummary) => a.title.localeCompare(b.title, 'vi')
const orders: Readonly<Record<FlowOrder, (a: FlowSummary, b: FlowSummary) => number>> = {
  title: byTitle,
  accepted: (a, b) => b.counts.accepted - a.counts.accepted || byTitle(a, b),
  failed: (a, b) => b.counts.failed - a.counts.failed || byTitle(a, b),
  open: (a, b) => b.counts.open - a.counts.open || byTitle(a, b),
  last: (a, b) => (b.lastRunAt ?? '').localeCompare(a.lastRunAt ?? '') || byTitle(a, b),
}

/** The flows that match the words and the filter, in order. */
export function listedFlows(
  flows: readonly FlowSummary[],
  query: string,
  filter: FlowFilter,
  order: FlowOrder,
): readonly FlowSummary[] {
  const addresses = (flow: FlowSummary) => flow.triggers.map(({ address }) => address)
  return flows
    .filter(
      (flow) => shows[filter](flow) && matchesText(query, [flow.title, flow.id, flow.summary, ...addresses(flow)]),
    )
    .toSorted(orders[order])
}

/** The parts of a trigger's address such as `POST http://127.0.0.1:7101/ho-so`; empty for a timetable. */
export function splitAddress(address: string): {
  readonly method?: string
  readonly path?: string
  readonly url?: string
} {
  const found = /^([A-Z]+) ((?:https?:\/\/[^/\s]+)?(\/\S*)?)$/.exec(address)
  if (!found?.[1] || !found[2]) return {}
  const whole = found[2].startsWith('http') ? { url: found[2] } : {}
  return { method: found[1], path: found[3] ?? '/', ...whole }
}
