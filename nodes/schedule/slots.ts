import { Cron } from 'croner'
import { defaultCalendar, type WorkCalendar } from '#shared/calendar/calendar.ts'
import { slotsWithin, type Within } from '#shared/calendar/timetable.ts'

/** The clock that timetables are read by. */
const TIME_ZONE = 'Asia/Ho_Chi_Minh'
const OFFSET_MS = 7 * 3_600_000

/** What happens to the times that passed while the system stood still. */
export type Misfire = 'skip' | 'once' | 'all'

/** Slots that `all` makes up for at most; older ones are left out. */
export const MOST_MISSED = 1000

/** When a schedule runs. */
export interface Timetable {
  /** Five fields, read in Vietnamese time. */
  readonly cron: string
  readonly within: Within
}

const ALWAYS: Within = { time: 'always', otherwise: 'skip' }

/** A timetable whose every time counts. */
export function plainTimetable(cron: string): Timetable {
  return { cron, within: ALWAYS }
}

/** True for a timetable of five fields (minute hour day month weekday) that comes round at all. */
export function isTimetable(cron: string): boolean {
  try {
    return nextSlot(plainTimetable(cron), Date.UTC(2026, 0, 1)) !== undefined
  } catch {
    return false
  }
}

/** The first slot after an instant (ms since the epoch); undefined when there is none. Throws on a malformed timetable. */
export function nextSlot(timetable: Timetable, after: number, calendar = defaultCalendar): number | undefined {
  for (const slot of slotsAfter(timetable, after, calendar)) return slot
  return undefined
}

/** How slots that passed while the system stood still are made up for; `most` bounds `all`. */
export interface Missed {
  readonly misfire: Misfire
  readonly most?: number
  /** `skip` still runs a slot that is this late. */
  readonly graceMs?: number
}

/**
 * The slots to run now, oldest first, after `last` (the newest that ran) up to `now`. `skip`: only one that is due within `graceMs`
 * (a minute); `once`: the newest; `all`: every one, at most the newest `most`.
 */
export function dueSlots(
  timetable: Timetable,
  last: number,
  now: number,
  { misfire, most = MOST_MISSED, graceMs = 60_000 }: Missed,
  calendar = defaultCalendar,
): readonly number[] {
  const due: number[] = []
  for (const slot of slotsAfter(timetable, last, calendar)) {
    if (slot > now) break
    due.push(slot)
    if (due.length > most) due.shift()
  }
  if (misfire === 'all') return due
  const newest = due.at(-1)
  if (newest === undefined) return []
  return misfire === 'once' || now - newest <= graceMs ? [newest] : []
}

/** The body of the message of a slot: `{ slot: '2026-07-01T08:00:00+07:00' }`. */
export function slotBody(slot: number): { readonly slot: string } {
  return { slot: new Date(slot + OFFSET_MS).toISOString().replace(/\.\d{3}Z$/, '+07:00') }
}

/** Slots after an instant in order. */
function slotsAfter({ cron, within }: Timetable, after: number, calendar: WorkCalendar): Iterable<number> {
  const rule = new Cron(cron, { timezone: TIME_ZONE, mode: '5-part', paused: true })
  return slotsWithin((from) => rule.nextRun(new Date(from))?.getTime(), within, after, calendar)
}
