import { permanent } from '#shared/errors/flow-error.ts'
import type { CodeTables } from '#shared/expression/scope.ts'
import type { Message } from '#shared/message/message.ts'
import { defineRun, type Emission, emit } from '#shared/node/run.ts'
import { definition } from './definition.ts'

type Row = NonNullable<ReturnType<CodeTables['lookup']>>

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
    const asOf = date === undefined ? undefined : dateOf(await date.evaluate(context.scope))
    const row = code === '' ? undefined : tablesOf(context.scope.tables, table).lookup(table, code, asOf)
    const put = (made: unknown): Emission => emit('out', { ...message, body: withField(message, path, made) })
    if (row) return put(content(row))
    if (unknown === 'keep') return put(code)
    if (unknown === 'default') return put((await fallback(message, context)) ?? null)
    if (unknown === 'port') return emit('unknown', message)
    throw permanent('code-table.unknown-code', { table, code })
  }
})

function tablesOf(tables: CodeTables | undefined, table: string): CodeTables {
  if (tables) return tables
  throw permanent('code-table.unknown-table', { table })
}

function codeOf(value: unknown): string {
  if (typeof value === 'string') return value.trim()
  if (value === null || value === undefined) return ''
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value)
  throw wrong('mã cần tra phải là chữ hoặc số nguyên', 'the code to look up must be text or a whole number')
}

/** The day of an ISO date or date-time. */
function dateOf(value: unknown): string {
  const day = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}(?:T.*)?$/.test(value) ? value.slice(0, 10) : ''
  if (day !== '' && !Number.isNaN(Date.parse(day))) return day
  throw wrong('ngày tra phải có dạng 2025-06-30', 'the date must look like 2025-06-30')
}

/** A copy of the body with one field set; objects on the way are made, nothing else is touched. */
function withField(message: Message, path: readonly string[], value: unknown): unknown {
  const set = (target: unknown, at: number): unknown => {
    const name = path[at]
    if (name === undefined) return value
    if (target !== undefined && target !== null && (typeof target !== 'object' || Array.isArray(target)))
      throw wrong(
        `không ghi được vào "${path.slice(0, at + 1).join('.')}": phía trên không phải đối tượng`,
        `cannot write to "${path.slice(0, at + 1).join('.')}": what is above is no object`,
      )
    const before: Record<string, unknown> = { ...target }
    return { ...before, [name]: set(Object.hasOwn(before, name) ? before[name] : undefined, at + 1) }
  }
  return set(message.body, 0)
}

function wrong(vi: string, en: string): Error {
  return permanent('message.wrong-shape', { reason: { vi, en } })
}
