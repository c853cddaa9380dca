import { createStore, type StoreApi } from 'zustand/vanilla'
import type { LiveEvent } from '#shared/api/live.ts'
import type { RunSummary } from '#shared/api/runs.ts'
import type { LiveState } from './live.ts'

/** What the WebSocket told: newest state of the runs seen, who is where, and how the connection stands. */
export interface LiveData {
  readonly state: LiveState
  /** When the connection was lost, ms since the epoch. */
  readonly lostAt: number | undefined
  /** Newest state by run id, the most recently changed last; at most `KEPT`. */
  readonly runs: ReadonlyMap<string, RunSummary>
  readonly presence: Readonly<Record<string, readonly string[]>>
  readonly health: { readonly status: string; readonly workers: number } | undefined
}

/** The store behind `LiveData`. */
export type LiveStore = StoreApi<LiveData>

/** How many runs are kept in memory. */
export const KEPT = 500

/** Makes an empty store. */
export function createLiveStore(): LiveStore {
  return createStore<LiveData>(() => ({
    state: 'connecting',
    lostAt: undefined,
    runs: new Map(),
    presence: {},
    health: undefined,
  }))
}

/** Takes one event in. */
export function takeEvent(data: LiveData, event: LiveEvent): LiveData {
  if (event.type === 'runs') {
    const runs = new Map(data.runs)
    for (const run of event.runs) {
      runs.delete(run.id)
      runs.set(run.id, run)
    }
    for (const id of runs.keys()) {
      if (runs.size <= KEPT) break
      runs.delete(id)
    }
    return { ...data, runs }
  }
  if (event.type === 'presence') return { ...data, presence: { ...data.presence, [event.flow]: event.users } }
  if (event.type === 'health') return { ...data, health: { status: event.status, workers: event.workers } }
  return data
}
