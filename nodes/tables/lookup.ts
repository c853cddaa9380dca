import { wrongShape } from '#nodes/writing/with-field.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import type { CodeTables } from '#shared/expression/scope.ts'

/** A row of a code table. */
export type Row = NonNullable<ReturnType<CodeTables['lookup']>>

/** The code tables of the run; throws `code-table.unknown-table` where there are none. */
export function tablesOf(tables: CodeTables | undefined, table: string): CodeTables {
  if (tables) return tables
  throw permanent('code-table.unknown-table', { table })
}

/** A code as text without spaces around it; blank for null and nothing. Throws `message.wrong-shape` for anything else. */
export function codeOf(value: unknown): string {
  if (typeof value === 'string') return value.trim()
  if (value === null || value === undefined) return ''
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value)
  throw wrongShape('mã cần tra phải là chữ hoặc số nguyên', 'the code to look up must be text or a whole number')
}

/** The day of an ISO date or date-time; throws `message.wrong-shape`. */
export function dayOf(value: unknown): string {
  const day = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}(?:T.*)?$/.test(value) ? value.slice(0, 10) : ''
  if (day !== '' && !Number.isNaN(Date.parse(day))) return day
  throw wrongShape('ngày tra phải có dạng 2025-06-30', 'the date must look like 2025-06-30')
}
