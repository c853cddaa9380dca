import { permanent } from '#shared/errors/flow-error.ts'
import type { JournalRow, RowKind } from '../rows/journal-rows.ts'
import type { Stored } from '../rows/stored.ts'
import type { Statements } from './store.ts'

/** Most rows of one run, as in the embedded engine. */
const ROWS_A_RUN = 1_048_576

/** A row to append. */
export interface NewRow {
  readonly kind: RowKind
  readonly stored: Stored
}

/** Appends rows from number `n` of the run on; answers the next number. Throws `run.too-many-steps` when the run has no number left. */
export async function append(tx: Statements, seq: number, n: number, rows: readonly NewRow[]): Promise<number> {
  const next = n + rows.length
  if (next > ROWS_A_RUN) throw permanent('run.too-many-steps', { limit: ROWS_A_RUN })
  if (rows.length === 0) return next
  await tx.run(
    `insert into journal (run, n, kind, body, encoding, key_id)
     select $1, $2::integer + i - 1, kind, body, encoding, key_id
       from unnest($3::text[], $4::text[], $5::integer[], $6::integer[]) with ordinality as t (kind, body, encoding, key_id, i)`,
    seq,
    n,
    rows.map((row) => row.kind),
    rows.map((row) => row.stored.body.toString()),
    rows.map((row) => row.stored.encoding),
    rows.map((row) => row.stored.key_id),
  )
  return next
}

/** Puts another payload into a row that is there. */
export async function overwrite(tx: Statements, seq: number, n: number, stored: Stored): Promise<void> {
  const { body, encoding, key_id } = stored
  await tx.run(
    'update journal set body = $3, encoding = $4, key_id = $5 where run = $1 and n = $2',
    seq,
    n,
    body.toString(),
    encoding,
    key_id,
  )
}

/** The rows of a run in order. */
export function journalRows(statements: Statements, seq: number): Promise<readonly JournalRow[]> {
  return statements.all<JournalRow>('select kind, body, encoding, key_id from journal where run = $1 order by n', seq)
}

/** The reply of the last end, if the run has not been resumed since. */
export async function lastReply(statements: Statements, seq: number): Promise<Stored | undefined> {
  const row = await statements.get<JournalRow>(
    `select kind, body, encoding, key_id from journal where run = $1 and kind in ('reply', 'resume') order by n desc limit 1`,
    seq,
  )
  return row?.kind === 'reply' ? row : undefined
}
