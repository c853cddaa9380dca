import type { WorkCalendar } from '../../calendar/calendar.ts'
import { dayAt, dayFromIso, instantAt, isoDay } from '../../calendar/days.ts'
import {
  addWorkingDays,
  addWorkingHours,
  isWorkingDay,
  MOST_WORKING,
  NoWorkingTime,
  workingDayFrom,
  workingDaysBetween,
  workingHoursBetween,
} from '../../calendar/working-time.ts'
import { canonicalDate, parseDate } from '../../vietnam/dates/parse.ts'
import { ExpressionError } from '../errors.ts'
import { type DomainFunction, type DomainPort, numberAt, textAt } from './definition.ts'

/** Longest stretch that is counted day by day. */
const MOST_DAYS = 40_000

/** A day, and the minute in it when the text has a time. */
interface Moment {
  readonly day: number
  readonly minute: number | undefined
}

function momentAt(args: readonly unknown[], index: number): Moment | undefined {
  const value = args[index]
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : ''
  if (text === '') return undefined
  const date = parseDate(text)
  const { time } = date
  const day = dayFromIso(canonicalDate(date).slice(0, 10))
  if (day === undefined) throw new ExpressionError('domain.day-needed', { value: text })
  return { day, minute: time && time.hour * 60 + time.minute + time.second / 60 }
}

function countOf(count: number, whole: boolean): number {
  if (Math.abs(count) <= MOST_WORKING && (!whole || Number.isInteger(count)) && (whole || count >= 0)) return count
  throw new ExpressionError(whole ? 'domain.working-days' : 'domain.working-hours', { params: { most: MOST_WORKING } })
}

/** What arrives after the cut-off, or on a day off, counts as received on the next working day. */
function receivedOn(calendar: WorkCalendar, { day, minute }: Moment, cutOff: string | undefined): number {
  if (cutOff === undefined) return day
  if (!/^(?:[01]?\d|2[0-3]):[0-5]\d$/.test(cutOff)) throw new ExpressionError('domain.cut-off', { value: cutOff })
  const [hour = 0, minutes = 0] = cutOff.split(':').map(Number)
  const late = minute !== undefined && minute > hour * 60 + minutes
  return workingDayFrom(calendar, late && isWorkingDay(calendar, day) ? day + 1 : day)
}

function counted<T>(work: (calendar: WorkCalendar) => T, port: DomainPort): T {
  try {
    return work(port.calendar())
  } catch (error) {
    if (error instanceof NoWorkingTime) throw new ExpressionError('domain.no-working-time')
    throw error
  }
}

function guardSpan(from: number, to: number): void {
  if (Math.abs(to - from) > MOST_DAYS) throw new ExpressionError('domain.working-span', { params: { most: MOST_DAYS } })
}

const instantOf = ({ day, minute }: Moment): number => instantAt(day, minute ?? 0)

/** Functions on the working calendar of the installation. */
export const workingDayFunctions: readonly DomainFunction[] = [
  {
    name: 'congNgayLamViec',
    alias: 'addWorkingDays',
    parameters: ['date', 'count', 'cutOff'],
    signature: '<(sn)ns?:s>',
    help: {
      vi: 'Ngày làm việc thứ n sau một ngày (n âm: trước ngày đó), theo lịch làm việc ở trang Danh mục: trừ ngày nghỉ, Tết, tính ngày làm bù. Đối số thứ ba là giờ chốt, ví dụ "15:00": nhận sau giờ ấy hay vào ngày nghỉ thì tính là nhận ngày làm việc kế tiếp.',
      en: 'The n-th working day after a day (before it when n is negative) by the working calendar: holidays and Tết left out, made-up days counted. The third argument is a cut-off such as "15:00": what is received later, or on a day off, counts as received on the next working day.',
    },
    example: {
      expression:
        '[$congNgayLamViec("13/02/2026", 1), $congNgayLamViec("2026-07-01T15:30:00+07:00", 2, "15:00"), $congNgayLamViec("2026-07-06", -1)]',
      result: ['2026-02-23', '2026-07-06', '2026-07-03'],
    },
    run: (args, port) => {
      const from = momentAt(args, 0)
      const count = numberAt(args, 1)
      if (from === undefined || count === undefined) return undefined
      const days = countOf(count, true)
      return counted((it) => isoDay(addWorkingDays(it, receivedOn(it, from, textAt(args, 2)), days)), port)
    },
  },
  {
    name: 'soNgayLamViec',
    alias: 'workingDaysBetween',
    parameters: ['from', 'to'],
    signature: '<(sn)(sn):n>',
    help: {
      vi: 'Số ngày làm việc sau ngày thứ nhất cho đến hết ngày thứ hai; âm khi ngày thứ hai đứng trước. Nhỏ hơn 0 nghĩa là đã quá hạn.',
      en: 'Working days after the first day up to and with the second one; negative when the second lies before the first.',
    },
    example: { expression: '$soNgayLamViec("2026-02-13", "2026-02-24")', result: 2 },
    run: (args, port) => {
      const from = momentAt(args, 0)
      const to = momentAt(args, 1)
      if (from === undefined || to === undefined) return undefined
      guardSpan(from.day, to.day)
      return counted((it) => workingDaysBetween(it, from.day, to.day), port)
    },
  },
  {
    name: 'laNgayLamViec',
    alias: 'isWorkingDay',
    parameters: ['date'],
    signature: '<(sn)-:b>',
    help: {
      vi: 'Đúng khi ngày này là ngày làm việc theo lịch làm việc (kể cả ngày làm bù).',
      en: 'True when this is a working day by the working calendar (made-up days too).',
    },
    example: { expression: '[$laNgayLamViec("17/02/2026"), $laNgayLamViec("2026-02-24")]', result: [false, true] },
    run: (args, port) => {
      const at = momentAt(args, 0)
      return at && counted((it) => isWorkingDay(it, at.day), port)
    },
  },
  {
    name: 'congGioLamViec',
    alias: 'addWorkingHours',
    parameters: ['date', 'hours'],
    signature: '<(sn)n:s>',
    help: {
      vi: 'Thời điểm đã qua chừng ấy giờ làm việc (có thể lẻ, ví dụ 1.5), bỏ qua nghỉ trưa, đêm và ngày nghỉ. Dùng để tính hạn xử lý theo giờ.',
      en: 'The instant at which so many working hours (fractions too) have passed; lunch, nights and days off do not count.',
    },
    example: {
      expression: '$congGioLamViec("2026-07-03T16:00:00+07:00", 2)',
      result: '2026-07-06T08:30:00+07:00',
    },
    run: (args, port) => {
      const from = momentAt(args, 0)
      const hours = numberAt(args, 1)
      if (from === undefined || hours === undefined) return undefined
      const due = counted((it) => addWorkingHours(it, instantOf(from), countOf(hours, false)), port)
      const whole = Math.ceil(due / 1000) * 1000
      const seconds = (whole - instantAt(dayAt(whole), 0)) / 1000
      const two = (value: number): string => String(Math.floor(value)).padStart(2, '0')
      return `${isoDay(dayAt(whole))}T${two(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}+07:00`
    },
  },
  {
    name: 'soGioLamViec',
    alias: 'workingHoursBetween',
    parameters: ['from', 'to'],
    signature: '<(sn)(sn):n>',
    help: {
      vi: 'Số giờ làm việc từ thời điểm thứ nhất tới thời điểm thứ hai; 0 khi thời điểm thứ hai không đứng sau.',
      en: 'Working hours from the first instant to the second one; 0 when the second is not later.',
    },
    example: {
      expression: '$soGioLamViec("2026-07-03T16:00:00+07:00", "2026-07-06T08:30:00+07:00")',
      result: 2,
    },
    run: (args, port) => {
      const from = momentAt(args, 0)
      const to = momentAt(args, 1)
      if (from === undefined || to === undefined) return undefined
      guardSpan(from.day, to.day)
      return counted((it) => Math.round(workingHoursBetween(it, instantOf(from), instantOf(to)) * 1e6) / 1e6, port)
    },
  },
]
