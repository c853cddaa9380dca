import { Cron } from 'croner'
import { defaultCalendar, type WorkCalendar } from './calendar.ts'
import { dayAt, instantAt } from './days.ts'
import { isWorkingTime, nextWorkingInstant, workingDayFrom } from './working-time.ts'

/** The clock that timetables are read by. */
const TIME_ZONE = 'Asia/Ho_Chi_Minh'
const OFFSET_MS = 7 * 3_600_000

/** What happens to the times that passed while the system stood still. */
export type Misfire = 'skip' | 'once' | 'all'

/** Slots that `all` makes up for at most; older ones are left out. */
export const MOST_MISSED = 1000

/** Times looked at in search of one in working time; a timetable that never meets it has no next slot. */
const MOST_LOOKED_AT = 20_000

/** Which times of a timetable count, and what becomes of the others: left out, or moved to the next working day or working hour. */
export interface Within {
  readonly time: 'always' | 'working-days' | 'working-hours'
  readonly otherwise: 'skip' | 'move'
}

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
  return nextSlots(timetable, after, 1, calendar)[0]
}

/** The next slots after an instant, at most `count`. Throws on a malformed timetable. */
export function nextSlots(
  timetable: Timetable,
  after: number,
  count: number,
  calendar = defaultCalendar,
): readonly number[] {
  const slots: number[] = []
  for (const slot of slotsAfter(timetable, after, calendar)) {
    slots.push(slot)
    if (slots.length >= count) break
  }
  return slots
}

/** The `within` and `otherwise` of a schedule's settings; what is not there is the ordinary case. */
export function withinOf({ within, otherwise }: Readonly<Record<string, unknown>>): Within {
  const time = within === 'working-days' || within === 'working-hours' ? within : 'always'
  return { time, otherwise: otherwise === 'move' ? 'move' : 'skip' }
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

/** Slots after an instant in order, each once, however many times are moved to the same one. */
function slotsAfter(timetable: Timetable, after: number, calendar: WorkCalendar): Iterable<number> {
  const rule = new Cron(timetable.cron, { timezone: TIME_ZONE, mode: '5-part', paused: true })
  const next = (from: number): number | undefined => rule.nextRun(new Date(from))?.getTime()
  const { time, otherwise } = timetable.within
  if (time === 'always') return allOf(next, after)
  if (otherwise === 'skip') return skipping(next, after, time, calendar)
  return time === 'working-hours' ? movedToHours(next, after, calendar) : movedToDays(next, after, calendar)
}

type Next = (from: number) => number | undefined

function* allOf(next: Next, after: number): Iterable<number> {
  for (let slot = next(after); slot !== undefined; slot = next(slot)) yield slot
}

function* skipping(next: Next, after: number, time: Within['time'], calendar: WorkCalendar): Iterable<number> {
  let idle = 0
  for (let slot = next(after); slot !== undefined && idle < MOST_LOOKED_AT; idle++) {
    const begins =
      time === 'working-hours' ? nextWorkingInstant(calendar, slot) : startOfDay(workingDayFrom(calendar, dayAt(slot)))
    if (begins <= slot) {
      idle = 0
      yield slot
      slot = next(slot)
    } else slot = next(begins - 1)
  }
}

/** What falls outside of working hours runs when they begin, together with all that does. */
function* movedToHours(next: Next, after: number, calendar: WorkCalendar): Iterable<number> {
  // Times since the last working hour are still to come, at the beginning of the next one.
  let at = isWorkingTime(calendar, after) ? after : lastWorkingInstant(calendar, after)
  let newest = after
  for (let slot = next(at); slot !== undefined; slot = next(at)) {
    const moved = nextWorkingInstant(calendar, slot)
    if (moved > newest) {
      newest = moved
      yield moved
    }
    // Whatever lies between is moved to the same instant.
    at = moved
  }
}

/** What falls on a day off runs at the same time of the next working day. */
function* movedToDays(next: Next, after: number, calendar: WorkCalendar): Iterable<number> {
  const today = dayAt(after)
  let at = startOfDay(workingDayFrom(calendar, today - 1, -1) + 1) - 1
  let newest = after
  for (let slot = next(at); slot !== undefined; slot = next(at)) {
    const day = workingDayFrom(calendar, dayAt(slot))
    const times = new Set<number>()
    for (; slot !== undefined && dayAt(slot) <= day; slot = next(slot)) times.add(slot - startOfDay(dayAt(slot)))
    for (const time of [...times].sort((a, b) => a - b)) {
      const moved = startOfDay(day) + time
      if (moved <= newest) continue
      newest = moved
      yield moved
    }
    at = startOfDay(day + 1) - 1
  }
}

/** The last millisecond of working time before an instant outside of it. */
function lastWorkingInstant(calendar: WorkCalendar, instant: number): number {
  for (let day = dayAt(instant); ; day = workingDayFrom(calendar, day - 1, -1)) {
    const ended = calendar.stretches(day).findLast(([, to]) => instantAt(day, to) <= instant)
    if (ended) return instantAt(day, ended[1]) - 1
  }
}

function startOfDay(day: number): number {
  return instantAt(day, 0)
}
