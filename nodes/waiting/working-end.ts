import { defaultCalendar } from '#shared/calendar/calendar.ts'
import { dayAt, instantAt, minuteAt } from '#shared/calendar/days.ts'
import { addWorkingDays, addWorkingHours } from '#shared/calendar/working-time.ts'
import type { StepContext } from '#shared/node/run.ts'

/**
 * The instant after so many working days (the same time of day) or working hours, in ms since 1970. The calendar is that of now, not of the
 * run: a run may be old, and the timer is journalled once it is set.
 */
export function workingEnd(mode: 'working-days' | 'working-hours', amount: number, context: StepContext): number {
  const now = context.now()
  const calendar = context.scope.tables?.calendarAt?.(now) ?? defaultCalendar
  if (mode === 'working-hours') return addWorkingHours(calendar, now, amount)
  return instantAt(addWorkingDays(calendar, dayAt(now), amount), minuteAt(now))
}
