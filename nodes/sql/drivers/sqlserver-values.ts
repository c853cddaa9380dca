import { TYPES } from 'tedious'
import { permanent } from '#shared/errors/flow-error.ts'

type DataType = (typeof TYPES)[keyof typeof TYPES]

/** A value with the type it travels in. */
export interface TypedValue {
  readonly type: DataType
  readonly value: string | number | boolean | null
}

/** Of a column as much as its values need. */
export interface ColumnType {
  readonly colName: string
  readonly type: { readonly name: string }
  readonly scale?: number | undefined
}

const INT = 2_147_483_647

/** Text travels as NVARCHAR, so that Vietnamese letters arrive whatever the collation; objects and arrays as JSON text. */
export function toSqlServer(value: unknown): TypedValue {
  if (value === undefined || value === null) return { type: TYPES.NVarChar, value: null }
  if (typeof value === 'boolean') return { type: TYPES.Bit, value }
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) return { type: TYPES.Float, value }
    return { type: Math.abs(value) <= INT ? TYPES.Int : TYPES.BigInt, value }
  }
  return { type: TYPES.NVarChar, value: typeof value === 'string' ? value : JSON.stringify(value) }
}

/**
 * What the driver gives for a column, as a message carries it: bigint came as text; decimals and money become text with their scale, dates and
 * times text as SQL Server writes them (datetimeoffset in UTC, the driver keeps no other), bytes base64. The driver reads decimals as numbers, so one
 * that a number cannot hold is refused with the way out instead of being rounded. Throws `sql.failed`.
 */
export function fromSqlServer(value: unknown, column: ColumnType): unknown {
  if (value === null || value === undefined) return null
  const { name } = column.type
  if (value instanceof Date) return dateText(value, name, column.scale ?? 0)
  if (Buffer.isBuffer(value)) return value.toString('base64')
  if (typeof value === 'bigint') return value.toString()
  if (typeof value !== 'number') return value
  if (/^(?:Decimal|Numeric)/.test(name)) return decimalText(value, column.scale ?? 0, column.colName)
  if (/Money/.test(name)) return decimalText(value, 4, column.colName)
  return Number.isFinite(value) ? value : String(value)
}

function decimalText(value: number, scale: number, column: string): string {
  if (Math.abs(value) * 10 ** scale < Number.MAX_SAFE_INTEGER) return value.toFixed(scale)
  const reason = `column ${column}: too many digits to be read exactly, write CONVERT(varchar(50), ${column})`
  throw permanent('sql.failed', { reason })
}

/** In the form of SQL Server (ODBC canonical), with as many digits of a second as the column has; DATETIME has three, SMALLDATETIME none. */
function dateText(value: Date, type: string, scale: number): string {
  const iso = value.toISOString()
  const day = iso.slice(0, 10)
  if (type === 'Date') return day
  const delta: unknown = Reflect.get(value, 'nanosecondsDelta')
  const ticks = typeof delta === 'number' ? Math.round(delta * 1e7) : 0
  const digits = `${iso.slice(20, 23)}${String(ticks).padStart(4, '0')}`
  const shown = /^(?:Time|DateTime2|DateTimeOffset)/.test(type) ? scale : type === 'SmallDateTime' ? 0 : 3
  const time = iso.slice(11, 19) + (shown === 0 ? '' : `.${digits.slice(0, shown)}`)
  if (type.startsWith('Time')) return time
  return type.startsWith('DateTimeOffset') ? `${day} ${time} +00:00` : `${day} ${time}`
}
