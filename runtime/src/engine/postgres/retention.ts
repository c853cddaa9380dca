import type { Instant } from '../engine.ts'
import type { Retention, RetentionRule, RunBytes } from '../retention.ts'
import type { RunRecord } from '../rows/run-record.ts'
import { TRAFFIC_KEPT_MS } from '../rows/traffic.ts'
import { FLOWS } from './history.ts'
import type { Statements, Store } from './store.ts'

interface Parts {
  readonly store: Store
  clock(): Instant
}

interface Candidate {
  readonly seq: number
  readonly at: Instant
  readonly status: string
  readonly entries: number
}

/** Keys against duplicates that one sweep removes. */
const KEYS_A_SWEEP = 2000
/** States in which nobody needs the message any more. */
const OVER = new Set(['done', 'cancelled'])
const TABLES = ['runs', 'journal', 'business_keys', 'dedupe', 'waits', 'callbacks', 'part_groups', 'group_parts']

/** Pruning of the tables; the server gives free pages back itself (autovacuum). A run whose payloads are gone has no journal rows: `entries` is 0. */
export function createRetention({ store, clock }: Parts): Retention {
  return {
    prune: (rule, most, from = { at: 0, seq: 0 }) =>
      store.write(async (tx) => {
        const found = await tx.all<Candidate>(
          `select seq, accepted_at as at, status, entries from runs where flow = $1 and accepted_at < $2
             and (accepted_at, seq) > ($3::bigint, $4::bigint) order by accepted_at, seq limit $5 for update`,
          rule.flow,
          Math.max(rule.payloadsBefore ?? 0, rule.runsBefore ?? 0),
          from.at,
          from.seq,
          most,
        )
        const { runs, payloads } = await sort(tx, found, rule, clock())
        await tx.run('delete from journal where run = any ($1::bigint[])', [...runs, ...payloads])
        await tx.run('update runs set entries = 0 where seq = any ($1::bigint[])', payloads)
        await tx.run('delete from waits where run = any ($1::bigint[])', runs)
        await tx.run('delete from business_keys where run = any ($1::bigint[])', runs)
        await tx.run('delete from runs where seq = any ($1::bigint[])', runs)
        const last = found.at(-1)
        return {
          payloads: payloads.length,
          runs: runs.length,
          more: found.length === most,
          ...(last ? { place: { at: last.at, seq: last.seq } } : {}),
        }
      }),
    async nthNewest(flow, n) {
      const row = await store.get<{ at: number }>(
        'select accepted_at as at from runs where flow = $1 order by accepted_at desc limit 1 offset $2',
        flow,
        n - 1,
      )
      return row?.at
    },
    async contents(flow, most, from = { at: Number.MAX_SAFE_INTEGER, seq: 0 }) {
      const found = await store.all<RunBytes & Pick<RunRecord, 'seq'>>(
        `select r.seq, r.accepted_at as at,
            (select coalesce(sum(octet_length(j.body)), 0) from journal j where j.run = r.seq) as bytes
          from runs r where r.flow = $1 and (r.accepted_at, r.seq) < ($2::bigint, $3::bigint)
          order by r.accepted_at desc, r.seq desc limit $4`,
        flow,
        from.at,
        from.seq,
        most,
      )
      const last = found.at(-1)
      return {
        runs: found.map(({ at, bytes }) => ({ at, bytes })),
        ...(last && found.length === most ? { place: { at: last.at, seq: last.seq } } : {}),
      }
    },
    async sweep() {
      const now = clock()
      const keys = await store.write(async (tx) => {
        await tx.run('delete from traffic where slot < $1', now - TRAFFIC_KEPT_MS)
        return tx.run(
          `delete from dedupe where (flow, key, trigger_node) in (
             select flow, key, trigger_node from dedupe where expires_at <= $1 order by expires_at limit ${KEYS_A_SWEEP} for update skip locked)`,
          now,
        )
      })
      return { keys, blobs: 0 }
    },
    async flows() {
      const rows = await store.all<{ flow: string }>(`${FLOWS} select flow from flows where flow is not null`)
      return rows.map(({ flow }) => flow)
    },
    async size() {
      const row = await store.get<{ bytes: number }>(
        'select sum(pg_total_relation_size(name::regclass))::bigint as bytes from unnest($1::text[]) as t (name)',
        TABLES,
      )
      return { database: row?.bytes ?? 0, log: 0, free: 0 }
    },
  }
}

/** Which of these runs go as a whole, and which only lose their contents: one that a key in force names would be taken for new. */
async function sort(
  tx: Statements,
  found: readonly Candidate[],
  rule: RetentionRule,
  now: Instant,
): Promise<{ readonly runs: readonly number[]; readonly payloads: readonly number[] }> {
  const over = found.filter((run) => OVER.has(run.status))
  const expired = over.filter((run) => run.at < (rule.runsBefore ?? 0)).map(({ seq }) => seq)
  const guarding = new Set(
    (
      await tx.all<{ run: number }>(
        'select run from dedupe where run = any ($1::bigint[]) and expires_at > $2',
        expired,
        now,
      )
    ).map(({ run }) => run),
  )
  const runs = expired.filter((seq) => !guarding.has(seq))
  const gone = new Set(runs)
  const payloads = over.filter(
    (run) => !gone.has(run.seq) && run.entries > 0 && (guarding.has(run.seq) || run.at < (rule.payloadsBefore ?? 0)),
  )
  return { runs, payloads: payloads.map(({ seq }) => seq) }
}
