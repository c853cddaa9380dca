import { z } from 'zod'
import { dayFromIso, weekdayOf, yearOf } from './days.ts'
import { legalDays } from './legal-days.ts'

const clockTime = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/)

/** One stretch of working time, `{ from: '07:30', to: '11:30' }`; `to` does not belong to it. */
const stretchSchema = z
  .strictObject({ from: clockTime, to: clockTime })
  .refine(({ from, to }) => from < to, { path: ['to'], message: 'from < to' })

/** A day that is not what its weekday says: off work (holiday) or made up for (ngày làm bù). */
const calendarDaySchema = z.strictObject({
  date: z.string().refine((text) => dayFromIso(text) !== undefined, { message: 'YYYY-MM-DD' }),
  kind: z.enum(['off', 'work']),
  name: z.string().max(200),
})

/**
 * The working calendar of the installation: hours by weekday (Monday first) and, for each year that an officer has confirmed, its
 * holidays and made-up days. A year that is not there follows `legalDays`.
 */
export const calendarSchema = z.strictObject({
  week: z
    .array(
      z
        .array(stretchSchema)
        .max(4)
        .refine((day) => day.every((it, i) => i === 0 || (day[i - 1]?.to ?? '') <= it.from), {
          message: 'stretches in order, not overlapping',
        }),
    )
    .length(7)
    .refine((week) => week.some((day) => day.length > 0), { message: 'no working time' }),
  years: z
    .record(z.string().regex(/^(?:19|20|21)\d{2}$/), z.array(calendarDaySchema).max(366))
    .refine((years) => Object.keys(years).length <= 30, { message: '≤ 30' })
    .refine((years) => Object.entries(years).every(([year, days]) => days.every((it) => it.date.startsWith(year))), {
      message: 'a day of another year',
    })
    .refine((years) => Object.values(years).every((days) => new Set(days.map((it) => it.date)).size === days.length), {
      message: 'a day twice',
    }),
})
/** The working calendar as it is stored and edited. */
export type CalendarData = z.infer<typeof calendarSchema>
/** A holiday or made-up day. */
export type CalendarDay = z.infer<typeof calendarDaySchema>

/** Working minutes `[from, to)` of a day. */
export type Stretch = readonly [from: number, to: number]

/** A calendar ready for questions; days are day numbers in Vietnam. */
export interface WorkCalendar {
  /** The working stretches of a day in order; none when it is off. */
  stretches(day: number): readonly Stretch[]
}

const OFFICE_DAY = [
  { from: '07:30', to: '11:30' },
  { from: '13:30', to: '17:00' },
]

/**
 * What an installation begins with: Monday to Friday, 07:30–11:30 and 13:30–17:00. These hours are common, not law: each province and
 * ministry sets its own.
 */
export const defaultCalendarData: CalendarData = {
  week: [OFFICE_DAY, OFFICE_DAY, OFFICE_DAY, OFFICE_DAY, OFFICE_DAY, [], []],
  years: {},
}

/** Makes a calendar ready. A made-up day that would be off by its weekday has the hours of the first working weekday. */
export function openCalendar(data: CalendarData): WorkCalendar {
  const week = data.week.map((day) => day.map(({ from, to }): Stretch => [minutes(from), minutes(to)]))
  const usual = week.find((day) => day.length > 0) ?? []
  const years = new Map<number, ReadonlyMap<string | number, CalendarDay['kind']>>()
  const yearAt = (year: number) => {
    const known = years.get(year)
    if (known) return known
    const days = data.years[year] ?? legalDays(year, (day) => (week[weekdayOf(day)] ?? []).length > 0)
    const made = new Map(days.map(({ date, kind }) => [dayFromIso(date) ?? date, kind]))
    years.set(year, made)
    return made
  }
  return {
    stretches(day) {
      const kind = yearAt(yearOf(day)).get(day)
      if (kind === 'off') return []
      const own = week[weekdayOf(day)] ?? []
      return kind === 'work' && own.length === 0 ? usual : own
    },
  }
}

/** The calendar that counts where none was given. */
export const defaultCalendar: WorkCalendar = openCalendar(defaultCalendarData)

function minutes(text: string): number {
  return Number(text.slice(0, 2)) * 60 + Number(text.slice(3))
}
