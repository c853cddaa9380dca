import type { Handlers } from '../handler.ts'
import type { Services } from '../services.ts'

/** The working calendar (lịch làm việc). */
export function calendarHandlers({ calendars }: Services) {
  return {
    getCalendar: () => calendars.get(),
    saveCalendar: ({ caller, body }) => calendars.save(caller, body),
  } satisfies Partial<Handlers>
}
