import { useOperation } from '../api/api-context.ts'

/** How many runs wait in the error inbox for a person; 0 while unknown. */
export function useOpenFailures(): number {
  const page = useOperation('listRuns', { query: { status: 'failed,in-doubt', limit: 1 } }, { refetchInterval: 15_000 })
  return page.data?.total ?? page.data?.runs.length ?? 0
}
