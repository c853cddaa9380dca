import type { Instant } from '../engine.ts'
import type { NewsRow } from '../rows/journal-rows.ts'
import type { Stored } from '../rows/stored.ts'
import { callbackRows, toOpenWait, type WaitChange, type WaitRecord } from '../rows/wait-record.ts'
import type { OpenWait, WaitEntry } from '../waits.ts'
import type { Callbacks } from './callbacks.ts'
import type { Connection } from './connection.ts'
import type { Journal } from './journal.ts'

/** The steps that wait, as far as commits, ends and resumptions of runs change them. Every call is part of a transaction. */
export interface WaitTable {
  /**
   * Journals a row that changes what the run waits for, as row `n`; answers the number of rows written, and whether they hold an
   * answer that the member has not seen.
   */
  change(seq: number, n: number, change: WaitChange, stored: Stored): { readonly rows: number; readonly news: boolean }
  /** The run ended: nobody can answer it any more, unless it is resumed. */
  ended(seq: number, done: boolean): void
  /** The run goes on: it can be answered again. Gives the rows of callbacks that came in the meantime. */
  reopen(seq: number, at: Instant): readonly NewsRow[]
  /** The step of a run, whatever its state. */
  of(seq: number, path: string): WaitRecord | undefined
  /** The run that has waited longest for this callback. */
  forCallback(unit: string, topic: string, key: string, at: Instant): WaitRecord | undefined
  answered(id: number, by: string | null): void
  /** The most urgent open waits of a run. */
  open(seq: number, most: number): readonly OpenWait[]
}

/** The table of waits on one connection. */
export function createWaitTable(db: Connection, journal: Journal, callbacks: Callbacks): WaitTable {
  const insert = db.prepare(
    `insert or replace into waits (run, path, node, kind, state, unit, topic, key, since, until, detail, row)
     select ?, ?, ?, ?, 'open', unit, ?, ?, ?, ?, ?, ? from runs where seq = ?`,
  )
  const of = db.prepare<[number, string], WaitRecord>('select * from waits where run = ? and path = ?')
  const answered = db.prepare<[string | null, number]>(
    `update waits set state = 'answered', answered_by = ? where id = ?`,
  )
  const asked = db.prepare<[string, number]>('update waits set detail = ? where id = ?')
  const forget = db.prepare<[number]>('delete from waits where run = ?')
  const close = db.prepare<[number]>(`update waits set state = 'closed' where run = ? and state = 'open'`)
  // Questions begin a new row of the journal, since a resumption may want them asked from the start.
  const forgetAnswered = db.prepare<[number]>(
    `delete from waits where run = ? and (state = 'answered' or kind = 'answer')`,
  )
  const closed = db.prepare<[number], WaitRecord>(`select * from waits where run = ? and state = 'closed' order by id`)
  const open = db.prepare<[number]>(`update waits set state = 'open' where run = ? and state = 'closed'`)
  const shown = db.prepare<[number, number], WaitRecord>(
    `select * from waits where run = ? and state = 'open' order by until limit ?`,
  )
  const longest = db.prepare<[string, string, string, Instant], WaitRecord>(
    `select * from waits where unit = ? and topic = ? and key = ? and kind = 'callback' and state = 'open' and until > ?
      order by id limit 1`,
  )
  const idOf = db.prepare<[number], string>('select id from runs where seq = ?').pluck()

  /** The callback that came before the wait, if any; the wait is answered then. */
  function parkedFor(wait: WaitRecord, at: Instant): readonly NewsRow[] {
    if (wait.kind !== 'callback' || wait.topic === null || wait.key === null) return []
    const { unit, topic, key } = wait
    const message = callbacks.take({ unit, topic, key }, idOf.get(wait.run) ?? '', at)
    if (!message) return []
    answered.run(null, wait.id)
    return callbackRows(wait.path, message, at)
  }

  function begin(seq: number, entry: Extract<WaitEntry, { kind: 'await' }>): readonly NewsRow[] {
    // An answer that came after the run was resumed and before it got here again stays its answer.
    if (of.get(seq, entry.path)?.state === 'answered') return []
    const { path, node, waits, at, until } = entry
    const [topic, key] = waits.for === 'callback' ? [waits.topic, waits.key] : [null, null]
    insert.run(seq, path, node, waits.for, topic, key, at, until, JSON.stringify(waits), null, seq)
    const wait = of.get(seq, path)
    return wait ? parkedFor(wait, at) : []
  }

  function poll(seq: number, n: number, entry: Extract<WaitEntry, { kind: 'poll' }>, stored: Stored): number {
    const { path, node, tries, next, since, until } = entry
    const detail = JSON.stringify({ for: 'answer', tries, next })
    const before = of.get(seq, path)
    if (before?.state === 'open' && before.row !== null) {
      journal.overwrite(seq, before.row, stored)
      asked.run(detail, before.id)
      return 0
    }
    journal.append(seq, n, 'poll', stored)
    insert.run(seq, path, node, 'answer', null, null, since, until, detail, n, seq)
    return 1
  }

  return {
    change(seq, n, change, stored) {
      if (change.kind === 'poll') return { rows: poll(seq, n, change.entry, stored), news: false }
      journal.append(seq, n, change.kind === 'begin' ? 'await' : 'effect', stored)
      if (change.kind === 'polled') {
        const wait = of.get(seq, change.path)
        if (wait) answered.run(null, wait.id)
        return { rows: 1, news: false }
      }
      const early = begin(seq, change.entry)
      for (const [i, row] of early.entries()) journal.append(seq, n + 1 + i, row.kind, row.stored)
      return { rows: 1 + early.length, news: early.length > 0 }
    },
    ended(seq, done) {
      if (done) forget.run(seq)
      else close.run(seq)
    },
    reopen(seq, at) {
      forgetAnswered.run(seq)
      const waits = closed.all(seq)
      open.run(seq)
      return waits.flatMap((wait) => parkedFor(wait, at))
    },
    of: (seq, path) => of.get(seq, path),
    forCallback: (unit, topic, key, at) => longest.get(unit, topic, key, at),
    answered: (id, by) => void answered.run(by, id),
    open: (seq, most) => shown.all(seq, most).map(toOpenWait),
  }
}
