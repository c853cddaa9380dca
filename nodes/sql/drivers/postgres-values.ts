import pg from 'pg'
import { parseJson } from '#shared/message/safe-json.ts'

const text = (value: string): string => value

/** Arrays of booleans, texts and numbers keep their own reader; arrays of other types stay PostgreSQL text. */
const ARRAYS = [1000, 1005, 1007, 1009, 1014, 1015, 1016, 1021, 1022, 1231, 2951]

const readers = new Map<number, (value: string) => unknown>([
  [16, (value) => value === 't'],
  [17, (value) => Buffer.from(value.replace(/^\\x/, ''), 'hex').toString('base64')],
  ...[21, 23, 26].map((oid) => [oid, Number] as const),
  ...[700, 701].map((oid) => [oid, float] as const),
  ...[114, 3802].map((oid) => [oid, parseJson] as const),
  ...ARRAYS.map((oid) => [oid, (value: string): unknown => pg.types.getTypeParser(oid)(value)] as const),
])

/** JSON has no NaN and no infinity: those stay text. */
function float(value: string): unknown {
  const number = Number(value)
  return Number.isFinite(number) ? number : value
}

/** Readers by type: bigint, numeric, dates and everything unknown stay the exact text that PostgreSQL gives. */
export const postgresTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid: number) => readers.get(oid) ?? text,
}

/** Objects and arrays travel as JSON text, which json, jsonb and text columns take. */
export function toPostgres(value: unknown): unknown {
  if (value === undefined || value === null) return null
  return typeof value === 'object' ? JSON.stringify(value) : value
}
