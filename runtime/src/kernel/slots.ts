import { dueSlots as dueTimes, type Missed, nextSlot as nextTime, type Timetable } from '#nodes/schedule/slots.ts'
import type { WorkCalendar } from '#shared/calendar/calendar.ts'
import type { Within } from '#shared/calendar/timetable.ts'

/** When a trigger is due. */
export type Plan =
  | {
      readonly kind: 'cron'
      readonly cron: string
      readonly within: Within
      readonly missed: Missed
      readonly jitterMs: number
    }
  | { readonly kind: 'every'; readonly everyMs: number }

/** Slots in (`after`, `now`] that are to fire now, oldest first, by the plan's misfire rule. Throws on a malformed timetable. */
export function dueSlots(plan: Plan, after: number, now: number, calendar?: WorkCalendar): readonly number[] {
  if (plan.kind === 'cron') return dueTimes(timetableOf(plan), after, now, plan.missed, calendar)
  const slot = Math.floor(now / plan.everyMs) * plan.everyMs
  return slot > after ? [slot] : []
}

/** The newest slot in (`after`, `now`], whether it is to fire or not; `after` when there is none. */
export function passedUntil(plan: Plan, after: number, now: number, calendar?: WorkCalendar): number {
  const passed =
    plan.kind === 'cron'
      ? dueTimes(timetableOf(plan), after, now, { misfire: 'once' }, calendar)
      : dueSlots(plan, after, now)
  return passed.at(-1) ?? after
}

/** The first slot after an instant; undefined when there is none any more. */
export function nextSlot(plan: Plan, after: number, calendar?: WorkCalendar): number | undefined {
  if (plan.kind === 'cron') return nextTime(timetableOf(plan), after, calendar)
  return (Math.floor(after / plan.everyMs) + 1) * plan.everyMs
}

function timetableOf({ cron, within }: Extract<Plan, { kind: 'cron' }>): Timetable {
  return { cron, within }
}
