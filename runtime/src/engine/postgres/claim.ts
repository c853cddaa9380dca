import { toErrorData } from '#shared/errors/flow-error.ts'
import { faults } from '../../faults.ts'
import type { ClaimedRun, Engine, Instant, Lease } from '../engine.ts'
import type { LeaseClock } from '../lease-clock.ts'
import { readJournal } from '../rows/journal-rows.ts'
import { type RunRecord, setAside, toInbound } from '../rows/run-record.ts'
import { journalRows } from './journal.ts'
import { type Candidate, createLeasing, finite } from './lease.ts'
import { payloads } from './payloads.ts'
import type { Statements, Store } from './store.ts'

interface Parts {
  readonly store: Store
  readonly commit: Engine['commit']
  readonly leases: LeaseClock
  readonly leaseMs: number
  clock(): Instant
}

type Claims = Pick<Engine, 'claim' | 'claimOne' | 'renew' | 'release' | 'bury' | 'abandon'>

const ONE = 'id = $1 and ready_at <= $2 and (member is null or ready_at <= $3)'
/** Back to its place in the line: the instant at which it was accepted, or now where the clock has been set back since. */
const IN_LINE = `status = 'accepted', member = null, ready_at = least(accepted_at, $1)`

/** Leases. */
export function createClaims(parts: Parts): Claims {
  const { store, leases, leaseMs, clock } = parts
  const leasing = createLeasing(leaseMs)
  const open = createOpening(parts)

  return {
    async claim(member, max, at, suspects = 'all', sharing) {
      // Polling an empty queue takes no lock and writes nothing.
      if (max <= 0 || !(await store.get('select 1 from runs where ready_at <= $1 limit 1', at))) return []
      const ranOut = leases.ranOut(at)
      if (sharing && !(await leasing.anyFits(store, { at, ranOut, suspects, sharing }))) return []
      let before: readonly RunRecord[] = []
      const taken = await store.write(async (tx) => {
        const kept = await stillHeld(tx, before)
        if (kept.length > 0) return kept
        before = await leasing.next(tx, member, { max, at, ranOut, suspects, sharing })
        return before
      })
      const claimed = await Promise.all(taken.map(open))
      return claimed.filter((run) => run !== undefined)
    },
    async claimOne(member, run, at) {
      const ranOut = finite(leases.ranOut(at))
      if (!(await store.get(`select 1 from runs where ${ONE}`, run, at, ranOut))) return undefined
      let before: readonly RunRecord[] = []
      const taken = await store.write(async (tx) => {
        const [kept] = await stillHeld(tx, before)
        if (kept) return kept
        const candidate = await tx.get<Candidate>(
          `select seq, flow, partition_key from runs where ${ONE} for update skip locked`,
          run,
          at,
          ranOut,
        )
        const leased = candidate && (await leasing.one(tx, candidate, member, at))
        before = leased ? [leased] : []
        return leased
      })
      return taken && open(taken)
    },
    renew: (member, held, at) =>
      store.write(
        async (tx) => {
          // It may have waited for the server.
          const until = Math.max(at, clock()) + leaseMs
          const kept = await tx.all<{ id: string }>(
            `update runs set ready_at = $1 from unnest($2::text[], $3::integer[]) as l (run, of_epoch)
              where id = l.run and epoch = l.of_epoch and member = $4 returning id`,
            until,
            held.map(({ run }) => run),
            held.map(({ epoch }) => epoch),
            member,
          )
          const ids = new Set(kept.map(({ id }) => id))
          return { until, lost: held.filter(({ run }) => !ids.has(run)).map(({ run }) => run) }
        },
        { persist: true },
      ),
    async release(held) {
      if (held.length === 0) return
      await store.write((tx) =>
        tx.run(
          `update runs set ${IN_LINE} from unnest($2::text[], $3::integer[]) as l (run, of_epoch)
            where id = l.run and epoch = l.of_epoch and member is not null`,
          clock(),
          held.map(({ run }) => run),
          held.map(({ epoch }) => epoch),
        ),
      )
    },
    bury: (member) =>
      store.write(
        (tx) => tx.run(`update runs set ${IN_LINE}, deaths = deaths + 1 where member = $2`, clock(), member),
        {
          persist: true,
        },
      ),
    abandon: (alive) =>
      store.write((tx) =>
        tx.run(`update runs set ${IN_LINE} where member is not null and member <> all ($2::text[])`, clock(), alive),
      ),
  }
}

/** What an earlier try of the same claim took, when only its answer was lost. */
async function stillHeld(tx: Statements, before: readonly RunRecord[]): Promise<readonly RunRecord[]> {
  if (before.length === 0) return []
  return tx.all<RunRecord>(
    `select r.* from runs r join unnest($1::bigint[], $2::integer[], $3::text[]) as b (seq, epoch, member)
       on r.seq = b.seq and r.epoch = b.epoch and r.member = b.member for update of r`,
    before.map(({ seq }) => seq),
    before.map(({ epoch }) => epoch),
    before.map(({ member }) => member),
  )
}

/** Reads a leased run's journal. A run that cannot be read must not hold up the others, nor come back for ever. */
function createOpening({
  store,
  commit,
  leaseMs,
  clock,
}: Parts): (record: RunRecord) => Promise<ClaimedRun | undefined> {
  return async (record) => {
    const lease: Lease = { run: record.id, epoch: record.epoch, until: record.ready_at ?? 0 }
    faults.at('claim.after')
    try {
      const { message, entries } = await readJournal(payloads, await journalRows(store, record.seq))
      return { lease, inbound: toInbound(record, message), journal: entries, deaths: record.deaths }
    } catch (thrown) {
      await commit(lease, [], setAside(record, toErrorData(thrown), clock(), leaseMs))
      return undefined
    }
  }
}
