import { type RunQuery, type RunStatus, type RunSummary, runStatuses } from '#shared/api/runs.ts'
import { foldText } from '#shared/text/fold-text.ts'

/** What the run list is narrowed to; lives in the page's address, so a view can be shared. */
export interface RunFilter {
  readonly flow: string
  readonly statuses: readonly RunStatus[]
  readonly q: string
  /** ISO times; '' = open. */
  readonly from: string
  readonly to: string
}

/** Reads the filter from the address. */
export function filterOf(params: URLSearchParams): RunFilter {
  const asked = (params.get('status') ?? '').split(',')
  return {
    flow: params.get('flow') ?? '',
    statuses: runStatuses.filter((status) => asked.includes(status)),
    q: params.get('q') ?? '',
    from: params.get('from') ?? '',
    to: params.get('to') ?? '',
  }
}

/** Writes the filter into the address; what is open is left out. */
export function paramsOf(filter: RunFilter): URLSearchParams {
  const params = new URLSearchParams()
  if (filter.flow !== '') params.set('flow', filter.flow)
  if (filter.statuses.length > 0) params.set('status', filter.statuses.join(','))
  if (filter.q.trim() !== '') params.set('q', filter.q.trim())
  if (filter.from !== '') params.set('from', filter.from)
  if (filter.to !== '') params.set('to', filter.to)
  return params
}

/** The query of `GET /runs` for a filter. */
export function queryOf(filter: RunFilter, limit: number): RunQuery {
  return { ...Object.fromEntries(paramsOf(filter)), limit }
}

/** Whether a run that came live belongs to the list. */
export function fits(run: RunSummary, filter: RunFilter): boolean {
  if (filter.flow !== '' && run.flow !== filter.flow) return false
  if (filter.statuses.length > 0 && !filter.statuses.includes(run.status)) return false
  const at = Date.parse(run.acceptedAt)
  if (filter.from !== '' && at < Date.parse(filter.from)) return false
  if (filter.to !== '' && at > Date.parse(filter.to)) return false
  const q = foldText(filter.q)
  return q === '' || [run.id, ...Object.values(run.keys)].some((text) => foldText(text).includes(q))
}

/**
 * The list on screen: the pages that were read, overtaken by what came live. A run that no longer fits leaves; a new one
 * enters unless it is older than what was read so far (then it belongs to a later page).
 */
export function mergeRuns(
  pages: readonly RunSummary[],
  live: ReadonlyMap<string, RunSummary>,
  filter: RunFilter,
  more: boolean,
): readonly RunSummary[] {
  const known = new Set(pages.map(({ id }) => id))
  const merged = pages.map((run) => newer(run, live.get(run.id))).filter((run) => fits(run, filter))
  const oldest = more ? (pages.at(-1)?.acceptedAt ?? '') : ''
  const limit = oldest === '' ? Number.NEGATIVE_INFINITY : Date.parse(oldest)
  const fresh = [...live.values()].filter(
    (run) => !known.has(run.id) && fits(run, filter) && Date.parse(run.acceptedAt) >= limit,
  )
  if (fresh.length === 0) return merged
  return [...fresh, ...merged].toSorted((a, b) => Date.parse(b.acceptedAt) - Date.parse(a.acceptedAt))
}

const ended: readonly RunStatus[] = ['done', 'cancelled']

/** A live event can be older than an answer that was read after it: an ended run does not go back to an open state. */
function newer(read: RunSummary, live: RunSummary | undefined): RunSummary {
  if (!live) return read
  return ended.includes(read.status) && !ended.includes(live.status) ? read : live
}
