import { type CalendarData, defaultCalendar, openCalendar, type WorkCalendar } from './calendar.ts'

/** A version of the working calendar and the instant (ms since the epoch) from which it counts. */
export interface CalendarVersion {
  readonly from: number
  readonly data: CalendarData
}

/** The versions of the calendar in memory. What was accepted before a change goes on counting with the version of then. */
export interface CalendarShelf {
  replace(versions: readonly CalendarVersion[]): void
  /** The version in force at an instant; the usual hours before the first one. */
  at(instant: number): WorkCalendar
}

/** Makes a shelf without any version. */
export function createCalendarShelf(): CalendarShelf {
  let shelf: readonly { readonly from: number; readonly calendar: WorkCalendar }[] = []
  return {
    replace(versions) {
      shelf = versions.map(({ from, data }) => ({ from, calendar: openCalendar(data) })).sort((a, b) => a.from - b.from)
    },
    at: (instant) => shelf.findLast(({ from }) => from <= instant)?.calendar ?? defaultCalendar,
  }
}
