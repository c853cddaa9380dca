import { permanent } from '#shared/errors/flow-error.ts'
import type { Dialect, Statement } from './statement.ts'

/** What a SQL node may do: read, or change rows. */
export type StatementKind = 'query' | 'change'

/**
 * The first words that are let through. Everything else is refused, above all what reaches past the database:
 * ATTACH and VACUUM INTO (other files), PRAGMA, COPY … PROGRAM, DO, SET, and changes of tables themselves.
 */
const ALLOWED: Readonly<Record<StatementKind, Readonly<Record<Dialect, readonly string[]>>>> = {
  query: {
    sqlite: ['select', 'with', 'values'],
    postgres: ['select', 'with', 'values', 'table'],
    mysql: ['select', 'with', 'values', 'table'],
    sqlserver: ['select', 'with'],
    oracle: ['select', 'with'],
  },
  change: {
    sqlite: ['insert', 'update', 'delete', 'replace', 'with'],
    postgres: ['insert', 'update', 'delete', 'merge', 'with', 'select', 'call', 'refresh'],
    mysql: ['insert', 'update', 'delete', 'replace', 'with', 'select', 'call'],
    sqlserver: ['insert', 'update', 'delete', 'merge', 'with', 'exec', 'execute'],
    oracle: ['insert', 'update', 'delete', 'merge', 'call'],
  },
}

/** Throws `sql.verb` unless the statement begins with a word that this kind of node may run. */
export function checkVerb(statement: Statement, kind: StatementKind, dialect: Dialect): void {
  const allowed = ALLOWED[kind][dialect]
  if (allowed.includes(statement.verb)) return
  const words = allowed.map((word) => word.toUpperCase()).join(', ')
  throw permanent('sql.verb', { verb: statement.verb === '' ? '…' : statement.verb.toUpperCase(), allowed: words })
}
