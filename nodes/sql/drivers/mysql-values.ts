import { type FieldPacket, TypedParameter, type TypedParameterValue } from 'mysql2'
import { parseJson } from '#shared/message/safe-json.ts'

/** Type numbers of columns in the protocol (include/field_types.h of MariaDB). */
const BIT = 0x10
const JSON_TEXT = 0xf5
/** The most bits that a number holds exactly. */
const EXACT_BITS = 53

/**
 * What the driver gives for a column, as a message carries it: bigint, decimal, dates and times came as text (zero dates as
 * `0000-00-00`), TINYINT stays a number, BIT(1) is true or false, longer BIT a number or, beyond 53 bits, text; bytes are base64.
 */
export function fromMysql(value: unknown, column: FieldPacket): unknown {
  if (value === null || value === undefined) return null
  if (column.columnType === JSON_TEXT || column.extendedFormat === 'json')
    return typeof value === 'string' ? parseJson(value) : value
  if (Buffer.isBuffer(value)) return column.columnType === BIT ? bits(value, column) : value.toString('base64')
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value
}

function bits(bytes: Buffer, { columnLength = 1 }: FieldPacket): boolean | number | string {
  const value = BigInt(`0x${bytes.toString('hex') || '0'}`)
  if (columnLength === 1) return value === 1n
  return columnLength <= EXACT_BITS ? Number(value) : value.toString()
}

/** Objects and arrays travel as JSON text; whole numbers as such, because LIMIT takes no other. */
export function toMysql(value: unknown): string | number | boolean | null | TypedParameterValue {
  if (value === undefined || value === null) return null
  if (typeof value === 'number') return Number.isSafeInteger(value) ? TypedParameter.LONGLONG(value) : value
  if (typeof value === 'string' || typeof value === 'boolean') return value
  return JSON.stringify(value)
}
