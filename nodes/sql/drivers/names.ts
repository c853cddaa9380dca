import { permanent } from '#shared/errors/flow-error.ts'
import type { Dialect } from '../statement.ts'

const QUOTES: Readonly<Record<Dialect, readonly [string, string]>> = {
  sqlite: ['"', '"'],
  postgres: ['"', '"'],
  mysql: ['`', '`'],
  sqlserver: ['[', ']'],
  oracle: ['"', '"'],
}
const NAME = /^[\p{L}_][\p{L}\p{M}\p{N}_$# -]{0,127}$/u

/** One name of a column or parameter, quoted for the dialect; throws `sql.name` for what is none. */
export function quoteName(name: string, dialect: Dialect): string {
  if (!NAME.test(name)) throw permanent('sql.name', { name: name.slice(0, 60) })
  const [open, close] = QUOTES[dialect]
  return `${open}${name}${close}`
}

/** A name of a table or procedure with up to two parts in front of it (`kho.dbo.HoSo`), each quoted; throws `sql.name`. */
export function quotePath(path: string, dialect: Dialect): string {
  const parts = path.split('.')
  if (parts.length > 3) throw permanent('sql.name', { name: path.slice(0, 60) })
  return parts.map((part) => quoteName(part, dialect)).join('.')
}
