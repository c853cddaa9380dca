/** Việt Nam is UTC+7 all year round: no daylight saving, so a fixed shift is exact. */
const SHIFT_MS = 7 * 60 * 60 * 1000

interface Parts {
  readonly year: string
  readonly month: string
  readonly day: string
  readonly hour: string
  readonly minute: string
  readonly second: string
}

function partsOf(instant: Date): Parts {
  const [date = '', rest = ''] = new Date(instant.getTime() + SHIFT_MS).toISOString().split('T')
  const [year = '', month = '', day = ''] = date.split('-')
  const [hour = '', minute = '', second = ''] = rest.slice(0, 8).split(':')
  return { year, month, day, hour, minute, second }
}

/** `yyyyMMddHHmmss` in Asia/Ho_Chi_Minh, the format of Cổng DVCQG. */
export function compactTime(instant: Date): string {
  const p = partsOf(instant)
  return `${p.year}${p.month}${p.day}${p.hour}${p.minute}${p.second}`
}

/** `dd/MM/yyyy HH:mm:ss` in Asia/Ho_Chi_Minh, the format of one-stop systems. */
export function slashedTime(instant: Date): string {
  const p = partsOf(instant)
  return `${p.day}/${p.month}/${p.year} ${p.hour}:${p.minute}:${p.second}`
}

/** `dd/MM/yyyy` in Asia/Ho_Chi_Minh. */
export function slashedDay(instant: Date): string {
  return slashedTime(instant).slice(0, 10)
}

/** `yyMMdd` in Asia/Ho_Chi_Minh, the date part of a mã hồ sơ. */
export function shortDay(instant: Date): string {
  return compactTime(instant).slice(2, 8)
}

/** `HH:mm` in Asia/Ho_Chi_Minh, the window format of the enterprise register. */
export function clockTime(instant: Date): string {
  return slashedTime(instant).slice(11, 16)
}

/** Reads `yyyyMMddHHmmss`; undefined unless it names a moment that exists (30 February does not). */
export function readCompactTime(text: string): Date | undefined {
  const found = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/.exec(text)
  return found ? momentOf(found.slice(1)) : undefined
}

/** Reads `dd/MM/yyyy` with or without ` HH:mm:ss`; undefined unless it names a moment that exists. */
export function readSlashedTime(text: string): Date | undefined {
  const found = /^(\d{2})\/(\d{2})\/(\d{4})(?: (\d{2}):(\d{2}):(\d{2}))?$/.exec(text)
  if (!found) return undefined
  const [, day, month, year, hour = '00', minute = '00', second = '00'] = found
  return momentOf([year, month, day, hour, minute, second])
}

function momentOf(fields: readonly (string | undefined)[]): Date | undefined {
  const [year, month, day, hour, minute, second] = fields.map(Number)
  const shifted = Date.UTC(year ?? 0, (month ?? 0) - 1, day, hour, minute, second)
  const instant = new Date(shifted - SHIFT_MS)
  return Number.isFinite(shifted) && compactTime(instant) === [...fields].join('') ? instant : undefined
}

/** The same time of day, `days` working days later (Saturday and Sunday do not count; holidays do). */
export function addWorkingDays(instant: Date, days: number): Date {
  let time = instant.getTime()
  let left = days
  while (left > 0) {
    time += 24 * 60 * 60 * 1000
    const weekday = new Date(time + SHIFT_MS).getUTCDay()
    if (weekday !== 0 && weekday !== 6) left--
  }
  return new Date(time)
}
