import { faults } from '../../faults.ts'
import type { Engine, Instant, Lease } from '../engine.ts'
import { type PreparedCommit, prepareCommit } from '../rows/prepared-commit.ts'
import type { RunRecord } from '../rows/run-record.ts'
import { afterEnd } from './aftermath.ts'
import type { InOrder } from './in-order.ts'
import { append } from './journal.ts'
import { payloads } from './payloads.ts'
import type { Statements, Store, Transaction } from './store.ts'
import { changeWait, endWaits } from './waits.ts'

interface Parts {
  readonly store: Store
  readonly inOrder: InOrder
  newMark(): string
  clock(): Instant
}

type Held = Pick<
  RunRecord,
  'seq' | 'id' | 'flow' | 'version' | 'entries' | 'news' | 'partition_key' | 'parent_run' | 'parent_path'
>

/**
 * Does something for the run of a lease, whose row is locked: undefined when the lease is stale, or `done` when an earlier try of the same
 * call, known by its mark, has done it. The epoch fences a member that was declared dead; `member is not null` one that gave the lease back.
 */
export async function heldRun<R>(
  tx: Statements,
  { run, epoch }: Pick<Lease, 'run' | 'epoch'>,
  mark: string,
  columns: string,
): Promise<R | 'done' | undefined> {
  const found = await tx.get<R & { commit_mark: string | null; held: boolean }>(
    `select ${columns}, commit_mark, epoch = $2 and member is not null as held from runs where id = $1 for update`,
    run,
    epoch,
  )
  if (found?.commit_mark === mark) return 'done'
  return found?.held ? found : undefined
}

/** Commits of lease holders. */
export function createCommit({ store, inOrder, newMark, clock }: Parts): Pick<Engine, 'commit' | 'intend'> {
  const commit: Engine['commit'] = async (lease, entries, next) => {
    const mark = newMark()
    const prepared = prepareCommit(payloads, entries, next)
    const answer = await inOrder.next([lease.run], async () => {
      const rows = await prepared
      return store.write((tx) => apply(tx, lease, rows, mark, clock), { persist: true })
    })
    faults.at('commit.after')
    return answer
  }

  return {
    commit,
    async intend(lease, entry) {
      const answer = await commit(lease, [entry], { status: 'running' })
      faults.at('intend.after')
      return answer === 'committed' ? 'recorded' : 'stale'
    },
  }
}

async function apply(
  tx: Transaction,
  lease: Lease,
  prepared: PreparedCommit,
  mark: string,
  clock: () => Instant,
): Promise<'committed' | 'stale'> {
  const run = await heldRun<Held>(
    tx,
    lease,
    mark,
    'seq, id, flow, version, entries, news, partition_key, parent_run, parent_path',
  )
  if (run === 'done') return 'committed'
  if (!run) return 'stale'
  const { n, news } = await journal(tx, run, prepared.entries)
  if (prepared.kind === 'go-on')
    await tx.run(
      'update runs set entries = $1, news = $2, commit_mark = $3 where seq = $4',
      n,
      news ? 1 : 0,
      mark,
      run.seq,
    )
  else if (prepared.kind === 'sleep') await goToSleep(tx, run, n, news, prepared, mark, clock)
  else await end(tx, run, n, prepared, mark)
  faults.at('commit.inside')
  return 'committed'
}

async function journal(
  tx: Transaction,
  run: Held,
  entries: PreparedCommit['entries'],
): Promise<{ readonly n: number; readonly news: boolean }> {
  let n = run.entries
  let news = run.news === 1
  let ordinary: PreparedCommit['entries'][number][] = []
  const flush = async (): Promise<void> => {
    n = await append(tx, run.seq, n, ordinary)
    ordinary = []
  }
  for (const entry of entries) {
    if (entry.wait) {
      await flush()
      const written = await changeWait(tx, run.seq, n, entry.wait, entry.stored)
      n += written.rows
      news ||= written.news
    } else ordinary.push(entry)
    if (entry.kind === 'compensate') await tx.run(`update runs set compensation = 'under-way' where seq = $1`, run.seq)
  }
  await flush()
  return { n, news }
}

async function goToSleep(
  tx: Transaction,
  run: Held,
  n: number,
  news: boolean,
  { next, error }: Extract<PreparedCommit, { kind: 'sleep' }>,
  mark: string,
  clock: () => Instant,
): Promise<void> {
  // News came while it was awake, which this member may not have seen: it must look before it sleeps.
  const wake = news ? clock() : (next.wakeAt ?? null)
  await tx.run(
    `update runs set status = $1, entries = $2, wake_at = $3, ready_at = $3, error = $4, error_node = $5, member = null, news = 0,
       commit_mark = $6 where seq = $7`,
    next.status,
    n,
    wake,
    error,
    next.errorNode ?? null,
    mark,
    run.seq,
  )
}

async function end(
  tx: Transaction,
  run: Held,
  n: number,
  prepared: Extract<PreparedCommit, { kind: 'end' }>,
  mark: string,
): Promise<void> {
  const { reply, status, at } = prepared.end
  const entries = reply ? await append(tx, run.seq, n, [{ kind: 'reply', stored: reply }]) : n
  await tx.run(
    `update runs set status = $1, entries = $2, ended_at = $3, error = $4, error_node = $5, compensation = $6, member = null,
       ready_at = null, wake_at = null, news = 0, commit_mark = $7 where seq = $8`,
    status,
    entries,
    at,
    prepared.error,
    prepared.errorNode,
    prepared.compensation,
    mark,
    run.seq,
  )
  tx.tally.open(run.flow, run.version, -1)
  await endWaits(tx, run.seq, status === 'done')
  await afterEnd(tx, run, prepared.end)
}
