import type { Instant } from '../engine.ts'
import { slotOf } from '../rows/traffic.ts'
import type { Statements } from './store.ts'

/** Counts kept beside the runs, so that reading them does not walk the runs; gathered over a transaction and written once at its end. */
export interface Tally {
  accepted(flow: string, at: Instant): void
  /** `by` −1 takes an end back, when a person resumes the run. */
  ended(flow: string, as: 'done' | 'failed', at: Instant, by: 1 | -1): void
  open(flow: string, version: string, by: 1 | -1): void
  /** Writes what was gathered, in one order for all transactions, so that none waits for another in a circle. */
  flush(): Promise<void>
}

/** Each connection counts in a row of its own, nearly: 32 rows are enough for members that commit at the same time. */
const SHARD = 'pg_backend_pid() % 32'

/** The tally of one transaction. */
export function createTally(tx: Statements): Tally {
  const traffic = new Map<string, { slot: number; flow: string; accepted: number; done: number; failed: number }>()
  const opened = new Map<string, { flow: string; version: string; by: number }>()

  function count(flow: string, at: Instant, what: 'accepted' | 'done' | 'failed', by: number): void {
    const slot = slotOf(at)
    const key = `${slot} ${flow}`
    const row = traffic.get(key) ?? { slot, flow, accepted: 0, done: 0, failed: 0 }
    row[what] += by
    traffic.set(key, row)
  }

  return {
    accepted: (flow, at) => count(flow, at, 'accepted', 1),
    ended: (flow, as, at, by) => count(flow, at, as, by),
    open(flow, version, by) {
      const key = `${flow} ${version}`
      const row = opened.get(key) ?? { flow, version, by: 0 }
      row.by += by
      opened.set(key, row)
    },
    async flush() {
      for (const [, row] of sorted(traffic))
        await tx.run(
          `insert into traffic (slot, flow, shard, accepted, done, failed) values ($1, $2, ${SHARD}, $3, $4, $5)
             on conflict (slot, flow, shard) do update set accepted = traffic.accepted + excluded.accepted,
               done = traffic.done + excluded.done, failed = traffic.failed + excluded.failed`,
          row.slot,
          row.flow,
          row.accepted,
          row.done,
          row.failed,
        )
      for (const [, row] of sorted(opened))
        if (row.by !== 0)
          await tx.run(
            `insert into open_runs (flow, version, shard, open) values ($1, $2, ${SHARD}, $3)
               on conflict (flow, version, shard) do update set open = open_runs.open + excluded.open`,
            row.flow,
            row.version,
            row.by,
          )
    },
  }
}

function sorted<T>(rows: ReadonlyMap<string, T>): [string, T][] {
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1))
}
