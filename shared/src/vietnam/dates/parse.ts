import { ExpressionError } from '../../expression/errors.ts'
import { normaliseText } from '../text/normalise.ts'
import { patternParts } from './pattern.ts'

/** A date that may be known to the year or month only; `time` is Vietnamese time (UTC+7, no summer time). */
export interface PartialDate {
  readonly year: number
  readonly month?: number
  readonly day?: number
  readonly time?: { readonly hour: number; readonly minute: number; readonly second: number }
}

/** How exactly a date is known. */
export type Precision = 'year' | 'month' | 'day' | 'time'

/** How exactly this date is known. */
export function precisionOf(date: PartialDate): Precision {
  if (date.time) return 'time'
  if (date.day !== undefined) return 'day'
  return date.month === undefined ? 'year' : 'month'
}

/** `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or `YYYY-MM-DDTHH:mm:ss+07:00`, as exact as the date is. */
export function canonicalDate(date: PartialDate): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  const year = String(date.year).padStart(4, '0')
  if (date.month === undefined) return year
  if (date.day === undefined) return `${year}-${two(date.month)}`
  const day = `${year}-${two(date.month)}-${two(date.day)}`
  if (date.time === undefined) return day
  return `${day}T${two(date.time.hour)}:${two(date.time.minute)}:${two(date.time.second)}+07:00`
}

type Fields = {
  year?: string
  month?: string
  day?: string
  hour?: string
  minute?: string
  second?: string
  zone?: string
}

/**
 * The forms that Vietnamese systems send (domain reference §7.2). A day or month of 00 is how partial birth dates are written in
 * fixed-width fields and means unknown. Fractions of a second are dropped.
 */
const FORMS: readonly RegExp[] = [
  /^(?<year>\d{4})$/,
  /^(?<month>\d{1,2})[/-](?<year>\d{4})$/,
  /^(?<year>\d{4})[/-](?<month>\d{1,2})$/,
  /^(?<day>\d{1,2})(?<s>[/.-])(?<month>\d{1,2})\k<s>(?<year>\d{4})(?:[ T]+(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:\.\d+)?)?)?$/,
  /^(?<year>\d{4})(?<s>[/-])(?<month>\d{1,2})\k<s>(?<day>\d{1,2})(?:[ T]+(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:\.\d+)?)?(?: ?(?<zone>Z|[+-]\d{2}:?\d{2}))?)?$/,
  /^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})(?<hour>\d{2})(?<minute>\d{2})(?<second>\d{2})$/,
  /^(?<day>\d{2})(?<month>\d{2})(?<year>\d{4})T(?<hour>\d{2})(?<minute>\d{2})(?<second>\d{2})(?<zone>[+-]\d{4})?$/,
  /^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})(?:T(?<hour>\d{2})(?<minute>\d{2})(?<second>\d{2})(?<zone>Z|[+-]\d{4})?)?$/,
  /^(?<day>\d{2})(?<month>\d{2})(?<year>\d{4})$/,
]

/** Reads a date in any of the known forms; throws `domain.date-*`. An impossible day such as 30/02 is never moved to another one. */
export function parseDate(text: string): PartialDate {
  const trimmed = normaliseText(text)
  if (/^\d{6}$/.test(trimmed)) throw new ExpressionError('domain.date-ambiguous', { value: text })
  const fitting: Readonly<Fields>[] = []
  for (const form of FORMS) {
    const fields = form.exec(trimmed)?.groups
    if (fields) fitting.push(fields)
  }
  if (fitting.length === 0) throw unreadable(text)
  const dates: PartialDate[] = []
  for (const fields of fitting) {
    const date = dateOf(fields)
    if (date) dates.push(date)
  }
  const [date] = dates
  if (date === undefined) throw new ExpressionError('domain.date-impossible', { value: text })
  // 8 digits fit two forms; with a year from 1800 to 2199 only one of them can have a month.
  if (new Set(dates.map(canonicalDate)).size > 1) throw new ExpressionError('domain.date-ambiguous', { value: text })
  return date
}

/** Reads a date in the form that a pattern such as `dd/MM/yyyy` names. */
export function parseDateAs(text: string, pattern: string): PartialDate {
  const names = { y: 'year', M: 'month', d: 'day', H: 'hour', h: 'hour', m: 'minute', s: 'second' } as const
  const fields: Fields = {}
  const order: (keyof Fields | 'fraction' | 'half')[] = []
  let source = '^'
  for (const part of patternParts(pattern)) {
    if (part.kind === 'literal') {
      source += part.text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replace(/\s+/g, '\\s+')
      continue
    }
    const letter = part.text.charAt(0)
    order.push(
      letter === 'X'
        ? 'zone'
        : letter === 'S'
          ? 'fraction'
          : letter === 'a'
            ? 'half'
            : names[letter as keyof typeof names],
    )
    source += sourceOf(part.text)
  }
  const found = new RegExp(`${source}$`).exec(normaliseText(text))
  if (found === null) throw unreadable(text, pattern)
  order.forEach((name, i) => {
    const value = found[i + 1] ?? ''
    if (name === 'half') fields.hour = afternoon(fields.hour ?? '', value)
    else if (name === 'year') fields.year = value.length === 2 ? `20${value}` : value
    else if (name !== 'fraction') fields[name] = value
  })
  const date = dateOf(fields)
  if (date === undefined) throw new ExpressionError('domain.date-impossible', { value: text })
  return date
}

function sourceOf(token: string): string {
  if (token.startsWith('X')) return '(Z|[+-]\\d{2}:?\\d{2})'
  if (token === 'a') return '(AM|PM|SA|CH)'
  return token.length === 1 ? '(\\d{1,2})' : `(\\d{${token.length}})`
}

function afternoon(hour: string, half: string): string {
  const late = half === 'PM' || half === 'CH'
  return String((Number(hour) % 12) + (late ? 12 : 0))
}

function unreadable(value: string, pattern?: string): ExpressionError {
  return new ExpressionError('domain.date-unreadable', {
    value,
    params: pattern
      ? { expected: ` (cần dạng ${pattern})`, expectedEn: ` (expected ${pattern})` }
      : { expected: '', expectedEn: '' },
  })
}

/** Checks the calendar; undefined for a day that does not exist. */
function dateOf(fields: Readonly<Fields>): PartialDate | undefined {
  const year = Number(fields.year)
  if (fields.year === undefined || year < 1800 || year > 2199) return undefined
  const month = unknownAsUndefined(fields.month)
  const day = unknownAsUndefined(fields.day)
  if (month === undefined) return day === undefined && fields.hour === undefined ? { year } : undefined
  if (month > 12) return undefined
  if (day === undefined) return fields.hour === undefined ? { year, month } : undefined
  if (day > daysIn(year, month)) return undefined
  if (fields.hour === undefined) return { year, month, day }
  const time = { hour: Number(fields.hour), minute: Number(fields.minute ?? 0), second: Number(fields.second ?? 0) }
  if (time.hour > 23 || time.minute > 59 || time.second > 59) return undefined
  return fields.zone === undefined ? { year, month, day, time } : inVietnam({ year, month, day, time }, fields.zone)
}

function unknownAsUndefined(text: string | undefined): number | undefined {
  const value = Number(text ?? 0)
  return value === 0 ? undefined : value
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}

function inVietnam(date: Required<PartialDate>, zone: string): PartialDate | undefined {
  const digits = zone.replace(/[^\d]/g, '')
  const minutes = zone === 'Z' ? 0 : Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))
  if (minutes > 14 * 60) return undefined
  const east = zone.startsWith('-') ? -minutes : minutes
  const { hour, minute, second } = date.time
  const instant = Date.UTC(date.year, date.month - 1, date.day, hour, minute - east + 7 * 60, second)
  const local = new Date(instant)
  return {
    year: local.getUTCFullYear(),
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
    time: { hour: local.getUTCHours(), minute: local.getUTCMinutes(), second: local.getUTCSeconds() },
  }
}
