import { ExpressionError } from '../../expression/errors.ts'
import type { PartialDate } from './parse.ts'

/** How the first date stands to the second; `khong-ro` when what is known of them does not tell. */
export type DateOrder = 'truoc' | 'bang' | 'sau' | 'khong-ro'

/** First and last day that a date may be, as numbers that compare like days. */
function daysOf({ year, month, day }: PartialDate): readonly [number, number] {
  const first = year * 10_000 + (month ?? 1) * 100 + (day ?? 1)
  return [first, year * 10_000 + (month ?? 12) * 100 + (day ?? 31)]
}

/** Compares dates of which perhaps only year or month is known: 1975 is before 1976, but neither before nor after 05/1975. */
export function compareDates(a: PartialDate, b: PartialDate): DateOrder {
  const [aFirst, aLast] = daysOf(a)
  const [bFirst, bLast] = daysOf(b)
  if (aLast < bFirst) return 'truoc'
  if (aFirst > bLast) return 'sau'
  if (a.day === undefined || b.day === undefined) return 'khong-ro'
  return a.time && b.time ? orderOf(secondsOf(a.time), secondsOf(b.time)) : 'bang'
}

type Time = NonNullable<PartialDate['time']>
const secondsOf = ({ hour, minute, second }: Time): number => hour * 3600 + minute * 60 + second
const orderOf = (a: number, b: number): DateOrder => (a < b ? 'truoc' : a > b ? 'sau' : 'bang')

/** The least and the greatest age in whole years on a day; the same number twice when the day of birth is known. */
export function ageOn(birth: PartialDate, on: PartialDate): { readonly itNhat: number; readonly nhieuNhat: number } {
  const [bornFirst, bornLast] = daysOf(birth)
  const [first, last] = daysOf(on)
  if (bornFirst > last) throw new ExpressionError('domain.order')
  const years = (born: number, now: number): number => Math.max(0, Math.floor((now - born) / 10_000))
  return { itNhat: years(bornLast, first), nhieuNhat: years(bornFirst, last) }
}
