import { Cron } from 'croner'

/** The clock that timetables are read by. */
const TIME_ZONE = 'Asia/Ho_Chi_Minh'
const OFFSET_MS = 7 * 3_600_000

/** What happens to the times that passed while the system stood still. */
export type Misfire = 'skip' | 'once' | 'all'

/** Slots that `all` makes up for at most; older ones are left out. */
export const MOST_MISSED = 1000

/** True for a timetable of five fields (minute hour day month weekday) that comes round at all. */
export function isTimetable(cron: string): boolean {
  try {
    return nextSlot(cron, Date.UTC(2026, 0, 1)) !== undefined
  } catch {
    return false
  }
}

/** The first slot after an instant (ms since the epoch), read in Vietnamese time; undefined when there is none. Throws on a malformed timetable. */
export function nextSlot(cron: string, after: number): number | undefined {
  return timetable(cron).nextRun(new Date(after))?.getTime()
}

/**
 * The slots to run now, oldest first, after `last` (the newest that ran) up to `now`. `skip`: only one that is due within `graceMs`;
 * `once`: the newest; `all`: every one, at most `MOST_MISSED`.
 */
export function dueSlots(
  cron: string,
  last: number,
  now: number,
  misfire: Misfire,
  graceMs = 60_000,
): readonly number[] {
  const rule = timetable(cron)
  const due: number[] = []
  for (let slot = rule.nextRun(new Date(last)); slot && slot.getTime() <= now; slot = rule.nextRun(slot)) {
    due.push(slot.getTime())
    if (due.length > MOST_MISSED) due.shift()
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

function timetable(cron: string): Cron {
  return new Cron(cron, { timezone: TIME_ZONE, mode: '5-part', paused: true })
}
