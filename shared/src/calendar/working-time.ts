import type { WorkCalendar } from './calendar.ts'
import { dayAt, instantAt, minuteAt } from './days.ts'

/** Looked at most this many days ahead for the next working one: a year that is off throughout is a mistake, not a holiday. */
const FARTHEST = 400
/** Working days or hours that may be added at once. */
export const MOST_WORKING = 10_000

/** Nothing but days off within more than a year. */
export class NoWorkingTime extends Error {}

/** True when anybody works on this day (day number in Vietnam). */
export function isWorkingDay(calendar: WorkCalendar, day: number): boolean {
  return calendar.stretches(day).length > 0
}

/** True within working hours; an instant at which they end is not. */
export function isWorkingTime(calendar: WorkCalendar, instant: number): boolean {
  const minute = minuteAt(instant)
  return calendar.stretches(dayAt(instant)).some(([from, to]) => from <= minute && minute < to)
}

/** The first working instant from this one on: itself when it is one. Throws `NoWorkingTime`. */
export function nextWorkingInstant(calendar: WorkCalendar, instant: number): number {
  const first = dayAt(instant)
  for (let day = first; day <= first + FARTHEST; day++) {
    for (const [from, to] of calendar.stretches(day)) {
      if (instant < instantAt(day, to)) return Math.max(instant, instantAt(day, from))
    }
  }
  throw new NoWorkingTime()
}

/** The first working day from this one on (`step` 1) or back from it (−1). Throws `NoWorkingTime`. */
export function workingDayFrom(calendar: WorkCalendar, day: number, step: 1 | -1 = 1): number {
  for (let i = 0; i <= FARTHEST; i++) if (isWorkingDay(calendar, day + i * step)) return day + i * step
  throw new NoWorkingTime()
}

/**
 * The `count`-th working day after a day (before it when negative); the day itself does not count. 0: the first working day from it on.
 * `count` is a whole number within ±`MOST_WORKING`. Throws `NoWorkingTime`.
 */
export function addWorkingDays(calendar: WorkCalendar, day: number, count: number): number {
  const step = count < 0 ? -1 : 1
  let at = count === 0 ? workingDayFrom(calendar, day) : day
  for (let left = Math.abs(count); left > 0; left--) at = workingDayFrom(calendar, at + step, step)
  return at
}

/** Working days after `from` up to and with `to`; negative when `to` lies before `from`. */
export function workingDaysBetween(calendar: WorkCalendar, from: number, to: number): number {
  if (to < from) return -workingDaysBetween(calendar, to, from)
  let count = 0
  for (let day = from + 1; day <= to; day++) if (isWorkingDay(calendar, day)) count += 1
  return count
}

/**
 * The first instant at which `hours` (0 to `MOST_WORKING`, fractions allowed) of working time have passed; the end of a working day is
 * not pushed to the next one, as befits a deadline. Throws `NoWorkingTime`.
 */
export function addWorkingHours(calendar: WorkCalendar, instant: number, hours: number): number {
  let left = hours * 60
  if (left <= 0) return instant
  let day = dayAt(instant)
  let minute = minuteAt(instant)
  for (let idle = 0; idle <= FARTHEST; day++, minute = 0) {
    const stretches = calendar.stretches(day)
    idle = stretches.length === 0 ? idle + 1 : 0
    for (const [from, to] of stretches) {
      const begin = Math.max(from, minute)
      if (begin >= to) continue
      if (left <= to - begin) return instantAt(day, begin + left)
      left -= to - begin
    }
  }
  throw new NoWorkingTime()
}

/** Hours of working time from one instant to a later one; 0 when it is not later. */
export function workingHoursBetween(calendar: WorkCalendar, from: number, to: number): number {
  let total = 0
  for (let day = dayAt(from); day <= dayAt(to); day++) {
    const first = day === dayAt(from) ? minuteAt(from) : 0
    const last = day === dayAt(to) ? minuteAt(to) : Number.POSITIVE_INFINITY
    for (const [begin, end] of calendar.stretches(day)) {
      total += Math.max(0, Math.min(end, last) - Math.max(begin, first))
    }
  }
  return total / 60
}
