import { databaseOf } from '#nodes/sql/drivers/open.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import { shapeOf } from '#shared/expression/errors.ts'
import type { Message } from '#shared/message/message.ts'
import type { SettingsOf } from '#shared/node/define.ts'
import { durationMs } from '#shared/node/fields.ts'
import { defineRun, emit, type Prepare, type StepContext } from '#shared/node/run.ts'
import { definition } from './definition.ts'

/** The most rows of one message; a longer list comes in pages or goes through a splitter. */
const MOST_ROWS = 100_000

/** The body becomes the number of rows, all of which are in the table now. */
export const run = defineRun(
  definition,
  (prepare) => {
    const { connection, table, existing, keys, timeout } = prepare.settings
    const gather = gatherer(prepare)
    const limits = { timeoutMs: durationMs(timeout) }
    const named = { table, existing, keys: keys.map(({ name }) => name), limits }
    return async (message, context) => {
      const { columns, rows } = await gather(message, context)
      if (rows.length > 0) {
        const database = await databaseOf(connection, context)
        await database.writeRows({ ...named, columns, rows, signal: context.signal })
      }
      return emit('out', { ...message, body: { count: rows.length } })
    }
  },
  {
    request: (prepare) => {
      const { connection, table, existing } = prepare.settings
      const gather = gatherer(prepare)
      return async (message, context) => ({
        method: existing,
        connection,
        path: table,
        body: await gather(message, context),
      })
    },
  },
)

interface Gathered {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly unknown[])[]
}

function gatherer({
  settings,
  expression,
}: Prepare<SettingsOf<typeof definition>>): (message: Message, context: StepContext) => Promise<Gathered> {
  const list = settings.rows === undefined ? undefined : expression(settings.rows)
  const named = settings.columns.map(({ name }) => name)
  return async (message, context) => {
    const items: unknown = list === undefined ? message.body : await list.evaluate(context.scope)
    if (!Array.isArray(items)) throw wrongShape(items)
    if (items.length > MOST_ROWS) throw permanent('sql.too-many-rows', { limit: MOST_ROWS })
    const columns = named.length > 0 ? named : Object.keys(recordAt(items, 0))
    return { columns, rows: items.map((_, at) => valuesAt(items, at, columns, named.length === 0)) }
  }
}

function recordAt(items: readonly unknown[], at: number): Readonly<Record<string, unknown>> {
  const item = items[at]
  if (at >= items.length) return {}
  if (typeof item === 'object' && item !== null && !Array.isArray(item)) return { ...item }
  const { vi, en } = shapeOf(item)
  throw badItem(at, '', { vi: `phải là một đối tượng, không phải ${vi}`, en: `must be an object, not ${en}` })
}

/** Values in the order of the columns; `whole`: the item may have no other fields either, which would be lost. */
function valuesAt(
  items: readonly unknown[],
  at: number,
  columns: readonly string[],
  whole: boolean,
): readonly unknown[] {
  const item = recordAt(items, at)
  const values = columns.map((column) => {
    if (!Object.hasOwn(item, column))
      throw badItem(at, column, { vi: 'không có trường này', en: 'the field is missing' })
    return item[column]
  })
  const more = whole && Object.keys(item).find((name) => !columns.includes(name))
  if (more)
    throw badItem(at, more, { vi: 'mục đầu tiên không có trường này', en: 'the first item does not have this field' })
  return values
}

function badItem(at: number, column: string, reason: { readonly vi: string; readonly en: string }) {
  const behind = column === '' ? { vi: '', en: '' } : { vi: `, cột ${column}`, en: `, column ${column}` }
  const place = { vi: `Dòng ${at + 1}${behind.vi}`, en: `Row ${at + 1}${behind.en}` }
  return permanent('sql.bad-row', { place, reason }, { row: at + 1, ...(column === '' ? {} : { column }) })
}

function wrongShape(source: unknown) {
  const { vi, en } = shapeOf(source)
  const reason = { vi: `cần một danh sách nhưng nhận được ${vi}`, en: `needs a list but got ${en}` }
  return permanent('message.wrong-shape', { reason })
}
