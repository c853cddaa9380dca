import type { Limits, Row, SqlCall } from '#nodes/sql/drivers/database.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import type { PollContext } from '#shared/node/trigger.ts'

const LIMITS: Limits = { rows: 10_000, bytes: 50_000_000, timeoutMs: 30_000 }

/** What one look at the table gave: messages that were new, and whether more may wait. */
export interface Taken {
  readonly accepted: number
  readonly goesOn: boolean
}

/** Makes the statements of a look, bounded and ended with it. */
export function callsOf({ signal }: PollContext) {
  return (kind: SqlCall['kind'], source: string, values: SqlCall['values']): SqlCall => {
    return { kind, source, values, limits: LIMITS, signal }
  }
}

/** The text of a column that must be there and filled; throws `sql.no-column`. */
export function textAt(row: Row, column: string): string {
  const value = Object.hasOwn(row, column) ? row[column] : undefined
  if (value === undefined || value === null || value === '') throw permanent('sql.no-column', { column })
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
