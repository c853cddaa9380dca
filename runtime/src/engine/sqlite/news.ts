import type { Instant } from '../engine.ts'
import type { NewsRow } from '../rows/journal-rows.ts'
import type { RunRecord } from '../rows/run-record.ts'
import type { Connection } from './connection.ts'
import type { Journal } from './journal.ts'

/** Journals what others have done for a run, and wakes it. Part of the transaction in which they did it. */
export type News = (run: Pick<RunRecord, 'seq' | 'status' | 'entries'>, rows: readonly NewsRow[], at: Instant) => void

/** The news of one connection. */
export function createNews(db: Connection, journal: Journal): News {
  const tell = db.prepare<[number, number]>('update runs set entries = ?, news = 1 where seq = ?')
  const wake = db.prepare<[number, Instant, Instant, number]>(
    'update runs set entries = ?, news = 1, wake_at = ?, ready_at = ? where seq = ?',
  )
  return (run, rows, at) => {
    let n = run.entries
    for (const { kind, stored } of rows) journal.append(run.seq, n++, kind, stored)
    if (run.status === 'waiting' || run.status === 'retrying') wake.run(n, at, at, run.seq)
    // Awake or ended: `news` keeps a member that has not seen the rows from putting the run to sleep on them.
    else tell.run(n, run.seq)
  }
}
