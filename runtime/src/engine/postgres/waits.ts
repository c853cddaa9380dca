import type { Instant } from '../engine.ts'
import type { NewsRow } from '../rows/journal-rows.ts'
import type { Stored } from '../rows/stored.ts'
import { type Correlation, callbackRows, toOpenWait, type WaitChange, type WaitRecord } from '../rows/wait-record.ts'
import type { OpenWait, WaitEntry } from '../waits.ts'
import { correlationLock, takeCallback } from './callbacks.ts'
import { append, overwrite } from './journal.ts'
import type { Statements, Transaction } from './store.ts'

/** The step of a run, whatever its state. */
export function waitOf(tx: Statements, seq: number, path: string): Promise<WaitRecord | undefined> {
  return tx.get<WaitRecord>('select * from waits where run = $1 and path = $2', seq, path)
}

/** The run that has waited longest for this callback. */
export function longestWait(tx: Statements, of: Correlation, at: Instant): Promise<WaitRecord | undefined> {
  return tx.get<WaitRecord>(
    `select * from waits where unit = $1 and topic = $2 and key = $3 and kind = 'callback' and state = 'open' and until > $4
      order by id limit 1`,
    of.unit,
    of.topic,
    of.key,
    at,
  )
}

/** Marks a wait as answered, by whom if anybody. */
export async function answerWait(tx: Statements, id: number, by: string | null): Promise<void> {
  await tx.run(`update waits set state = 'answered', answered_by = $1 where id = $2`, by, id)
}

/** The most urgent open waits of a run. */
export async function openWaits(statements: Statements, seq: number, most: number): Promise<readonly OpenWait[]> {
  const rows = await statements.all<WaitRecord>(
    `select * from waits where run = $1 and state = 'open' order by until, id limit $2`,
    seq,
    most,
  )
  return rows.map(toOpenWait)
}

/** The run ended: nobody can answer it any more, unless it is resumed. */
export async function endWaits(tx: Statements, seq: number, done: boolean): Promise<void> {
  if (done) await tx.run('delete from waits where run = $1', seq)
  else await tx.run(`update waits set state = 'closed' where run = $1 and state = 'open'`, seq)
}

/** The run goes on: it can be answered again. Gives the rows of callbacks that came in the meantime. */
export async function reopenWaits(tx: Transaction, seq: number, at: Instant): Promise<readonly NewsRow[]> {
  // Questions begin a new row of the journal, since a resumption may want them asked from the start.
  await tx.run(`delete from waits where run = $1 and (state = 'answered' or kind = 'answer')`, seq)
  const waits = await tx.all<WaitRecord>(`select * from waits where run = $1 and state = 'closed' order by id`, seq)
  await tx.run(`update waits set state = 'open' where run = $1 and state = 'closed'`, seq)
  const rows: NewsRow[] = []
  for (const wait of waits) rows.push(...(await parkedFor(tx, wait, at)))
  return rows
}

/**
 * Journals a row that changes what the run waits for, as row `n`; answers the number of rows written, and whether they hold an
 * answer that the member has not seen.
 */
export async function changeWait(
  tx: Transaction,
  seq: number,
  n: number,
  change: WaitChange,
  stored: Stored,
): Promise<{ readonly rows: number; readonly news: boolean }> {
  if (change.kind === 'poll') return { rows: await poll(tx, seq, n, change.entry, stored), news: false }
  await append(tx, seq, n, [{ kind: change.kind === 'begin' ? 'await' : 'effect', stored }])
  if (change.kind === 'polled') {
    const wait = await waitOf(tx, seq, change.path)
    if (wait) await answerWait(tx, wait.id, null)
    return { rows: 1, news: false }
  }
  const early = await begin(tx, seq, change.entry)
  await append(tx, seq, n + 1, early)
  return { rows: 1 + early.length, news: early.length > 0 }
}

async function begin(
  tx: Transaction,
  seq: number,
  entry: Extract<WaitEntry, { kind: 'await' }>,
): Promise<readonly NewsRow[]> {
  // An answer that came after the run was resumed and before it got here again stays its answer.
  if ((await waitOf(tx, seq, entry.path))?.state === 'answered') return []
  const { path, node, waits, at, until } = entry
  const [topic, key] = waits.for === 'callback' ? [waits.topic, waits.key] : [null, null]
  const wait = await insert(tx, [seq, path, node, waits.for, topic, key, at, until, JSON.stringify(waits), null])
  return wait ? parkedFor(tx, wait, at) : []
}

async function poll(
  tx: Transaction,
  seq: number,
  n: number,
  entry: Extract<WaitEntry, { kind: 'poll' }>,
  stored: Stored,
): Promise<number> {
  const { path, node, tries, next, since, until } = entry
  const detail = JSON.stringify({ for: 'answer', tries, next })
  const before = await waitOf(tx, seq, path)
  if (before?.state === 'open' && before.row !== null) {
    await overwrite(tx, seq, before.row, stored)
    await tx.run('update waits set detail = $1 where id = $2', detail, before.id)
    return 0
  }
  await append(tx, seq, n, [{ kind: 'poll', stored }])
  await insert(tx, [seq, path, node, 'answer', null, null, since, until, detail, n])
  return 1
}

/** As a new row, so that the one that has waited longest comes first. */
async function insert(tx: Transaction, values: readonly (string | number | null)[]): Promise<WaitRecord | undefined> {
  await tx.run('delete from waits where run = $1 and path = $2', values[0] ?? null, values[1] ?? null)
  return tx.get<WaitRecord>(
    `insert into waits (run, path, node, kind, state, unit, topic, key, since, until, detail, row)
     select $1::bigint, $2, $3, $4, 'open', unit, $5, $6, $7::bigint, $8::bigint, $9, $10::integer from runs where seq = $1 returning *`,
    ...values,
  )
}

/** The callback that came before the wait, if any; the wait is answered then. */
async function parkedFor(tx: Transaction, wait: WaitRecord, at: Instant): Promise<readonly NewsRow[]> {
  if (wait.kind !== 'callback' || wait.topic === null || wait.key === null) return []
  const correlation = { unit: wait.unit, topic: wait.topic, key: wait.key }
  await tx.lock(...correlationLock(correlation))
  const run = await tx.get<{ id: string }>('select id from runs where seq = $1', wait.run)
  const message = await takeCallback(tx, correlation, run?.id ?? '', at)
  if (!message) return []
  await answerWait(tx, wait.id, null)
  return callbackRows(wait.path, message, at)
}
