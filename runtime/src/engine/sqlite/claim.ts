import { toErrorData } from '#shared/errors/flow-error.ts'
import { faults } from '../../faults.ts'
import type { ClaimedRun, Engine, Instant, Lease, MemberId, RunId, Sharing } from '../engine.ts'
import type { LeaseClock } from '../lease-clock.ts'
import { readJournal } from '../rows/journal-rows.ts'
import { type RunRecord, setAside, toInbound } from '../rows/run-record.ts'
import type { Payloads } from '../rows/stored.ts'
import type { Aftermath } from './aftermath.ts'
import type { Connection } from './connection.ts'
import type { GroupCommit } from './group-commit.ts'
import type { Journal } from './journal.ts'
import { createSharedQueue, type Order } from './shared-queue.ts'

interface Parts {
  readonly db: Connection
  readonly group: GroupCommit
  readonly journal: Journal
  readonly payloads: Payloads
  readonly aftermath: Aftermath
  readonly commit: Engine['commit']
  readonly leases: LeaseClock
  readonly leaseMs: number
  clock(): Instant
}

/** Runs whose worker died that are looked at when claims are shared out. */
const LOOK = 16

type Claims = Pick<Engine, 'claim' | 'claimOne' | 'renew' | 'release' | 'bury' | 'abandon'>

/** Leases on one connection. */
export function createClaims(parts: Parts): Claims {
  const { db, group, leases, leaseMs, clock } = parts
  const take = createTaking(parts)
  const open = createOpening(parts)
  const anyReady = db.prepare<[Instant], number>('select 1 from runs where ready_at <= ? limit 1').pluck()
  const one = db.prepare<[RunId, Instant, Instant], Candidate>(
    'select seq, flow, partition_key from runs where id = ? and ready_at <= ? and (member is null or ready_at <= ?)',
  )
  const prolong = db.prepare<[Instant, RunId, number, MemberId]>(
    'update runs set ready_at = ? where id = ? and epoch = ? and member = ?',
  )
  // Back to its place in the line: the instant at which it was accepted, or now where the clock has been set back since.
  const giveBack = db.prepare<[Instant, RunId, number]>(
    `update runs set status = 'accepted', member = null, ready_at = min(accepted_at, ?)
      where id = ? and epoch = ? and member is not null`,
  )
  const mourn = db.prepare<[Instant, MemberId]>(
    `update runs set status = 'accepted', member = null, ready_at = min(accepted_at, ?), deaths = deaths + 1 where member = ?`,
  )
  const free = db.prepare<[Instant, string]>(
    `update runs set status = 'accepted', member = null, ready_at = min(accepted_at, ?)
      where member is not null and member not in (select value from json_each(?))`,
  )

  return {
    async claim(member, max, at, suspects = 'all', sharing) {
      // Polling an empty queue takes no lock and writes nothing.
      if (max <= 0 || group.read(() => anyReady.get(at)) === undefined) return []
      const ranOut = leases.ranOut(at)
      if (sharing && !group.read(() => take.anyFits({ at, ranOut, suspects, sharing }))) return []
      const taken = await group.write(() => take.next(member, { max, at, ranOut, suspects }, sharing))
      const claimed = await Promise.all(taken.map(open))
      return claimed.filter((run) => run !== undefined)
    },
    async claimOne(member, run, at) {
      const ranOut = leases.ranOut(at)
      if (group.read(() => one.get(run, at, ranOut)) === undefined) return undefined
      const taken = await group.write(() => {
        const candidate = one.get(run, at, ranOut)
        return candidate && take.one(candidate, member, at)
      })
      return taken && open(taken)
    },
    renew(member, leases, at) {
      return group.persist(() => {
        // It may have waited for the disk.
        const until = Math.max(at, clock()) + leaseMs
        const lost = leases.filter(({ run, epoch }) => prolong.run(until, run, epoch, member).changes === 0)
        return { until, lost: lost.map(({ run }) => run) }
      })
    },
    async release(leases) {
      if (leases.length === 0) return
      await group.write(() => {
        for (const { run, epoch } of leases) giveBack.run(clock(), run, epoch)
      })
    },
    bury: (member) => group.persist(() => mourn.run(clock(), member).changes),
    abandon: (alive) => group.write(() => free.run(clock(), JSON.stringify(alive)).changes),
  }
}

type Candidate = Pick<RunRecord, 'seq' | 'flow' | 'partition_key'>

/** What a claim asks for. A run that is leased may be taken when its lease ended at `ranOut` or before. */
interface Wish extends Order {
  readonly ranOut: Instant
}

interface Taking {
  next(member: MemberId, order: Omit<Wish, 'sharing'>, sharing: Sharing | undefined): RunRecord[]
  /** Whether `next` may find anything with this sharing. */
  anyFits(wish: Omit<Wish, 'max'>): boolean
  one(candidate: Candidate, member: MemberId, at: Instant): RunRecord | undefined
}

/** The part that runs inside the transaction. */
function createTaking({ db, aftermath, leaseMs }: Parts): Taking {
  const ready = db.prepare<{ at: Instant; ranOut: Instant; max: number }, Candidate>(
    `select seq, flow, partition_key from runs where ready_at <= @at and (member is null or ready_at <= @ranOut)
      order by ready_at, seq limit @max`,
  )
  const suspect = 'deaths > 0 or member is not null'
  const innocent = db.prepare<[Instant, number], Candidate>(
    `select seq, flow, partition_key from runs where ready_at <= ? and not (${suspect}) order by ready_at, seq limit ?`,
  )
  const accused = db.prepare<{ at: Instant; ranOut: Instant; max: number }, Candidate>(
    `select seq, flow, partition_key from (
       select seq, flow, partition_key, ready_at from runs indexed by runs_suspect
         where deaths > 0 and ready_at is not null and ready_at <= @at and member is null
       union all
       select seq, flow, partition_key, ready_at from runs indexed by runs_leased where member is not null and ready_at <= @ranOut
     ) order by ready_at, seq limit @max`,
  )
  // A member that is still named held a lease that has expired: it counts as a death.
  const lease = db.prepare<[MemberId, Instant, number], RunRecord>(
    `update runs set status = 'running', epoch = epoch + 1, deaths = deaths + (member is not null), member = ?, ready_at = ?,
       wake_at = null, news = 0, error = null, error_node = null where seq = ? returning *`,
  )
  // Out of the queue until the earlier run has left the way, so that a long line behind one run costs the claims nothing.
  const park = db.prepare<[number]>(
    `update runs set ready_at = null, deaths = deaths + (member is not null),
       status = case when member is null then status else 'accepted' end, member = null where seq = ?`,
  )

  function one({ seq, flow, partition_key }: Candidate, member: MemberId, at: Instant): RunRecord | undefined {
    if (partition_key !== null && aftermath.blocked(flow, partition_key, seq)) {
      park.run(seq)
      return undefined
    }
    return lease.get(member, at + leaseMs, seq)
  }

  /** Takes from one line until it is empty or `max` are taken; runs whose partition is busy are parked on the way. */
  function from(
    line: (at: Instant, max: number) => Candidate[],
    member: MemberId,
    max: number,
    at: Instant,
  ): RunRecord[] {
    const taken: RunRecord[] = []
    while (taken.length < max) {
      const candidates = line(at, max - taken.length)
      if (candidates.length === 0) break
      for (const candidate of candidates) {
        const run = one(candidate, member, at)
        if (run) taken.push(run)
      }
    }
    return taken
  }

  const queue = createSharedQueue(db)
  /** Runs whose worker died stand outside the shares, but not outside the limits of their flow. */
  const accusedThatFit = ({ at, ranOut, sharing }: Omit<Wish, 'max'>): Candidate[] =>
    accused.all({ at, ranOut, max: LOOK }).filter(({ flow }) => (sharing.flows.get(flow)?.room ?? 1) >= 1)

  function nextShared(member: MemberId, order: Wish): RunRecord[] {
    const { at, suspects, max } = order
    const first: RunRecord[] = []
    for (const candidate of suspects === 'none' ? [] : accusedThatFit(order)) {
      const run = first.length < (suspects === 'one' ? 1 : max) ? one(candidate, member, at) : undefined
      if (run) first.push(run)
    }
    const rest = queue.draw({ ...order, max: max - first.length }, (candidate) => one(candidate, member, at))
    return [...first, ...rest]
  }

  return {
    one,
    anyFits: (wish) =>
      queue.anyFits(wish.at, wish.sharing) || (wish.suspects !== 'none' && accusedThatFit(wish).length > 0),
    next(member, order, sharing) {
      if (sharing) return nextShared(member, { ...order, sharing })
      const { max, at, ranOut, suspects } = order
      if (suspects === 'all') return from((due, n) => ready.all({ at: due, ranOut, max: n }), member, max, at)
      const first = suspects === 'one' ? from((due, n) => accused.all({ at: due, ranOut, max: n }), member, 1, at) : []
      return [...first, ...from((due, n) => innocent.all(due, n), member, max - first.length, at)]
    },
  }
}

/** Reads a leased run's journal. A run that cannot be read must not hold up the others, nor come back for ever. */
function createOpening(parts: Parts): (record: RunRecord) => Promise<ClaimedRun | undefined> {
  const { group, journal, payloads, commit, leaseMs, clock } = parts

  return async (record) => {
    const lease: Lease = { run: record.id, epoch: record.epoch, until: record.ready_at ?? 0 }
    faults.at('claim.after')
    try {
      const rows = group.read(() => journal.rows(record.seq))
      const { message, entries } = await readJournal(payloads, rows)
      return { lease, inbound: toInbound(record, message), journal: entries, deaths: record.deaths }
    } catch (thrown) {
      await commit(lease, [], setAside(record, toErrorData(thrown), clock(), leaseMs))
      return undefined
    }
  }
}
