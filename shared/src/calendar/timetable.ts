import { defaultCalendar, type WorkCalendar } from './calendar.ts'
import { dayAt, instantAt } from './days.ts'
import { isWorkingTime, nextWorkingInstant, workingDayFrom } from './working-time.ts'

/** Times looked at in search of one in working time; a timetable that never meets it has no next slot. */
const MOST_LOOKED_AT = 20_000

/** The first time of a timetable after an instant (ms since the epoch); undefined when there is none. */
export type NextTime = (after: number) => number | undefined

/** Which times of a timetable count, and what becomes of the others: left out, or moved to the next working day or working hour. */
export interface Within {
  readonly time: 'always' | 'working-days' | 'working-hours'
  readonly otherwise: 'skip' | 'move'
}

/** The `within` and `otherwise` of a schedule's settings; what is not there is the ordinary case. */
export function withinOf({ within, otherwise }: Readonly<Record<string, unknown>>): Within {
  const time = within === 'working-days' || within === 'working-hours' ? within : 'always'
  return { time, otherwise: otherwise === 'move' ? 'move' : 'skip' }
}

/** Slots of a timetable after an instant in order, each once, however many times are moved to the same one. */
export function slotsWithin(
  next: NextTime,
  { time, otherwise }: Within,
  after: number,
  calendar: WorkCalendar = defaultCalendar,
): Iterable<number> {
  if (time === 'always') return allOf(next, after)
  if (otherwise === 'skip') return skipping(next, after, time, calendar)
  return time === 'working-hours' ? movedToHours(next, after, calendar) : movedToDays(next, after, calendar)
}

function* allOf(next: NextTime, after: number): Iterable<number> {
  for (let slot = next(after); slot !== undefined; slot = next(slot)) yield slot
}

function* skipping(next: NextTime, after: number, time: Within['time'], calendar: WorkCalendar): Iterable<number> {
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
function* movedToHours(next: NextTime, after: number, calendar: WorkCalendar): Iterable<number> {
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
function* movedToDays(next: NextTime, after: number, calendar: WorkCalendar): Iterable<number> {
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
