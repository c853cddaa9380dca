import { permanent } from '#shared/errors/flow-error.ts'
import type { JournalRow, RowKind } from '../rows/journal-rows.ts'
import type { Stored } from '../rows/stored.ts'
import type { Connection } from './connection.ts'

/** Rows of a run have the ids seq · 2^20 … so they lie together in the table and need no index. */
export const ROWS_A_RUN = 1_048_576

/** The journal table. */
export interface Journal {
  /** Appends row number `n` of the run. Throws `run.too-many-steps` when the run has no number left. */
  append(seq: number, n: number, kind: RowKind, stored: Stored): void
  /** Puts another payload into a row that is there. */
  overwrite(seq: number, n: number, stored: Stored): void
  rows(seq: number): readonly JournalRow[]
  /** The reply of the last end, if the run has not been resumed since. */
  lastReply(seq: number): Stored | undefined
}

/** The journal of one connection. */
export function createJournal(db: Connection): Journal {
  const insert = db.prepare<[number, number, string, string | Buffer, number, number]>(
    `insert into journal (id, kind, body, encoding, key_id) values (? * ${ROWS_A_RUN} + ?, ?, ?, ?, ?)`,
  )
  const update = db.prepare<[string | Buffer, number, number, number, number]>(
    `update journal set body = ?, encoding = ?, key_id = ? where id = ? * ${ROWS_A_RUN} + ?`,
  )
  const select = db.prepare<[number, number], JournalRow>(
    `select kind, body, encoding, key_id from journal
      where id between ? * ${ROWS_A_RUN} and ? * ${ROWS_A_RUN} + ${ROWS_A_RUN - 1} order by id`,
  )
  const last = db.prepare<[number, number], JournalRow>(
    `select kind, body, encoding, key_id from journal
      where id between ? * ${ROWS_A_RUN} and ? * ${ROWS_A_RUN} + ${ROWS_A_RUN - 1} and kind in ('reply', 'resume') order by id desc limit 1`,
  )
  return {
    append(seq, n, kind, stored) {
      if (n >= ROWS_A_RUN) throw permanent('run.too-many-steps', { limit: ROWS_A_RUN })
      insert.run(seq, n, kind, stored.body, stored.encoding, stored.key_id)
    },
    overwrite: (seq, n, { body, encoding, key_id }) => void update.run(body, encoding, key_id, seq, n),
    rows: (seq) => select.all(seq, seq),
    lastReply(seq) {
      const row = last.get(seq, seq)
      return row?.kind === 'reply' ? row : undefined
    },
  }
}
