import type { Database, Row } from '#nodes/sql/drivers/database.ts'
import { databaseOf } from '#nodes/sql/drivers/open.ts'
import type { SettingsOf } from '#shared/node/define.ts'
import { definePoll, type PollContext } from '#shared/node/trigger.ts'
import { definition } from './definition.ts'
import { takePage } from './page.ts'
import { callsOf, type Taken, textAt } from './rows.ts'

type Settings = SettingsOf<typeof definition>

/** Full batches taken in one go after a stop, before the scheduler has its say again. */
const MOST_BATCHES = 20

/**
 * Takes waiting rows batch by batch until one is not full. A row is marked only after its message is stored; when marking fails the row
 * comes again, is recognised by its id and is marked then.
 */
export const poll = definePoll(
  definition,
  async (settings, context) => {
    const database = await databaseOf(settings.connection, context)
    let accepted = 0
    for (let batch = 0; batch < MOST_BATCHES && !context.signal.aborted; batch++) {
      const taken =
        settings.as === 'page'
          ? await takePage(settings, database, context)
          : await takeBatch(settings, database, context)
      accepted += taken.accepted
      if (!taken.goesOn) break
    }
    return accepted
  },
  { peeks: true },
)

async function takeBatch(settings: Settings, database: Database, context: PollContext): Promise<Taken> {
  const cursor = (await context.cursor()) ?? settings.cursorStart
  const call = callsOf(context)
  const found = await database.run(call('query', settings.query, { cursor, limit: settings.batch }))
  const rows = found.rows.slice(0, settings.batch)
  const keys = rows.map((row) => keyOf(row, settings))
  // All at once and in this order, so that they share a write; what was stored is marked even when a later one was refused.
  const stored = await Promise.allSettled(
    rows.map((row, index) => context.accept({ body: row, headers: {}, keys: {} }, keys[index] ?? '')),
  )
  const refused = stored.findIndex((one) => one.status === 'rejected')
  const safe = refused < 0 ? rows : rows.slice(0, refused)
  for (const row of safe) {
    if (settings.acknowledge === undefined) break
    await database.run(call('change', settings.acknowledge, { ...row, id: row[settings.idColumn] }))
  }
  const last = safe.at(-1)
  if (last) await saveCursor(settings, context, last, cursor)
  if (refused >= 0) throw (stored[refused] as PromiseRejectedResult).reason
  const fresh = stored.filter((one) => one.status === 'fulfilled' && !one.value.duplicate)
  return { accepted: fresh.length, goesOn: rows.length === settings.batch && fresh.length > 0 }
}

async function saveCursor(settings: Settings, context: PollContext, row: Row, before: string): Promise<void> {
  if (!/:cursor\b/.test(settings.query)) return
  const cursor = textAt(row, settings.cursorColumn ?? settings.idColumn)
  if (cursor !== before) await context.saveCursor(cursor)
}

/** The identity of a row: its id, with the version behind it where there is one. */
function keyOf(row: Row, { idColumn, versionColumn }: Settings): string {
  const id = textAt(row, idColumn)
  return versionColumn === undefined ? id : JSON.stringify([id, textAt(row, versionColumn)])
}
