import { useOperation } from '../api/api-context.ts'

/** More than this is shown as "99+", so more need not be read. */
const MOST = 100

/** How many runs wait in the error inbox for a person, up to 100; 0 while unknown. */
export function useOpenFailures(): number {
  const page = useOperation(
    'listRuns',
    { query: { status: 'failed,in-doubt', limit: MOST } },
    { refetchInterval: 15_000 },
  )
  return page.data?.total ?? page.data?.runs.length ?? 0
}
