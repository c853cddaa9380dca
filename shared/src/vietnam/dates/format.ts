import { ExpressionError } from '../../expression/errors.ts'
import { type PartialDate, type Precision, precisionOf } from './parse.ts'
import { patternParts, precisionNeeded } from './pattern.ts'

/** Writes a date by a pattern; a pattern that needs more than is known of the date is a fault, never filled with 01. */
export function formatDate(date: PartialDate, pattern: string): string {
  const parts = patternParts(pattern)
  const order: readonly Precision[] = ['year', 'month', 'day', 'time']
  const have = precisionOf(date)
  if (order.indexOf(precisionNeeded(parts)) > order.indexOf(have)) {
    const words = { year: 'năm', month: 'tháng', day: 'ngày', time: 'giờ' }
    throw new ExpressionError('domain.date-precision', { params: { have: words[have], haveEn: have, pattern } })
  }
  return parts.map((part) => (part.kind === 'literal' ? part.text : fieldText(date, part.text))).join('')
}

function fieldText(date: PartialDate, field: string): string {
  const { hour, minute, second } = date.time ?? { hour: 0, minute: 0, second: 0 }
  switch (field.charAt(0)) {
    case 'y':
      return String(date.year).padStart(4, '0').slice(-field.length)
    case 'M':
      return String(date.month ?? '').padStart(field.length, '0')
    case 'd':
      return String(date.day ?? '').padStart(field.length, '0')
    case 'H':
      return String(hour).padStart(field.length, '0')
    case 'h':
      return String(hour % 12 || 12).padStart(field.length, '0')
    case 'm':
      return String(minute).padStart(2, '0')
    case 's':
      return String(second).padStart(2, '0')
    case 'S':
      return '000'
    case 'a':
      return hour < 12 ? 'AM' : 'PM'
    default:
      return field === 'XXX' ? '+07:00' : '+0700'
  }
}
