import type { QueryClient } from '@tanstack/react-query'
import type { LiveEvent } from '#shared/api/live.ts'

/** Longest time that counts on a screen lag behind the events. */
const COUNTS_EVERY = 2000

/** Marks those cached answers stale that an event has overtaken; only what is on screen is read again. */
export function createCacheFeeder(
  cache: QueryClient,
  setTimer: (run: () => void, ms: number) => void,
): (event: LiveEvent) => void {
  let due = false
  const later = () => {
    if (due) return
    due = true
    setTimer(() => {
      due = false
      void cache.invalidateQueries({ queryKey: ['listFlows'] })
      void cache.invalidateQueries({ queryKey: ['listTasks'] })
    }, COUNTS_EVERY)
  }
  return (event) => {
    if (event.type === 'counts') later()
    if (event.type === 'runs') {
      later()
      for (const run of event.runs)
        void cache.invalidateQueries({ queryKey: ['getRun', { params: { id: run.id } }], exact: true })
    }
    if (event.type === 'flow') {
      void cache.invalidateQueries({ queryKey: ['listFlows'] })
      if (event.change !== 'saved') void cache.invalidateQueries({ queryKey: ['listVersions'] })
    }
  }
}
