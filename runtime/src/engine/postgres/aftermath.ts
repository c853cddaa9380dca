import type { Instant, JournalEntry } from '../engine.ts'
import type { End, Ended } from '../rows/ending.ts'
import { OPEN, type RunRecord } from '../rows/run-record.ts'
import { inline } from '../rows/stored.ts'
import { type Told, tellNews } from './news.ts'
import type { Statements, Transaction } from './store.ts'

/** The words that lock a partition: who adds to it, leaves it or takes from it does so alone. */
export function partitionLock(flow: string, partition: string): readonly string[] {
  return ['partition', flow, partition]
}

/** Whether an earlier run of the partition has not left the way. */
export async function isBlocked(tx: Statements, flow: string, partition: string, seq: number): Promise<boolean> {
  const earlier = await tx.get(
    `select 1 from runs where flow = $1 and partition_key = $2 and partition_key is not null and seq < $3 and ${OPEN} limit 1`,
    flow,
    partition,
    seq,
  )
  return earlier !== undefined
}

/** What the end of a run sets off for other runs: counts it, tells its parent, lets the next of its partition go. Part of the transaction that ends it. */
export async function afterEnd(tx: Transaction, run: Ended, end: End): Promise<void> {
  if (end.status === 'done') tx.tally.ended(run.flow, 'done', end.at, 1)
  else if (end.status !== 'cancelled') tx.tally.ended(run.flow, 'failed', end.at, 1)
  if (run.partition_key !== null) await letNextGo(tx, run.flow, run.partition_key, end.at)
  // A child in doubt has not ended for its parent: a person will decide, and then it ends.
  if (end.status !== 'in-doubt' && run.parent_run !== null && run.parent_path !== null)
    await tellParent(tx, run.parent_run, run.parent_path, run.id, end)
}

async function letNextGo(tx: Transaction, flow: string, partition: string, at: Instant): Promise<void> {
  await tx.lock(...partitionLock(flow, partition))
  const next = await tx.get<Pick<RunRecord, 'seq' | 'status' | 'wake_at' | 'ready_at'>>(
    `select seq, status, wake_at, ready_at from runs
      where flow = $1 and partition_key = $2 and partition_key is not null and ${OPEN} order by seq limit 1`,
    flow,
    partition,
  )
  if (!next || next.ready_at !== null) return
  const asleep = next.status === 'waiting' || next.status === 'retrying'
  await tx.run(
    'update runs set ready_at = $1 where seq = $2 and ready_at is null',
    asleep ? next.wake_at : at,
    next.seq,
  )
}

async function tellParent(tx: Transaction, parentRun: string, path: string, child: string, end: End): Promise<void> {
  const parent = await tx.get<Told>('select seq, status, entries from runs where id = $1 for update', parentRun)
  if (!parent) return
  const { status, at, error, reply } = end
  const entry: JournalEntry = { kind: 'child-end', path, run: child, status, ...(error ? { error } : {}), at }
  const answer = reply ? [{ kind: 'child-reply', stored: reply } as const] : []
  await tellNews(tx, parent, [{ kind: 'child-end', stored: inline(JSON.stringify(entry)) }, ...answer], at)
}
