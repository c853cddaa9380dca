import { dueSlots as dueTimes, type Misfire, nextSlot as nextTime } from '#nodes/schedule/slots.ts'

/** When a trigger is due. */
export type Plan =
  | { readonly kind: 'cron'; readonly cron: string; readonly misfire: Misfire; readonly jitterMs: number }
  | { readonly kind: 'every'; readonly everyMs: number }

/** Slots in (`after`, `now`] that are to fire now, oldest first, by the plan's misfire rule. Throws on a malformed timetable. */
export function dueSlots(plan: Plan, after: number, now: number): readonly number[] {
  if (plan.kind === 'cron') return dueTimes(plan.cron, after, now, plan.misfire)
  const slot = Math.floor(now / plan.everyMs) * plan.everyMs
  return slot > after ? [slot] : []
}

/** The newest slot in (`after`, `now`], whether it is to fire or not; `after` when there is none. */
export function passedUntil(plan: Plan, after: number, now: number): number {
  const passed = plan.kind === 'cron' ? dueTimes(plan.cron, after, now, 'once') : dueSlots(plan, after, now)
  return passed.at(-1) ?? after
}

/** The first slot after an instant; undefined when there is none any more. */
export function nextSlot(plan: Plan, after: number): number | undefined {
  if (plan.kind === 'cron') return nextTime(plan.cron, after)
  return (Math.floor(after / plan.everyMs) + 1) * plan.everyMs
}
