import type { FieldPacket } from 'mysql2'
import type { Limits, Row } from './database.ts'
import { execute, type Session } from './mysql-session.ts'
import { fromMysql } from './mysql-values.ts'
import { rowCollector } from './rows.ts'

/** Every result set of a statement, bounded over all of them together, and how many rows it changed. */
export async function resultSets(
  session: Session,
  text: string,
  values: readonly unknown[],
  limits: Limits,
): Promise<{ readonly sets: readonly (readonly Row[])[]; readonly changed: number }> {
  const sets: { readonly columns: readonly FieldPacket[]; readonly collector: ReturnType<typeof rowCollector> }[] = []
  let left = limits.rows
  const headers = await execute(session, text, values, {
    columns(columns) {
      left -= sets.at(-1)?.collector.rows.length ?? 0
      const names = columns.map(({ name }) => name)
      sets.push({ columns, collector: rowCollector(names, { ...limits, rows: left }) })
    },
    row(row) {
      const set = sets.at(-1)
      set?.collector.add(row.map((value, at) => convert(value, set.columns[at])))
    },
  })
  const changed = headers.reduce((sum, header) => sum + header.affectedRows, 0)
  return { sets: sets.map(({ collector }) => collector.rows), changed }
}

function convert(value: unknown, column: FieldPacket | undefined): unknown {
  return column === undefined ? value : fromMysql(value, column)
}
