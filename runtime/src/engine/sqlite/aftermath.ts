import type { Instant, JournalEntry } from '../engine.ts'
import type { End, Ended } from '../rows/ending.ts'
import { OPEN, type RunRecord } from '../rows/run-record.ts'
import { inline } from '../rows/stored.ts'
import type { Connection } from './connection.ts'
import type { News } from './news.ts'
import type { Tally } from './tally.ts'

/** What the end of a run sets off for other runs; part of the transaction that ends it. */
export interface Aftermath {
  /** The run ended: counts it, tells its parent, lets the next of its partition go. */
  ended(run: Ended, end: End): void
  /** Whether an earlier run of the partition has not left the way. */
  blocked(flow: string, partition: string, seq: number): boolean
}

/** The aftermath of one connection. */
export function createAftermath(db: Connection, news: News, tally: Tally): Aftermath {
  const earlier = db
    .prepare<[string, string, number], number>(
      `select 1 from runs where flow = ? and partition_key = ? and partition_key is not null and seq < ? and ${OPEN} limit 1`,
    )
    .pluck()
  const firstInLine = db.prepare<[string, string], Pick<RunRecord, 'seq' | 'status' | 'wake_at' | 'ready_at'>>(
    `select seq, status, wake_at, ready_at from runs
      where flow = ? and partition_key = ? and partition_key is not null and ${OPEN} order by seq limit 1`,
  )
  const makeReady = db.prepare<[Instant | null, number]>('update runs set ready_at = ? where seq = ?')
  const parentOf = db.prepare<[string], Pick<RunRecord, 'seq' | 'status' | 'entries'>>(
    'select seq, status, entries from runs where id = ?',
  )

  function letNextGo(flow: string, partition: string, at: Instant): void {
    const next = firstInLine.get(flow, partition)
    if (!next || next.ready_at !== null) return
    const asleep = next.status === 'waiting' || next.status === 'retrying'
    makeReady.run(asleep ? next.wake_at : at, next.seq)
  }

  function tellParent(parentRun: string, path: string, child: string, end: End): void {
    const parent = parentOf.get(parentRun)
    if (!parent) return
    const { status, at, error, reply } = end
    const entry: JournalEntry = { kind: 'child-end', path, run: child, status, ...(error ? { error } : {}), at }
    const answer = reply ? [{ kind: 'child-reply', stored: reply } as const] : []
    news(parent, [{ kind: 'child-end', stored: inline(JSON.stringify(entry)) }, ...answer], at)
  }

  return {
    blocked: (flow, partition, seq) => earlier.get(flow, partition, seq) !== undefined,
    ended(run, end) {
      if (end.status === 'done') tally.ended(run.flow, 'done', end.at, 1)
      else if (end.status !== 'cancelled') tally.ended(run.flow, 'failed', end.at, 1)
      if (run.partition_key !== null) letNextGo(run.flow, run.partition_key, end.at)
      // A child in doubt has not ended for its parent: a person will decide, and then it ends.
      if (end.status !== 'in-doubt' && run.parent_run !== null && run.parent_path !== null)
        tellParent(run.parent_run, run.parent_path, run.id, end)
    },
  }
}
