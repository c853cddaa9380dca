import { type Mailbox, type OpenFolder, openImap } from '#nodes/mail/imap.ts'
import type { SettingsOf } from '#shared/node/define.ts'
import { definePoll, type PollContext } from '#shared/node/trigger.ts'
import { type Cursor, readCursor } from './cursor.ts'
import { definition } from './definition.ts'
import { takeLetter } from './take-letter.ts'

type Settings = SettingsOf<typeof definition>

/** A look ends after so long, and the next one goes on; the scheduler would cut a longer one. */
const LOOK_MS = 60_000
/** So many letters are stored before they are moved or marked together. */
const GROUP = 20
/** When a mailbox was numbered anew, letters this much older than the newest one taken are known; the engine knows the others for 30 days. */
const LOOK_BACK_MS = 7 * 86_400_000

interface Look {
  readonly settings: Settings
  readonly context: PollContext
  readonly mailbox: Mailbox
  readonly until: number
}

/**
 * Looks into the folder once. Letters are stored in the order of their UIDs; then the cursor says so; then they are moved or marked, and the
 * cursor forgets them. After a stop, what was stored and not in the cursor is known to the engine, and what is in the cursor is moved first.
 */
export const poll = definePoll(definition, async (settings, context) => {
  const mailbox = await openImap(await context.connection(settings.connection), context.signal)
  try {
    return await look({ settings, context, mailbox, until: performance.now() + LOOK_MS })
  } finally {
    await mailbox.close()
  }
})

async function look(it: Look): Promise<number> {
  const { settings, context, mailbox } = it
  const folder = await mailbox.open(settings.folder)
  let cursor = await begin(it, folder)
  cursor = await acknowledge(it, cursor)
  const since = cursor.since === undefined ? undefined : new Date(cursor.since)
  const found = await mailbox.uidsAfter(cursor.last, since)
  const wanted = found.slice(0, settings.batch)
  let accepted = 0
  for (let at = 0; at < wanted.length && !mustEnd(it); at += GROUP) {
    const group = await takeGroup(it, wanted.slice(at, at + GROUP))
    accepted += group.accepted
    cursor = await acknowledge(it, await advance(it, cursor, group))
    if (group.fault !== undefined) throw group.fault
  }
  // All that had to be looked for by its day has been seen.
  if (cursor.since !== undefined && found.length <= wanted.length && !mustEnd(it)) {
    const { since: _, ...known } = cursor
    await save(context, { ...known, last: Math.max(cursor.last, folder.uidNext - 1) })
  }
  return accepted
}

/** Where to go on: at the cursor, at the beginning, or, when the mailbox was numbered anew, at what came in lately. */
async function begin({ settings, context }: Look, { uidValidity, uidNext }: OpenFolder): Promise<Cursor> {
  const known = readCursor(await context.cursor())
  if (known?.validity === uidValidity) return known
  if (known === undefined) {
    const skips = settings.begin === 'new'
    const first = { validity: uidValidity, last: skips ? uidNext - 1 : 0, newest: skips ? Date.now() : 0, taken: [] }
    return save(context, first)
  }
  context.log('warn', 'the mailbox was numbered anew; letters that are known are not taken again', {
    before: known.validity,
    now: uidValidity,
  })
  const back = known.newest > LOOK_BACK_MS ? { since: known.newest - LOOK_BACK_MS } : {}
  return save(context, { validity: uidValidity, last: 0, newest: known.newest, ...back, taken: [] })
}

interface Group {
  readonly uids: readonly number[]
  readonly accepted: number
  readonly newest: number
  /** Why it ends before its time; what was stored until then counts. */
  readonly fault?: unknown
}

async function takeGroup(it: Look, wanted: readonly number[]): Promise<Group> {
  const uids: number[] = []
  let [accepted, newest] = [0, 0]
  for (const uid of wanted) {
    if (mustEnd(it)) break
    try {
      const taken = await takeLetter(uid, it)
      uids.push(uid)
      if (taken?.duplicate === false) accepted++
      // A letter with a day in the future must not hide those that come after it.
      newest = Math.max(newest, Math.min(taken?.received ?? 0, Date.now()))
    } catch (fault) {
      return { uids, accepted, newest, fault }
    }
  }
  return { uids, accepted, newest }
}

async function advance({ settings, context }: Look, cursor: Cursor, { uids, newest }: Group): Promise<Cursor> {
  const last = uids.at(-1)
  if (last === undefined) return cursor
  const taken = settings.after === 'keep' ? [] : [...uids]
  return save(context, { ...cursor, last, newest: Math.max(cursor.newest, newest), taken })
}

/** Moves or marks what is stored, then forgets it. */
async function acknowledge({ settings, context, mailbox }: Look, cursor: Cursor): Promise<Cursor> {
  if (cursor.taken.length === 0) return cursor
  if (settings.after === 'move') await mailbox.move(cursor.taken, settings.takenFolder)
  if (settings.after === 'flag') await mailbox.markRead(cursor.taken)
  return save(context, { ...cursor, taken: [] })
}

async function save(context: PollContext, cursor: Cursor): Promise<Cursor> {
  await context.saveCursor(JSON.stringify(cursor))
  return cursor
}

/** The time is up, or the worker stops. */
const mustEnd = ({ until, context }: Look): boolean => performance.now() > until || context.signal.aborted
