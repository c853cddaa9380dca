import type { Compensation } from '#shared/api/runs.ts'
import type { Instant, JournalEntry, Next } from '../engine.ts'
import type { End } from './ending.ts'
import { type Payloads, type Stored, storeAll } from './stored.ts'
import type { WaitChange } from './wait-record.ts'

interface Row {
  readonly kind: JournalEntry['kind']
  readonly stored: Stored
  /** What the row changes about what the run waits for. */
  readonly wait?: WaitChange
}

type Ends = Extract<Next, { at: Instant }>
type Sleeps = Exclude<Next, Ends | { status: 'running' }>

/** A commit whose payloads are stored, ready for the transaction. */
export type PreparedCommit =
  | { readonly kind: 'go-on'; readonly entries: readonly Row[] }
  | { readonly kind: 'sleep'; readonly entries: readonly Row[]; readonly next: Sleeps; readonly error: string | null }
  | PreparedEnd

/** A commit that ends its run. */
export interface PreparedEnd {
  readonly kind: 'end'
  readonly entries: readonly Row[]
  readonly end: End
  readonly error: string | null
  readonly errorNode: string | null
  readonly compensation: Compensation | null
}

/** Stores the payloads of a commit; at once when all are ordinary. */
export function prepareCommit(
  payloads: Payloads,
  entries: readonly JournalEntry[],
  next: Next,
): PreparedCommit | Promise<PreparedCommit> {
  const reply = 'at' in next ? next.reply : undefined
  const stored = storeAll(payloads, reply === undefined ? entries : [...entries, reply])
  return stored instanceof Promise
    ? stored.then((all) => prepared(entries, next, all))
    : prepared(entries, next, stored)
}

function prepared(entries: readonly JournalEntry[], next: Next, all: readonly Stored[]): PreparedCommit {
  const rows: Row[] = []
  for (const [i, entry] of entries.entries()) {
    const stored = all[i]
    const wait = changeOf(entry)
    if (stored) rows.push(wait ? { kind: entry.kind, stored, wait } : { kind: entry.kind, stored })
  }
  const error = 'error' in next && next.error ? JSON.stringify(next.error) : null
  if ('at' in next) {
    const errorNode = 'errorNode' in next ? next.errorNode : null
    const compensation = 'compensation' in next ? (next.compensation ?? null) : null
    return { kind: 'end', entries: rows, end: endOf(next, all[entries.length]), error, errorNode, compensation }
  }
  return next.status === 'running' ? { kind: 'go-on', entries: rows } : { kind: 'sleep', entries: rows, next, error }
}

function changeOf(entry: JournalEntry): WaitChange | undefined {
  if (entry.kind === 'await') return { kind: 'begin', entry }
  if (entry.kind === 'poll') return { kind: 'poll', entry }
  return entry.kind === 'effect' && entry.polled ? { kind: 'polled', path: entry.path } : undefined
}

function endOf(next: Ends, reply: Stored | undefined): End {
  return {
    status: next.status,
    at: next.at,
    ...('error' in next && next.error ? { error: next.error } : {}),
    ...(reply ? { reply } : {}),
  }
}
