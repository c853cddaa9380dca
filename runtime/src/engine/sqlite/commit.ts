import type { Compensation } from '#shared/api/runs.ts'
import { faults } from '../../faults.ts'
import type { Engine, Instant, Lease } from '../engine.ts'
import { type PreparedCommit, prepareCommit } from '../rows/prepared-commit.ts'
import type { RunRecord } from '../rows/run-record.ts'
import type { Payloads } from '../rows/stored.ts'
import type { Accepting } from './accept.ts'
import type { Aftermath } from './aftermath.ts'
import type { Connection } from './connection.ts'
import type { GroupCommit } from './group-commit.ts'
import type { Journal } from './journal.ts'
import type { Sequence } from './sequence.ts'
import type { Tally } from './tally.ts'
import type { WaitTable } from './waits.ts'

interface Parts {
  readonly db: Connection
  readonly group: GroupCommit
  readonly journal: Journal
  readonly tally: Tally
  readonly payloads: Payloads
  readonly aftermath: Aftermath
  readonly sequence: Sequence
  readonly accepting: Accepting
  readonly waits: WaitTable
  clock(): Instant
}

type Held = Pick<
  RunRecord,
  'seq' | 'id' | 'flow' | 'version' | 'entries' | 'news' | 'partition_key' | 'parent_run' | 'parent_path'
>

/** Commits of lease holders on one connection. */
export function createCommit(parts: Parts): Pick<Engine, 'commit' | 'intend'> {
  const { group, payloads, sequence, accepting } = parts
  const apply = createApplying(parts)

  function enqueue(lease: Lease, prepared: PreparedCommit): Promise<'committed' | 'stale'> {
    const joined =
      prepared.kind === 'end' && lease.epoch === 1 ? accepting.endWithAcceptance(lease.run, prepared) : undefined
    return joined ?? group.persist(() => apply(lease, prepared))
  }

  const commit: Engine['commit'] = async (lease, entries, next) => {
    const answer = await sequence.next(lease.run, prepareCommit(payloads, entries, next), (prepared) =>
      enqueue(lease, prepared),
    )
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

/** The part that runs inside the transaction. */
function createApplying(parts: Parts): (lease: Lease, prepared: PreparedCommit) => 'committed' | 'stale' {
  const { db, journal, tally, aftermath, waits, clock } = parts
  // The epoch fences a member that was declared dead; `member is not null` fences a lease that was given back.
  const held = db.prepare<[string, number], Held>(
    `select seq, id, flow, version, entries, news, partition_key, parent_run, parent_path from runs
      where id = ? and epoch = ? and member is not null`,
  )
  const undoing = db.prepare<[number]>(`update runs set compensation = 'under-way' where seq = ?`)
  const goOn = db.prepare<[number, number, number]>('update runs set entries = ?, news = ? where seq = ?')
  const sleep = db.prepare<[string, number, Instant | null, Instant | null, string | null, string | null, number]>(
    `update runs set status = ?, entries = ?, wake_at = ?, ready_at = ?, error = ?, error_node = ?, member = null, news = 0
      where seq = ?`,
  )
  const end = db.prepare<[string, number, Instant, string | null, string | null, Compensation | null, number]>(
    `update runs set status = ?, entries = ?, ended_at = ?, error = ?, error_node = ?, compensation = ?, member = null, ready_at = null,
       wake_at = null, news = 0 where seq = ?`,
  )

  function goToSleep(run: Held, n: number, news: boolean, prepared: Extract<PreparedCommit, { kind: 'sleep' }>): void {
    const { status, wakeAt, errorNode } = prepared.next
    // News came while it was awake, which this member may not have seen: it must look before it sleeps.
    const wake = news ? clock() : (wakeAt ?? null)
    sleep.run(status, n, wake, wake, prepared.error, errorNode ?? null, run.seq)
  }

  return (lease, prepared) => {
    const run = held.get(lease.run, lease.epoch)
    if (!run) return 'stale'
    let n = run.entries
    let news = run.news === 1
    for (const { kind, stored, wait } of prepared.entries) {
      if (wait) {
        const written = waits.change(run.seq, n, wait, stored)
        n += written.rows
        news ||= written.news
      } else journal.append(run.seq, n++, kind, stored)
      if (kind === 'compensate') undoing.run(run.seq)
    }
    if (prepared.kind === 'go-on') goOn.run(n, news ? 1 : 0, run.seq)
    else if (prepared.kind === 'sleep') goToSleep(run, n, news, prepared)
    else {
      const { reply, status, at } = prepared.end
      if (reply) journal.append(run.seq, n++, 'reply', reply)
      end.run(status, n, at, prepared.error, prepared.errorNode, prepared.compensation, run.seq)
      tally.open(run.flow, run.version, -1)
      waits.ended(run.seq, status === 'done')
      aftermath.ended(run, prepared.end)
    }
    faults.at('commit.inside')
    return 'committed'
  }
}
