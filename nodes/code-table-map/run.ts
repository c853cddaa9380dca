import { codeOf, dayOf, type Row, tablesOf } from '#nodes/tables/lookup.ts'
import { withField } from '#nodes/writing/with-field.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import { defineRun, type Emission, emit } from '#shared/node/run.ts'
import { definition } from './definition.ts'

/** Codes are compared as text, so `00123` and `123` are two codes. Blank and null count as unknown codes. */
export const run = defineRun(definition, ({ settings, value, expression }) => {
  const { table, take, extra = '', unknown } = settings
  const from = value(settings.from, settings.to)
  const date = settings.asOf === undefined ? undefined : expression(settings.asOf)
  const fallback = value(settings.default, settings.to)
  const path = settings.to.split('.')

  const content = (row: Row): unknown => {
    if (take === 'name') return row.name
    if (take === 'row') return { code: row.code, name: row.name, ...row.extra }
    const found = row.extra && Object.hasOwn(row.extra, extra) ? row.extra[extra] : undefined
    if (found !== undefined && found !== null) return found
    throw permanent('mapping.missing', { target: settings.to, source: `${table}.${row.code}.${extra}` })
  }

  return async (message, context): Promise<Emission> => {
    const code = codeOf(await from(message, context))
    const asOf = date === undefined ? undefined : dayOf(await date.evaluate(context.scope))
    const row = code === '' ? undefined : tablesOf(context.scope.tables, table).lookup(table, code, asOf)
    const put = (made: unknown): Emission => emit('out', { ...message, body: withField(message.body, path, made) })
    if (row) return put(content(row))
    if (unknown === 'keep') return put(code)
    if (unknown === 'default') return put((await fallback(message, context)) ?? null)
    if (unknown === 'port') return emit('unknown', message)
    throw permanent('code-table.unknown-code', { table, code })
  }
})
