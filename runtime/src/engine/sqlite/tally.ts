import type { Instant } from '../engine.ts'
import { slotOf, TRAFFIC_KEPT_MS } from '../rows/traffic.ts'
import type { Connection } from './connection.ts'

/** Counts kept beside the runs, so that reading them does not walk the runs; gathered over a transaction and written once at its end. */
export interface Tally {
  accepted(flow: string, at: Instant): void
  /** `by` −1 takes an end back, when a person resumes the run. */
  ended(flow: string, as: 'done' | 'failed', at: Instant, by: 1 | -1): void
  open(flow: string, version: string, by: 1 | -1): void
  /** How far the gathering is; `undo` goes back to it. */
  mark(): number
  undo(mark: number): void
  /** Writes what was gathered; part of the transaction. */
  flush(): void
}

type Change =
  | { readonly flow: string; readonly slot: number; readonly what: 'accepted' | 'done' | 'failed'; readonly by: number }
  | { readonly flow: string; readonly version: string; readonly by: number }

interface Counts {
  readonly slot: number
  readonly flow: string
  accepted: number
  done: number
  failed: number
}

/** The tally of one connection. */
export function createTally(db: Connection): Tally {
  const count = db.prepare<[number, string, number, number, number]>(
    `insert into traffic (slot, flow, accepted, done, failed) values (?, ?, ?, ?, ?) on conflict do update set
       accepted = accepted + excluded.accepted, done = done + excluded.done, failed = failed + excluded.failed`,
  )
  const forget = db.prepare<[number]>('delete from traffic where slot < ?')
  const openBy = db.prepare<[string, string, number]>(
    'insert into open_runs (flow, version, open) values (?, ?, ?) on conflict do update set open = open + excluded.open',
  )
  let changes: Change[] = []
  let newest = 0

  const prune = (slot: number): void => {
    if (slot <= newest) return
    newest = slot
    forget.run(slot - TRAFFIC_KEPT_MS)
  }

  return {
    accepted: (flow, at) => changes.push({ flow, slot: slotOf(at), what: 'accepted', by: 1 }),
    ended: (flow, as, at, by) => changes.push({ flow, slot: slotOf(at), what: as, by }),
    open: (flow, version, by) => changes.push({ flow, version, by }),
    mark: () => changes.length,
    undo: (mark) => {
      changes.length = mark
    },
    flush() {
      const { traffic, open } = summed(changes)
      changes = []
      for (const row of traffic) {
        count.run(row.slot, row.flow, row.accepted, row.done, row.failed)
        prune(row.slot)
      }
      // A run that began and ended inside the batch cancels out and costs no write; the row itself tells that the flow exists.
      for (const row of open) if (row.by !== 0) openBy.run(row.flow, row.version, row.by)
    },
  }
}

function summed(changes: readonly Change[]): {
  traffic: Iterable<Counts>
  open: Iterable<{ flow: string; version: string; by: number }>
} {
  const traffic = new Map<string, Counts>()
  const open = new Map<string, { flow: string; version: string; by: number }>()
  for (const change of changes) {
    const { flow } = change
    if ('slot' in change) {
      const key = `${change.slot} ${flow}`
      const row = traffic.get(key) ?? { slot: change.slot, flow, accepted: 0, done: 0, failed: 0 }
      row[change.what] += change.by
      traffic.set(key, row)
    } else {
      const key = `${change.version} ${flow}`
      const row = open.get(key) ?? { flow, version: change.version, by: 0 }
      row.by += change.by
      open.set(key, row)
    }
  }
  return { traffic: traffic.values(), open: open.values() }
}
