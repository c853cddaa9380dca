import { statSync } from 'node:fs'
import type { Instant } from '../engine.ts'
import type { Retention, RetentionRule, RunBytes } from '../retention.ts'
import type { Blobs } from './blobs.ts'
import type { Connection } from './connection.ts'
import type { GroupCommit } from './group-commit.ts'
import { ROWS_A_RUN } from './journal.ts'

interface Parts {
  readonly db: Connection
  readonly group: GroupCommit
  readonly blobs: Blobs
  clock(): Instant
}

interface Candidate {
  readonly seq: number
  readonly at: Instant
  readonly status: string
  readonly entries: number
  readonly keys: string | null
}

interface RunSize extends RunBytes {
  readonly seq: number
}

interface DedupeRow {
  readonly flow: string
  readonly key: string
  readonly trigger_node: string
  readonly expires_at: Instant
}

/** Keys against duplicates that one sweep looks at. */
const KEYS_A_SWEEP = 2000
/** Pages that one sweep gives back to the file system. */
const PAGES_A_SWEEP = 500
/** No key against duplicates is in force for longer (`http-in` takes at most 366 days), so older runs need not be looked up. */
const LONGEST_WINDOW_MS = 367 * 86_400_000
/** States in which nobody needs the message any more. */
const OVER = new Set(['done', 'cancelled'])

/** Pruning of the tables and of the blob files. A run whose payloads are gone has no journal rows: `entries` is 0. */
export function createRetention({ db, group, blobs, clock }: Parts): Retention {
  const oldest = db.prepare<[string, Instant, Instant, Instant, number, number], Candidate>(
    `select seq, accepted_at as at, status, entries, keys from runs
      where flow = ? and accepted_at < ? and (accepted_at > ? or (accepted_at = ? and seq > ?))
      order by accepted_at, seq limit ?`,
  )
  const stripJournal = db.prepare<[number, number]>(
    `delete from journal where id between ? * ${ROWS_A_RUN} and ? * ${ROWS_A_RUN} + ${ROWS_A_RUN - 1}`,
  )
  const strip = db.prepare<[number]>('update runs set entries = 0 where seq = ?')
  const removeRun = db.prepare<[number]>('delete from runs where seq = ?')
  const removeKey = db.prepare<[string, Instant, number]>(
    'delete from business_keys where value = ? and accepted_at = ? and run = ?',
  )
  const removeWaits = db.prepare<[number]>('delete from waits where run = ?')
  // Without an index on the run, which every message would pay for: asked outside the transaction, and seldom.
  const inForce = db
    .prepare<[string, Instant, string], number>(
      'select run from dedupe where flow = ? and expires_at > ? and run in (select value from json_each(?))',
    )
    .pluck()
  const nth = db
    .prepare<[string, number], Instant>(
      'select accepted_at from runs where flow = ? order by accepted_at desc limit 1 offset ?',
    )
    .pluck()
  const keys = db.prepare<[string, string, string, number], DedupeRow>(
    `select flow, key, trigger_node, expires_at from dedupe where (flow, key, trigger_node) > (?, ?, ?)
      order by flow, key, trigger_node limit ?`,
  )
  const removeDedupe = db.prepare<[string, string, string]>(
    'delete from dedupe where flow = ? and key = ? and trigger_node = ?',
  )
  const named = db
    .prepare<[Buffer, Buffer, Buffer], number>(
      `select exists (select 1 from journal where encoding = 1 and body = ?)
           or exists (select 1 from callbacks where encoding = 1 and body = ?)
           or exists (select 1 from group_parts where encoding = 1 and body = ?)`,
    )
    .pluck()
  const newest = db.prepare<[string, Instant, Instant, number, number], RunSize>(
    `select r.seq, r.accepted_at as at,
        coalesce((select sum(case when j.encoding = 0 then octet_length(j.body) else 0 end) from journal j
          where j.id between r.seq * ${ROWS_A_RUN} and r.seq * ${ROWS_A_RUN} + ${ROWS_A_RUN - 1}), 0) as bytes
      from runs r where r.flow = ? and r.accepted_at <= ? and (r.accepted_at < ? or r.seq < ?)
      order by r.accepted_at desc, r.seq desc limit ?`,
  )
  const blobsOf = db
    .prepare<[number, number], Buffer>(
      `select body from journal where encoding <> 0 and id between ? * ${ROWS_A_RUN} and ? * ${ROWS_A_RUN} + ${ROWS_A_RUN - 1}`,
    )
    .pluck()
  const stored = db
    .prepare<[], string>(
      `with recursive flows (flow) as (
         select min(flow) from runs
         union all select (select min(flow) from runs where flow > flows.flow) from flows where flows.flow is not null
       ) select flow from flows where flow is not null`,
    )
    .pluck()
  let lastKey: Omit<DedupeRow, 'expires_at'> = { flow: '', key: '', trigger_node: '' }

  /** Runs that would be taken for new ones if their message came again and they had gone. */
  function guarding(flow: string, runs: readonly Candidate[]): ReadonlySet<number> {
    const young = runs.filter((run) => run.at > clock() - LONGEST_WINDOW_MS).map((run) => run.seq)
    return new Set(young.length === 0 ? [] : inForce.all(flow, clock(), JSON.stringify(young)))
  }

  function pruneRun(run: Candidate, rule: RetentionRule, guards: boolean): 'run' | 'payload' | undefined {
    if (!OVER.has(run.status)) return undefined
    const expired = run.at < (rule.runsBefore ?? 0)
    if (expired && !guards) {
      stripJournal.run(run.seq, run.seq)
      removeWaits.run(run.seq)
      for (const value of keyValues(run.keys)) removeKey.run(value, run.at, run.seq)
      removeRun.run(run.seq)
      return 'run'
    }
    if (run.entries === 0 || (!expired && run.at >= (rule.payloadsBefore ?? 0))) return undefined
    stripJournal.run(run.seq, run.seq)
    strip.run(run.seq)
    return 'payload'
  }

  function sweepKeys(at: Instant): number {
    const rows = keys.all(lastKey.flow, lastKey.key, lastKey.trigger_node, KEYS_A_SWEEP)
    const last = rows.at(-1)
    lastKey = last && rows.length === KEYS_A_SWEEP ? last : { flow: '', key: '', trigger_node: '' }
    const expired = rows.filter((row) => row.expires_at <= at)
    for (const { flow, key, trigger_node } of expired) removeDedupe.run(flow, key, trigger_node)
    return expired.length
  }

  const number = (pragma: string): number => Number(db.pragma(pragma, { simple: true }))

  return {
    async prune(rule, most, from = { at: 0, seq: 0 }) {
      const before = Math.max(rule.payloadsBefore ?? 0, rule.runsBefore ?? 0)
      const next = (): Candidate[] => oldest.all(rule.flow, before, from.at, from.at, from.seq, most)
      // A key in force can come to name another run, but never an old one.
      const guards = group.read(() =>
        guarding(
          rule.flow,
          next().filter((run) => run.at < (rule.runsBefore ?? 0)),
        ),
      )
      return group.write(() => {
        const found = next()
        const gone = found.map((run) => pruneRun(run, rule, guards.has(run.seq)))
        const last = found.at(-1)
        return {
          payloads: gone.filter((it) => it === 'payload').length,
          runs: gone.filter((it) => it === 'run').length,
          more: found.length === most,
          ...(last ? { place: { at: last.at, seq: last.seq } } : {}),
        }
      })
    },
    nthNewest: async (flow, n) => group.read(() => nth.get(flow, n - 1)),
    async contents(flow, most, from = { at: Number.MAX_SAFE_INTEGER, seq: 0 }) {
      const found = group.read(() =>
        newest
          .all(flow, from.at, from.at, from.seq, most)
          .map((run) => ({ run, blobs: blobsOf.all(run.seq, run.seq) })),
      )
      const last = found.at(-1)?.run
      const runs: RunBytes[] = []
      for (const { run, blobs: named } of found) {
        const large = await Promise.all(named.map((hash) => blobs.size(hash)))
        runs.push({ at: run.at, bytes: large.reduce((sum, size) => sum + size, run.bytes) })
      }
      return { runs, ...(last && found.length === most ? { place: { at: last.at, seq: last.seq } } : {}) }
    },
    async sweep(part) {
      const removed = await group.write(() => sweepKeys(clock()))
      const gone = await blobs.collect(part, (hash) => group.read(() => named.get(hash, hash, hash)) === 1)
      if (number('freelist_count') > 0) await group.write(() => void db.pragma(`incremental_vacuum(${PAGES_A_SWEEP})`))
      return { keys: removed, blobs: gone }
    },
    flows: async () => group.read(() => stored.all()),
    async size() {
      const page = number('page_size')
      return {
        database: number('page_count') * page,
        log: statSync(`${db.name}-wal`, { throwIfNoEntry: false })?.size ?? 0,
        free: number('freelist_count') * page,
      }
    },
  }
}

function keyValues(keys: string | null): readonly string[] {
  return keys === null ? [] : Object.values(JSON.parse(keys) as Record<string, string>)
}
