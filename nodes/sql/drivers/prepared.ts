import { permanent } from '#shared/errors/flow-error.ts'
import { type Dialect, readStatement, type Statement } from '../statement.ts'
import { checkVerb, type StatementKind } from '../verbs.ts'

const KEPT = 200

/** Reads statements of one dialect and keeps the last ones, so that a message pays no parsing. */
export function statementReader(dialect: Dialect): (source: string, kind: StatementKind) => Statement {
  const kept = new Map<string, Statement>()
  return (source, kind) => {
    const key = `${kind} ${source}`
    const known = kept.get(key)
    if (known) return known
    const statement = readStatement(source, dialect)
    checkVerb(statement, kind, dialect)
    if (kept.size >= KEPT) kept.clear()
    kept.set(key, statement)
    return statement
  }
}

/** The values in the order of the driver; throws `sql.parameter` for a name without a value. */
export function orderedValues(names: readonly string[], values: Readonly<Record<string, unknown>>): readonly unknown[] {
  return names.map((name) => {
    if (!Object.hasOwn(values, name)) throw permanent('sql.parameter', { name })
    return values[name]
  })
}
