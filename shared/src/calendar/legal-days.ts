import type { CalendarDay } from './calendar.ts'
import { DAY_MS, isoDay } from './days.ts'
import { lunarDay } from './lunar.ts'

/**
 * The public holidays of a year by the Labour Code 2019: art. 112 (New Year 1 day, Tết 5, Hùng Kings 1, 30 April 1, 1 May 1, National
 * Day 2) and art. 111.3 (one that falls on a weekly rest day is made up for on the next working day). Which days before and after Tết
 * and beside 2 September are off is decided each year; here the last day of the old year with four of the new one, and the day after
 * 2 September when it joins the weekend, else the day before (so it was from 2021 to 2026). An officer confirms or changes it.
 */
export function legalDays(year: number, worksByWeek: (day: number) => boolean): readonly CalendarDay[] {
  const on = (month: number, day: number): number => Date.UTC(year, month - 1, day) / DAY_MS
  const tet = lunarDay(year, 1, 1)
  const national = on(9, 2)
  const joins = worksByWeek(national + 1) && !worksByWeek(national + 2)
  const nationalToo = joins || !worksByWeek(national - 1) ? national + 1 : national - 1
  const named: [number, string][] = [
    [on(1, 1), 'Tết Dương lịch'],
    ...[-1, 0, 1, 2, 3].map((shift): [number, string] => [tet + shift, 'Tết Nguyên đán']),
    [lunarDay(year, 3, 10), 'Giỗ Tổ Hùng Vương'],
    [on(4, 30), 'Ngày Chiến thắng 30/4'],
    [on(5, 1), 'Ngày Quốc tế lao động'],
    [Math.min(national, nationalToo), 'Quốc khánh'],
    [Math.max(national, nationalToo), 'Quốc khánh'],
  ]
  const days = new Map<number, string>()
  for (const [day, name] of named) days.set(day, days.has(day) ? `${days.get(day)}, ${name}` : name)
  for (const [day, name] of named) {
    if (worksByWeek(day)) continue
    let next = day + 1
    // A week without any working day never gets here: the calendar's schema refuses it.
    while ((!worksByWeek(next) || days.has(next)) && next < day + 30) next += 1
    days.set(next, `Nghỉ bù ${name}`)
  }
  return [...days]
    .sort(([a], [b]) => a - b)
    .map(([day, name]): CalendarDay => ({ date: isoDay(day), kind: 'off', name }))
    .filter(({ date }) => date.startsWith(String(year)))
}
