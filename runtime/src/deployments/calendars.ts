import type { Database } from 'better-sqlite3'
import type { SaveWorkCalendar, StoredWorkCalendar } from '#shared/api/calendar.ts'
import { calendarSchema, defaultCalendarData, type WorkCalendar } from '#shared/calendar/calendar.ts'
import { type CalendarVersion, createCalendarShelf } from '#shared/calendar/versions.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import type { Caller } from '../accounts/caller.ts'
import { type Clock, isoTime } from '../security/ports.ts'
import type { WorkerPool } from './worker-pool.ts'

/** A change counts from this much later on, so that every worker knows it before the first message that it counts for. */
const NOTICE_MS = 2000
/** Older versions are forgotten: what runs that long counts by the oldest one left. */
const KEPT = 50

/** The working calendar of the installation. */
export interface Calendars {
  /** The newest version; version 0 is the usual calendar, before anybody has saved one. */
  get(): StoredWorkCalendar
  /** Throws `api.conflict` when somebody saved another version since. */
  save(caller: Caller, change: SaveWorkCalendar): Promise<StoredWorkCalendar>
  /** What workers are told. */
  versions(): readonly CalendarVersion[]
  /** The calendar in force at an instant, for schedules. */
  at(instant: number): WorkCalendar
}

interface Row {
  readonly version: number
  readonly data: string
  readonly in_force_from: number
  readonly updated_at: number
  readonly updated_by: string
}

/** Calendars in the table `calendars`; workers get every change. */
export function createCalendars(db: Database, pool: WorkerPool, clock: Clock): Calendars {
  const columns = 'version, data, in_force_from, updated_at, updated_by'
  const newest = db.prepare<[], Row>(`SELECT ${columns} FROM calendars ORDER BY version DESC LIMIT 1`)
  const all = db.prepare<[], Row>(`SELECT ${columns} FROM calendars ORDER BY version`)
  const insert = db.prepare(
    'INSERT INTO calendars (version, unit, data, in_force_from, updated_at, updated_by) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const prune = db.prepare('DELETE FROM calendars WHERE version <= ?')
  const shelf = createCalendarShelf()

  function versions(): readonly CalendarVersion[] {
    return all.all().map(({ version, data, in_force_from }, i) => ({
      // The oldest one left stands for those forgotten before it.
      from: i === 0 && version > 1 ? 0 : in_force_from,
      data: calendarSchema.parse(JSON.parse(data)),
    }))
  }

  function get(): StoredWorkCalendar {
    const row = newest.get()
    if (!row) return { version: 0, ...defaultCalendarData }
    const { week, years } = calendarSchema.parse(JSON.parse(row.data))
    return { version: row.version, week, years, updatedAt: isoTime(row.updated_at), updatedBy: row.updated_by }
  }

  const store = db.transaction((caller: Caller, { version, week, years }: SaveWorkCalendar) => {
    const current = newest.get()
    if ((current?.version ?? 0) !== version) {
      throw permanent('api.conflict', { what: { vi: 'lịch làm việc', en: 'The working calendar' } })
    }
    const now = clock()
    const from = Math.max(now + NOTICE_MS, (current?.in_force_from ?? 0) + 1)
    insert.run(version + 1, caller.unit, JSON.stringify({ week, years }), from, now, caller.name)
    prune.run(version + 1 - KEPT)
  })

  shelf.replace(versions())
  return {
    get,
    async save(caller, change) {
      store.immediate(caller, change)
      const told = versions()
      shelf.replace(told)
      await pool.all((worker) => worker.calendars(told))
      return get()
    },
    versions,
    at: shelf.at,
  }
}
