import { useOperation } from '../api/api-context.ts'

/** How many tasks wait for a person; 0 while unknown. */
export function useOpenTasks(): number {
  const page = useOperation('listTasks', { query: { limit: 1 } }, { refetchInterval: 15_000 })
  return page.data?.total ?? 0
}
