import { type CalendarData, type CalendarDay, defaultCalendarData, openCalendar } from '#shared/calendar/calendar.ts'
import { DAY_MS, dayFromIso, isoDay, weekdayOf } from '#shared/calendar/days.ts'
import { legalDays } from '#shared/calendar/legal-days.ts'
import { foldText } from '#shared/text/fold-text.ts'

/** How a day stands in the grid. */
export type DayState = 'working' | 'rest' | 'off' | 'made-up'

/** The weekdays in the order of the calendar's `week`; their words are `calendar:weekdays.<id>`. */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/** True when the weekday of a day has working hours. */
function worksByWeek(week: CalendarData['week']): (day: number) => boolean {
  return (day) => (week[weekdayOf(day)] ?? []).length > 0
}

/** The special days of a year: those an officer confirmed, else those that follow from the law. */
export function daysOfYear({ week, years }: CalendarData, year: number): readonly CalendarDay[] {
  return years[year] ?? legalDays(year, worksByWeek(week))
}

/** How each day of a year stands, by `YYYY-MM-DD`, month by month; the first list starts on 1 January. */
export function monthsOf(
  data: CalendarData,
  year: number,
): readonly (readonly { date: string; state: DayState; name: string }[])[] {
  const special = new Map(daysOfYear(data, year).map((it) => [it.date, it]))
  const works = worksByWeek(data.week)
  return Array.from({ length: 12 }, (_, month) => {
    const first = Date.UTC(year, month, 1) / DAY_MS
    const length = Date.UTC(year, month + 1, 1) / DAY_MS - first
    return Array.from({ length }, (_, at) => {
      const day = first + at
      const date = isoDay(day)
      const own = special.get(date)
      const usual: DayState = works(day) ? 'working' : 'rest'
      const state: DayState = own ? (own.kind === 'off' ? 'off' : 'made-up') : usual
      return { date, state, name: own?.name ?? '' }
    })
  })
}

/** Writes the special days of a year, in order. The year counts as confirmed from then on. */
export function withDays(data: CalendarData, year: number, days: readonly CalendarDay[]): CalendarData {
  const sorted = [...days].sort((a, b) => (a.date < b.date ? -1 : 1))
  return { ...data, years: { ...data.years, [year]: sorted } }
}

/** Forgets what an officer set for a year, so that it follows the law again. */
export function withoutYear(data: CalendarData, year: number): CalendarData {
  const { [String(year)]: _gone, ...years } = data.years
  return { ...data, years }
}

/** A click on a day: a working one becomes off, a rest day is made up for, and a special one is as its weekday again. */
export function toggled(data: CalendarData, date: string): CalendarData {
  const year = Number(date.slice(0, 4))
  const days = daysOfYear(data, year)
  if (days.some((it) => it.date === date))
    return withDays(
      data,
      year,
      days.filter((it) => it.date !== date),
    )
  const works = worksByWeek(data.week)(dayFromIso(date) ?? 0)
  return withDays(data, year, [...days, { date, kind: works ? 'off' : 'work', name: '' }])
}

/** Working days of a year. */
export function workingDaysIn(data: CalendarData, year: number): number {
  const calendar = openCalendar(data)
  let count = 0
  for (let day = Date.UTC(year, 0, 1) / DAY_MS; day < Date.UTC(year + 1, 0, 1) / DAY_MS; day++) {
    if (calendar.stretches(day).length > 0) count += 1
  }
  return count
}

/** The special days of a year as CSV with headings: day, kind, name. */
export function csvOf(days: readonly CalendarDay[]): string {
  const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  const lines = days.map(({ date, kind, name }) => [date, kind === 'off' ? 'nghỉ' : 'làm bù', quoted(name)].join(','))
  return `\uFEFF${['Ngày,Loại,Tên', ...lines].join('\r\n')}\r\n`
}

/** What was read from a CSV file. */
export interface ReadDays {
  readonly days: readonly CalendarDay[]
  /** Numbers of lines (from 1) that are no day of this year or say neither off nor made up. */
  readonly refused: readonly number[]
}

/** Reads cells (day, kind, name) for one year; a first line without a day is taken for headings, the later of two lines counts. */
export function readDays(
  cells: readonly (readonly string[])[],
  year: number,
  dayOf: (text: string | undefined) => string | undefined | null,
): ReadDays {
  const days = new Map<string, CalendarDay>()
  const refused: number[] = []
  for (const [at, [text, kindText = '', name = '']] of cells.entries()) {
    const date = dayOf(text)
    const kind = kindOf(kindText)
    if (date?.startsWith(`${year}-`) && kind) days.set(date, { date, kind, name: name.slice(0, 200) })
    else if (at > 0 || date) refused.push(at + 1)
  }
  return { days: [...days.values()], refused }
}

function kindOf(text: string): CalendarDay['kind'] | undefined {
  const word = foldText(text)
  if (['nghi', 'off', 'holiday', ''].includes(word)) return 'off'
  return ['lam bu', 'lam', 'work', 'working'].includes(word) ? 'work' : undefined
}

/** The hours of a weekday as text, `07:30–11:30, 13:30–17:00`. */
export function hoursText(day: CalendarData['week'][number]): string {
  return day.map(({ from, to }) => `${from}–${to}`).join(', ')
}

/** Reads `7:30-11:30, 13:30-17:00`; empty text is a day off, undefined what cannot be read. */
export function readHours(text: string): CalendarData['week'][number] | undefined {
  if (text.trim() === '') return []
  const stretches: CalendarData['week'][number] = []
  for (const part of text.split(/[,;]/)) {
    const found = /^\s*(\d{1,2})[:hg](\d{2})\s*[-–]\s*(\d{1,2})[:hg](\d{2})\s*$/i.exec(part)
    if (!found) return undefined
    const [, fromHour = '', fromMinute = '', toHour = '', toMinute = ''] = found
    const from = `${fromHour.padStart(2, '0')}:${fromMinute}`
    const to = `${toHour.padStart(2, '0')}:${toMinute}`
    const limit = stretches.at(-1)?.to ?? '00:00'
    if (from < limit || to <= from || to > '24:00' || fromMinute > '59' || toMinute > '59') return undefined
    stretches.push({ from, to })
  }
  return stretches.length <= 4 ? stretches : undefined
}

/** The usual week, to go back to. */
export const usualWeek: CalendarData['week'] = defaultCalendarData.week
