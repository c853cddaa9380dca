import { wrongShape } from '#nodes/writing/with-field.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import { shapeOf } from '#shared/expression/errors.ts'
import { type CellType, writeCell } from './cell.ts'
import type { ColumnOut } from './column-fields.ts'

/** A column as it is written. */
export interface OutColumn extends CellType {
  readonly name: string
  readonly title: string
}

/** Most rows and columns that one message may write. */
const MOST = { rows: 100_000, columns: 500 }

/** The rows of a message as objects; throws `message.wrong-shape`, `table.too-large`. */
export function rowsOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (!Array.isArray(value)) {
    const { vi, en } = shapeOf(value)
    throw wrongShape(`cần danh sách các dòng nhưng nhận được ${vi}`, `needs a list of rows but got ${en}`)
  }
  if (value.length > MOST.rows) {
    const reason = { vi: `quá ${MOST.rows} dòng`, en: `more than ${MOST.rows} rows` }
    throw permanent('table.too-large', { reason })
  }
  return value.map((row: unknown, index) => {
    if (typeof row === 'object' && row !== null && !Array.isArray(row)) return Object.fromEntries(Object.entries(row))
    const { vi, en } = shapeOf(row)
    throw wrongShape(
      `dòng ${index + 1} phải là đối tượng nhưng là ${vi}`,
      `row ${index + 1} must be an object but is ${en}`,
    )
  })
}

/** The columns of the settings, or every field of the rows as text. */
export function columnsFor(
  columns: readonly ColumnOut[],
  rows: readonly Readonly<Record<string, unknown>>[],
): readonly OutColumn[] {
  if (columns.length > 0) return columns.map((column) => ({ ...column, title: column.title ?? column.name }))
  const names = new Set<string>()
  for (const row of rows) for (const name of Object.keys(row)) names.add(name)
  if (names.size > MOST.columns) {
    const reason = { vi: `quá ${MOST.columns} cột`, en: `more than ${MOST.columns} columns` }
    throw permanent('table.too-large', { reason })
  }
  return [...names].map((name) => ({ name, title: name, type: 'text', decimal: 'comma' }))
}

/** The cells of a row; `number` is what an error calls it. Throws `table.unwritable`. */
export function cellsOf(
  row: Readonly<Record<string, unknown>>,
  columns: readonly OutColumn[],
  number: number,
): readonly string[] {
  return columns.map((column) => {
    const made = writeCell(Object.hasOwn(row, column.name) ? row[column.name] : undefined, column)
    if (made.ok) return made.value
    const { vi, en } = made.reason
    const reason = { vi: `cột "${column.title}": ${vi}`, en: `column "${column.title}": ${en}` }
    throw permanent('table.unwritable', { row: number, reason })
  })
}
