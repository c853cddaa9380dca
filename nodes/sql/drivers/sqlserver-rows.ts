import { permanent } from '#shared/errors/flow-error.ts'
import type { RowsCall } from './database.ts'
import { quoteName, quotePath } from './names.ts'

/** A request takes 2,100 parameters, of which sp_executesql needs two; a list of VALUES has 1,000 rows (Microsoft Learn, "Maximum capacity", "Table value constructor"). */
const MOST_VALUES = 2000
const MOST_ROWS = 1000

/** One statement of many rows with the values beside it. */
export interface RowsStatement {
  /** Number of its first row, from 1. */
  readonly from: number
  readonly to: number
  readonly text: string
  readonly values: readonly unknown[]
}

/** The statements that write a list; throws `sql.unsupported` for leaving rows out without key columns. */
export function rowsStatements(call: RowsCall): (from: number, to: number) => RowsStatement {
  const { table, columns, existing, keys } = call
  if (existing === 'skip' && keys.length === 0) {
    const what = { vi: 'bỏ qua dòng đã có mà không có cột khoá', en: 'leaving rows out without key columns' }
    throw permanent('sql.unsupported', { database: 'SQL Server', what })
  }
  const into = quotePath(table, 'sqlserver')
  const names = columns.map((column) => quoteName(column, 'sqlserver'))
  const list = names.join(', ')
  const texts = columns.map((_, at) => isMixed(call.rows.map((row) => row[at])))
  const row = (from: number): string => `(${names.map((_, at) => `@p${from + at + 1}`).join(', ')})`
  const values = (rows: number): string => Array.from({ length: rows }, (_, at) => row(at * columns.length)).join(', ')
  const on = keys.map((key) => quoteName(key, 'sqlserver')).map((key) => `t.${key} = s.${key}`)
  const changed = columns.filter((column) => !keys.includes(column)).map((column) => quoteName(column, 'sqlserver'))
  const set = changed.map((name) => `t.${name} = s.${name}`).join(', ')
  const update = existing === 'update' && set !== '' ? ` WHEN MATCHED THEN UPDATE SET ${set}` : ''
  const sources = names.map((name) => `s.${name}`).join(', ')
  // HOLDLOCK keeps the keys that were looked up, else two writers at a time insert the same one.
  const merge = (rows: number): string =>
    `MERGE INTO ${into} WITH (HOLDLOCK) AS t USING (VALUES ${values(rows)}) AS s (${list}) ON ${on.join(' AND ')}${update} WHEN NOT MATCHED THEN INSERT (${list}) VALUES (${sources});`
  return (from, to) => {
    const rows = call.rows.slice(from - 1, to)
    return {
      from,
      to,
      text: existing === 'fail' ? `INSERT INTO ${into} (${list}) VALUES ${values(rows.length)}` : merge(rows.length),
      values: rows.flatMap((it) => it.map((value, at) => (texts[at] === true ? textOf(value) : value))),
    }
  }
}

/** How many rows fit into one statement. */
export function rowsAtOnce(columns: number): number {
  return Math.max(1, Math.min(MOST_ROWS, Math.floor(MOST_VALUES / columns)))
}

/** In a list of VALUES every column has one type: the highest of its values, to which the others would be converted. Where they differ all go as text. */
function isMixed(values: readonly unknown[]): boolean {
  const kinds = new Set(values.filter((it) => it !== null && it !== undefined).map(kindOf))
  return kinds.size > 1
}

function kindOf(value: unknown): string {
  return typeof value === 'number' && !Number.isSafeInteger(value) ? 'float' : typeof value
}

function textOf(value: unknown): unknown {
  if (typeof value === 'boolean') return value ? '1' : '0'
  return typeof value === 'number' ? String(value) : value
}
