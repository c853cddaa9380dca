import type { Instant } from '../engine.ts'
import type { NewsRow } from '../rows/journal-rows.ts'
import type { RunRecord } from '../rows/run-record.ts'
import { append } from './journal.ts'
import type { Statements } from './store.ts'

/** The run as far as news need it; its row must be locked. */
export type Told = Pick<RunRecord, 'seq' | 'status' | 'entries'>

/** Journals what others have done for a run, and wakes it. Part of the transaction in which they did it. */
export async function tellNews(tx: Statements, run: Told, rows: readonly NewsRow[], at: Instant): Promise<void> {
  const n = await append(tx, run.seq, run.entries, rows)
  if (run.status === 'waiting' || run.status === 'retrying')
    await tx.run('update runs set entries = $1, news = 1, wake_at = $2, ready_at = $2 where seq = $3', n, at, run.seq)
  // Awake or ended: `news` keeps a member that has not seen the rows from putting the run to sleep on them.
  else await tx.run('update runs set entries = $1, news = 1 where seq = $2', n, run.seq)
}
