import { permanent } from '#shared/errors/flow-error.ts'

/** Fields of an element. */
export type Fields = Readonly<Record<string, unknown>>

/** Whether a value is an object with fields. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The fields of a value; none when it is an empty element or missing. */
export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {}
}

/** A value as a list; an empty element or nothing is an empty list. */
export function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  return value === undefined || value === null || value === '' ? [] : [value]
}

/** The text of a value: of an element with attributes, the text beside them. */
export function textOf(value: unknown): string {
  const text = isFields(value) ? value['#text'] : value
  return typeof text === 'string' || typeof text === 'number' ? String(text).trim() : ''
}

/** `edxml.wrong` at a place. */
export function wrong(place: string, vi: string, en: string): Error {
  return permanent('edxml.wrong', { place, reason: { vi, en } })
}

const DAY = /^(\d{4})[/-](\d{1,2})[/-](\d{1,2})$/
const TIME = /^(\d{4})[/-](\d{1,2})[/-](\d{1,2})[ T](\d{1,2}):(\d{2}):(\d{2})(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?$/

/** `2026/1/5` → `2026-01-05`; anything else stays as it is. */
export function dayFromEdxml(text: string): string {
  const found = DAY.exec(text)
  return found && isDay(found) ? joined(found, '-') : text
}

/** `2026/01/05 08:30:00` (Vietnam) → `2026-01-05T08:30:00+07:00`; anything else stays as it is. */
export function timeFromEdxml(text: string): string {
  const found = TIME.exec(text)
  if (!found || !text.includes('/') || !isDay(found)) return text
  return `${joined(found, '-')}T${two(found[4])}:${found[5]}:${found[6]}+07:00`
}

/** A day in either form → `2026/01/05`; throws `edxml.wrong` when it is no day. */
export function dayToEdxml(text: string, place: string): string {
  const found = DAY.exec(text.length > 10 && TIME.test(text) ? text.slice(0, 10) : text)
  if (found && isDay(found)) return joined(found, '/')
  throw wrong(place, `"${text.slice(0, 40)}" không phải ngày (năm-tháng-ngày)`, `"${text.slice(0, 40)}" is no day`)
}

/** An instant → `2026/01/05 08:30:00` in Vietnam; throws `edxml.wrong` when it is none. */
export function timeToEdxml(text: string, place: string): string {
  const found = TIME.exec(text)
  const instant = found && /(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? Date.parse(text) : undefined
  if (instant !== undefined && !Number.isNaN(instant)) {
    const local = new Date(instant + 7 * 3_600_000).toISOString()
    return `${local.slice(0, 10).replaceAll('-', '/')} ${local.slice(11, 19)}`
  }
  if (found && isDay(found)) return `${joined(found, '/')} ${two(found[4])}:${found[5]}:${found[6]}`
  throw wrong(place, `"${text.slice(0, 40)}" không phải ngày giờ`, `"${text.slice(0, 40)}" is no date and time`)
}

function isDay([, year, month, day]: RegExpExecArray): boolean {
  const at = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)))
  return at.getUTCMonth() === Number(month) - 1 && at.getUTCDate() === Number(day)
}

function joined([, year, month, day]: RegExpExecArray, mark: string): string {
  return [year, two(month), two(day)].join(mark)
}

function two(digits: string | undefined): string {
  return (digits ?? '').padStart(2, '0')
}
