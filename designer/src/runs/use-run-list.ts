import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useStore } from 'zustand'
import type { RunPage, RunSummary } from '#shared/api/runs.ts'
import { useApi } from '../api/api-context.ts'
import type { ApiError } from '../api/api-error.ts'
import { mergeRuns, queryOf, type RunFilter } from './run-filter.ts'

const PAGE = 50
const nothing: ReadonlyMap<string, RunSummary> = new Map()

/** The runs of a filter, page by page, kept up to date by what comes live (`held` stops that). */
export function useRunList(filter: RunFilter, held: boolean) {
  const { client, liveStore } = useApi()
  const query = useInfiniteQuery<RunPage, ApiError, { pages: RunPage[] }, readonly unknown[], string>({
    queryKey: ['listRuns', 'pages', queryOf(filter, PAGE)],
    queryFn: ({ pageParam, signal }) =>
      client.call(
        'listRuns',
        { query: { ...queryOf(filter, PAGE), ...(pageParam === '' ? {} : { cursor: pageParam }) } },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.cursor,
  })
  const live = useStore(liveStore, (data) => data.runs)
  const runs = useMemo(() => {
    const pages = query.data?.pages ?? []
    const seen = new Set<string>()
    const read = pages
      .flatMap((page) => page.runs)
      .filter(({ id }) => {
        const first = !seen.has(id)
        seen.add(id)
        return first
      })
    return mergeRuns(read, held ? nothing : live, filter, query.hasNextPage)
  }, [query.data, query.hasNextPage, live, filter, held])
  return { query, runs, total: query.data?.pages[0]?.total }
}
