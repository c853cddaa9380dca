import { permanent } from '#shared/errors/flow-error.ts'
import type { Message } from '#shared/message/message.ts'
import type { SettingsOf } from '#shared/node/define.ts'
import { durationMs } from '#shared/node/fields.ts'
import { defineRun, type Emission, emit, type Prepare, type Step, type StepContext } from '#shared/node/run.ts'
import { definition } from './definition.ts'
import type { SqlResult } from './drivers/database.ts'
import { databaseOf } from './drivers/open.ts'
import { DIALECTS, type Dialect, readStatement } from './statement.ts'
import { checkVerb, type StatementKind } from './verbs.ts'

/** Runs the statement on the shared database of its connection. */
export const run = defineRun(definition, prepare, {
  request: ({ settings, value }) => {
    const { connection, kind, statement } = settings
    const params = bindParams(settings.params, value)
    return async (message, context) => ({
      method: kind,
      connection,
      path: statement,
      body: await params(message, context),
    })
  },
})

function prepare({ settings, value }: Prepare<SettingsOf<typeof definition>>): Step {
  const { connection, kind, statement: source, answer, maxRows, maxBytes, timeout } = settings
  const params = bindParams(settings.params, value)
  checkStatement(source, kind, new Set(settings.params.map((pair) => pair.name)))
  const limits = { rows: maxRows, bytes: maxBytes, timeoutMs: durationMs(timeout) }
  return async (message, context) => {
    const database = await databaseOf(connection, context)
    const values = await params(message, context)
    const result = await database.run({ kind, source, values, limits, signal: context.signal })
    if (kind === 'change') return emit('out', { ...message, body: changeBody(result) })
    return answerOf(message, result, answer)
  }
}

function answerOf(message: Message, { rows }: SqlResult, answer: 'rows' | 'first'): Emission {
  if (answer === 'rows') return emit('out', { ...message, body: { rows, count: rows.length } })
  const [first] = rows
  return first === undefined ? emit('empty', message) : emit('out', { ...message, body: first })
}

function changeBody({ rows, changed }: SqlResult): Readonly<Record<string, unknown>> {
  return rows.length > 0 ? { changed, rows } : { changed }
}

type Params = (message: Message, context: StepContext) => Promise<Readonly<Record<string, unknown>>>

function bindParams(
  pairs: readonly { readonly name: string; readonly value: Parameters<Prepare<never>['value']>[0] }[],
  value: Prepare<never>['value'],
): Params {
  const ready = pairs.map((pair) => ({ name: pair.name, get: value(pair.value, pair.name) }))
  return async (message, context) => {
    const values = await Promise.all(ready.map(async ({ name, get }) => [name, await get(message, context)] as const))
    return Object.fromEntries(values)
  }
}

/**
 * Refuses at deployment what no database would be asked to run. The dialect is known only with the connection's values, so a statement
 * passes here when it is good in one of them; the driver reads it again in its own.
 */
function checkStatement(source: string, kind: StatementKind, names: ReadonlySet<string>): void {
  const faults = DIALECTS.map((dialect) => faultIn(source, kind, names, dialect))
  if (faults.every((fault) => fault !== undefined)) throw faults[0]
}

function faultIn(source: string, kind: StatementKind, names: ReadonlySet<string>, dialect: Dialect): unknown {
  try {
    const statement = readStatement(source, dialect)
    checkVerb(statement, kind, dialect)
    const unbound = statement.names.find((name) => !names.has(name))
    if (unbound !== undefined) throw permanent('sql.parameter', { name: unbound })
    return undefined
  } catch (error) {
    return error
  }
}
