import type { Instant, MemberId, Sharing, Suspects } from '../engine.ts'
import type { RunRecord } from '../rows/run-record.ts'
import { isBlocked, partitionLock } from './aftermath.ts'
import { createSharedQueue } from './shared-queue.ts'
import type { Statements, Transaction } from './store.ts'

/** A run that may be leased; its row is locked. */
export type Candidate = Pick<RunRecord, 'seq' | 'flow' | 'partition_key'>

/** What a claim asks for. A run that is leased may be taken when its lease ended at `ranOut` or before. */
export interface Wish {
  readonly max: number
  readonly at: Instant
  readonly ranOut: Instant
  readonly suspects: Suspects
  readonly sharing?: Sharing | undefined
}

/** Runs whose worker died that are looked at when claims are shared out. */
const LOOK = 16

const READY = 'ready_at <= $3 and (member is null or ready_at <= $4)'
const INNOCENT = 'ready_at <= $3 and deaths = 0 and member is null'
const ACCUSED =
  '(deaths > 0 and ready_at is not null and ready_at <= $3 and member is null or member is not null and ready_at <= $4)'

/** Taking runs out of the queue, inside a transaction. */
export interface Leasing {
  next(tx: Transaction, member: MemberId, wish: Wish): Promise<readonly RunRecord[]>
  one(tx: Transaction, candidate: Candidate, member: MemberId, at: Instant): Promise<RunRecord | undefined>
  /** Whether `next` may find anything with this sharing. */
  anyFits(statements: Statements, wish: Omit<Wish, 'max'> & { readonly sharing: Sharing }): Promise<boolean>
}

/** Rows that another member is taking are passed by, so that members do not wait for each other. */
export function createLeasing(leaseMs: number): Leasing {
  const queue = createSharedQueue()

  /** A member that is still named held a lease that has expired: it counts as a death. */
  const lease = (
    tx: Statements,
    seqs: readonly number[],
    member: MemberId,
    at: Instant,
  ): Promise<readonly RunRecord[]> =>
    tx.all<RunRecord>(
      `update runs set status = 'running', epoch = epoch + 1, deaths = deaths + (member is not null)::integer, member = $1,
         ready_at = $2, wake_at = null, news = 0, error = null, error_node = null where seq = any ($3::bigint[]) returning *`,
      member,
      at + leaseMs,
      seqs,
    )

  const one: Leasing['one'] = async (tx, { seq, flow, partition_key }, member, at) => {
    if (partition_key !== null) {
      // Who ends the earlier run holds it, and may want this row: never wait for it here.
      if (!(await tx.tryLock(...partitionLock(flow, partition_key)))) return undefined
      if (await isBlocked(tx, flow, partition_key, seq)) {
        await park(tx, seq)
        return undefined
      }
    }
    return (await lease(tx, [seq], member, at))[0]
  }

  /** Leases those that are free, in one statement but for the partitions; answers how many. */
  async function take(
    tx: Transaction,
    candidates: readonly Candidate[],
    member: MemberId,
    at: Instant,
    into: Map<number, RunRecord>,
    passed: number[],
  ): Promise<number> {
    const before = into.size
    const free = candidates.filter((it) => it.partition_key === null).map((it) => it.seq)
    const leased = new Map<number, RunRecord>()
    if (free.length > 0) for (const run of await lease(tx, free, member, at)) leased.set(run.seq, run)
    for (const candidate of candidates) {
      const run = candidate.partition_key === null ? leased.get(candidate.seq) : await one(tx, candidate, member, at)
      if (run) into.set(run.seq, run)
      else passed.push(candidate.seq)
    }
    return into.size - before
  }

  const accused = async (tx: Statements, { at, ranOut, sharing }: Omit<Wish, 'max'>, locked: boolean) => {
    const rows = await oldest(tx, ACCUSED, [at, finite(ranOut)], LOOK, [], locked)
    return rows.filter(({ flow }) => (sharing?.flows.get(flow)?.room ?? 1) >= 1)
  }

  async function nextShared(
    tx: Transaction,
    member: MemberId,
    wish: Wish & { readonly sharing: Sharing },
  ): Promise<readonly RunRecord[]> {
    const { at, suspects, max } = wish
    const into = new Map<number, RunRecord>()
    const passed: number[] = []
    if (suspects !== 'none') {
      const most = suspects === 'one' ? 1 : max
      for (const candidate of await accused(tx, wish, true))
        if (into.size < most) await take(tx, [candidate], member, at, into, passed)
        else passed.push(candidate.seq)
    }
    await queue.draw(tx, { ...wish, max: max - into.size }, passed, (candidates) =>
      take(tx, candidates, member, at, into, passed),
    )
    return [...into.values()]
  }

  /** Takes the oldest until there are no more or `max` are taken; runs whose partition is busy are parked on the way. */
  async function from(
    where: string,
    values: readonly Instant[],
    tx: Transaction,
    member: MemberId,
    max: number,
    at: Instant,
  ): Promise<readonly RunRecord[]> {
    const into = new Map<number, RunRecord>()
    const passed: number[] = []
    while (into.size < max) {
      const candidates = await oldest(tx, where, values, max - into.size, passed, true)
      if (candidates.length === 0) break
      await take(tx, candidates, member, at, into, passed)
    }
    return [...into.values()]
  }

  return {
    one,
    anyFits: async (statements, wish) =>
      (await queue.anyFits(statements, wish.at, wish.sharing)) ||
      (wish.suspects !== 'none' && (await accused(statements, wish, false)).length > 0),
    async next(tx, member, wish) {
      const { max, at, suspects, sharing } = wish
      if (sharing) return nextShared(tx, member, { ...wish, sharing })
      const both = [at, finite(wish.ranOut)]
      if (suspects === 'all') return from(READY, both, tx, member, max, at)
      const first = suspects === 'one' ? await from(ACCUSED, both, tx, member, 1, at) : []
      return [...first, ...(await from(INNOCENT, [at], tx, member, max - first.length, at))]
    },
  }
}

/** The oldest of these runs but those of `passed`; locked ones are free for nobody else. Values are named from `$3` on. */
function oldest(
  tx: Statements,
  where: string,
  values: readonly Instant[],
  max: number,
  passed: readonly number[],
  locked: boolean,
): Promise<readonly Candidate[]> {
  return tx.all<Candidate>(
    `select seq, flow, partition_key from runs where ${where} and seq <> all ($1::bigint[]) order by ready_at, id limit $2
       ${locked ? 'for update skip locked' : ''}`,
    passed,
    max,
    ...values,
  )
}

/** Out of the queue until the earlier run has left the way, so that a long line behind one run costs the claims nothing. */
async function park(tx: Statements, seq: number): Promise<void> {
  await tx.run(
    `update runs set ready_at = null, deaths = deaths + (member is not null)::integer,
       status = case when member is null then status else 'accepted' end, member = null where seq = $1`,
    seq,
  )
}

/** "Nothing has run out" as a number that a column can hold. */
export function finite(instant: Instant): Instant {
  return Math.max(instant, Number.MIN_SAFE_INTEGER)
}
