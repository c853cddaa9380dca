import { z } from 'zod'
import type { Database, Row } from '#nodes/sql/drivers/database.ts'
import type { SettingsOf } from '#shared/node/define.ts'
import type { PollContext } from '#shared/node/trigger.ts'
import type { definition } from './definition.ts'
import { callsOf, type Taken, textAt } from './rows.ts'

type Settings = SettingsOf<typeof definition>

/** The cursor while a page is on its way in, behind a mark that no value begins with: where it began, and the row that it ends with. */
const UNDER_WAY = '\u0001'
const underWay = z.strictObject({ from: z.string(), until: z.string() })

/**
 * Takes one page as one message. Which rows it has is kept before it is handed over: after a crash the same page comes again, cut at the same row
 * even when the table has grown, and is recognised; so no row is in two pages and none is in no page.
 */
export async function takePage(settings: Settings, database: Database, context: PollContext): Promise<Taken> {
  const { from, until } = stateOf((await context.cursor()) ?? settings.cursorStart)
  const call = callsOf(context)
  const found = await database.run(call('query', settings.query, { cursor: from, limit: settings.batch }))
  const read = found.rows.slice(0, settings.batch)
  const rows = until === undefined ? read : upTo(read, until, settings)
  const last = rows.at(-1)
  if (last === undefined) {
    if (until !== undefined) await context.saveCursor(until)
    return { accepted: 0, goesOn: until !== undefined }
  }
  const end = until ?? cursorOf(last, settings)
  if (until === undefined) await context.saveCursor(UNDER_WAY + JSON.stringify({ from, until: end }))
  const body = { rows, count: rows.length }
  const { duplicate } = await context.accept({ body, headers: {}, keys: {} }, JSON.stringify([from, end]))
  // When the row at the end has gone since, a page that comes in only now may end with another one.
  const cursor = duplicate ? end : cursorOf(last, settings)
  await context.saveCursor(cursor)
  // A page that was cut says nothing about whether more rows wait; one that ends where it began would come for ever.
  return {
    accepted: duplicate ? 0 : 1,
    goesOn: cursor !== from && (until !== undefined || rows.length === settings.batch),
  }
}

function stateOf(cursor: string): { readonly from: string; readonly until?: string } {
  return cursor.startsWith(UNDER_WAY) ? underWay.parse(JSON.parse(cursor.slice(UNDER_WAY.length))) : { from: cursor }
}

/** The rows up to the one that the page ended with; all of them when that one has gone meanwhile. */
function upTo(rows: readonly Row[], until: string, settings: Settings): readonly Row[] {
  const end = rows.findLastIndex((row) => cursorOf(row, settings) === until)
  return end < 0 ? rows : rows.slice(0, end + 1)
}

function cursorOf(row: Row, { cursorColumn, idColumn }: Settings): string {
  return textAt(row, cursorColumn ?? idColumn)
}
