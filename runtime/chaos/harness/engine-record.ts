import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { RunStatus } from '#shared/api/runs.ts'

/** What the engine's own file says of one message that came with a key against duplicates. */
export interface KeyedRun {
  readonly key: string
  readonly run: string
  /** The version that it was accepted on. */
  readonly version: string
  readonly status: RunStatus
  readonly error: string | null
  readonly deaths: number
  readonly compensation: string | null
}

/** Reads the engine's file from outside, without the code under test. */
export interface EngineRecord {
  /** The run of every key of a flow. */
  keyed(flow: string): readonly KeyedRun[]
  /** How often a member died while it held a run of a flow, over all its runs. */
  deaths(flow: string): number
  /** The member that holds the lease of the run of this key; undefined when nobody does. */
  holder(flow: string, key: string): string | undefined
  /** Runs of a flow, by status. */
  counts(flow: string): Readonly<Partial<Record<RunStatus, number>>>
  close(): void
}

/** Opens the tables of the engine for reading: the file in a data folder, or `postgres://…`. The server may be running. */
export function openEngineRecord(at: string): EngineRecord {
  return at.startsWith('postgres:') ? recordByPsql(at) : recordOfFile(at)
}

function recordOfFile(data: string): EngineRecord {
  const db = new Database(join(data, 'engine.db'), { readonly: true, timeout: 5000 })
  const keyed = db.prepare<[string], KeyedRun>(
    `select d.key, r.id as run, r.version, r.status, r.error, r.deaths, r.compensation from dedupe d join runs r on r.seq = d.run where d.flow = ?`,
  )
  const counts = db.prepare<[string], { status: RunStatus; n: number }>(
    'select status, count(*) as n from runs where flow = ? group by status',
  )
  const deaths = db.prepare<[string], number>('select coalesce(sum(deaths), 0) from runs where flow = ?').pluck()
  const holder = db
    .prepare<[string, string], string | null>(
      'select r.member from dedupe d join runs r on r.seq = d.run where d.flow = ? and d.key = ?',
    )
    .pluck()
  return {
    deaths: (flow) => deaths.get(flow) ?? 0,
    holder: (flow, key) => holder.get(flow, key) ?? undefined,
    keyed: (flow) => keyed.all(flow),
    counts: (flow) => Object.fromEntries(counts.all(flow).map(({ status, n }) => [status, n])),
    close: () => db.close(),
  }
}

/** By PostgreSQL's own client, which knows several hosts too. */
function recordByPsql(url: string): EngineRecord {
  const env = { ...process.env, PGTARGETSESSIONATTRS: 'read-write', PGOPTIONS: '-c search_path=lienthong' }
  const ask = <R>(sql: string, value = '', other = ''): readonly R[] =>
    JSON.parse(
      execFileSync('psql', ['-X', '-At', '-v', `a=${value}`, '-v', `b=${other}`, url], {
        env,
        input: `select coalesce(json_agg(t), '[]') from (${sql}) t`,
        encoding: 'utf8',
        maxBuffer: 1_073_741_824,
      }),
    ) as readonly R[]
  return {
    deaths: (flow) =>
      ask<{ n: number }>(`select coalesce(sum(deaths), 0) as n from runs where flow = :'a'`, flow)[0]?.n ?? 0,
    holder: (flow, key) =>
      ask<{ member: string | null }>(
        `select r.member from dedupe d join runs r on r.seq = d.run where d.flow = :'a' and d.key = :'b'`,
        flow,
        key,
      )[0]?.member ?? undefined,
    keyed: (flow) =>
      ask<KeyedRun>(
        `select d.key, r.id as run, r.version, r.status, r.error, r.deaths, r.compensation from dedupe d join runs r on r.seq = d.run
          where d.flow = :'a'`,
        flow,
      ),
    counts: (flow) =>
      Object.fromEntries(
        ask<{ status: RunStatus; n: number }>(
          `select status, count(*) as n from runs where flow = :'a' group by status`,
          flow,
        ).map(({ status, n }) => [status, n]),
      ),
    close: () => undefined,
  }
}

/** The states in which a run waits for a person: in the inbox and not lost. */
export function inInbox(status: RunStatus): boolean {
  return status === 'failed' || status === 'in-doubt'
}

/** The states in which a run is still on its way. */
export function isOpen(status: RunStatus): boolean {
  return status === 'accepted' || status === 'running' || status === 'waiting' || status === 'retrying'
}
