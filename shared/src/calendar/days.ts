/** Vietnam keeps UTC+7 without summer time, so a day is arithmetic and needs no time-zone data. */
const OFFSET_MS = 7 * 3_600_000

/** Milliseconds of a day. */
export const DAY_MS = 86_400_000

/** The day number (0 = 1970-01-01) in Vietnam of an instant in ms since the epoch. */
export function dayAt(instant: number): number {
  return Math.floor((instant + OFFSET_MS) / DAY_MS)
}

/** Minutes (with fractions) since midnight in Vietnam. */
export function minuteAt(instant: number): number {
  return (instant + OFFSET_MS - dayAt(instant) * DAY_MS) / 60_000
}

/** The instant at which a minute of a day begins in Vietnam. */
export function instantAt(day: number, minute: number): number {
  return day * DAY_MS + minute * 60_000 - OFFSET_MS
}

/** Monday = 0 … Sunday = 6. */
export function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7
}

/** `YYYY-MM-DD` of a day number. */
export function isoDay(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10)
}

/** The day number of `YYYY-MM-DD`; undefined for a day that does not exist. */
export function dayFromIso(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined
  const day = Date.parse(`${text}T00:00:00Z`) / DAY_MS
  return Number.isInteger(day) && isoDay(day) === text ? day : undefined
}

/** The year that a day number lies in. */
export function yearOf(day: number): number {
  return new Date(day * DAY_MS).getUTCFullYear()
}
