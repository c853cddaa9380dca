import { ExpressionError } from '../../expression/errors.ts'
import type { Precision } from './parse.ts'

/** A piece of a date pattern: a field such as `dd`, or text that stands as it is. */
export interface PatternPart {
  readonly kind: 'field' | 'literal'
  readonly text: string
}

const FIELDS: Readonly<Record<string, Precision>> = {
  yyyy: 'year',
  yy: 'year',
  MM: 'month',
  M: 'month',
  dd: 'day',
  d: 'day',
  HH: 'time',
  H: 'time',
  hh: 'time',
  h: 'time',
  mm: 'time',
  ss: 'time',
  SSS: 'time',
  a: 'time',
  XXX: 'time',
  XX: 'time',
}

const MAX_PATTERN = 60

/** Splits a pattern in the style of Java and .NET; letters in single quotes stand as they are. Throws `domain.date-pattern`. */
export function patternParts(pattern: string): readonly PatternPart[] {
  if (pattern.length > MAX_PATTERN || pattern === '')
    throw refused(pattern, 'mẫu rỗng hoặc quá dài', 'empty or too long')
  const parts: PatternPart[] = []
  for (const [text] of pattern.matchAll(/'[^']*'|([A-Za-z])\1*|[^A-Za-z']+|'/g)) {
    if (text === "'") throw refused(pattern, "thiếu dấu ' đóng", "a closing ' is missing")
    if (text.startsWith("'")) parts.push({ kind: 'literal', text: text === "''" ? "'" : text.slice(1, -1) })
    else if (!/[A-Za-z]/.test(text) || (text === 'T' && parts.length > 0)) parts.push({ kind: 'literal', text })
    else if (Object.hasOwn(FIELDS, text)) parts.push({ kind: 'field', text })
    else throw unknownField(pattern, text)
  }
  checkOrder(
    pattern,
    parts.filter((part) => part.kind === 'field').map((part) => part.text),
  )
  return parts
}

/** The precision that a pattern needs of a date. */
export function precisionNeeded(parts: readonly PatternPart[]): Precision {
  const order: readonly Precision[] = ['year', 'month', 'day', 'time']
  const needed = parts.map((part) => (part.kind === 'field' ? order.indexOf(FIELDS[part.text] ?? 'year') : 0))
  return order[Math.max(0, ...needed)] ?? 'year'
}

function refused(pattern: string, why: string, whyEn: string): ExpressionError {
  return new ExpressionError('domain.date-pattern', { params: { pattern: pattern.slice(0, MAX_PATTERN), why, whyEn } })
}

function unknownField(pattern: string, text: string): ExpressionError {
  const better = { DD: 'dd', D: 'd', YYYY: 'yyyy', YY: 'yy', SS: 'ss', S: 'ss', tt: 'a' }[text]
  if (better) return refused(pattern, `"${text}" phải viết là "${better}"`, `"${text}" is written "${better}"`)
  return refused(pattern, `không có thành phần "${text}"`, `there is no field "${text}"`)
}

/** The two classic slips: `mm` (minutes) for months and `hh` (twelve hours) for `HH`. */
function checkOrder(pattern: string, fields: readonly string[]): void {
  const isDate = (field: string | undefined): boolean => field !== undefined && /^[yd]/.test(field)
  fields.forEach((field, i) => {
    const before = fields[i - 1]
    const after = fields[i + 1]
    if (field === 'mm') {
      const hasHour = fields.some((other) => /^[Hh]/.test(other))
      if (!hasHour || isDate(after) || (isDate(before) && !/^[Hhs]/.test(after ?? '')))
        throw refused(pattern, '"mm" là phút; tháng viết là "MM"', '"mm" is minutes; months are "MM"')
    }
    if ((field === 'MM' || field === 'M') && /^[Hh]/.test(before ?? ''))
      throw refused(pattern, '"MM" là tháng; phút viết là "mm"', '"MM" is months; minutes are "mm"')
    if (/^h/.test(field) && !fields.includes('a'))
      throw refused(pattern, '"hh" là giờ kiểu 12; giờ kiểu 24 viết là "HH"', '"hh" is the 12-hour clock; use "HH"')
  })
}
