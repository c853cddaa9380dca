import { Cron } from 'croner'
import type { WorkCalendar } from '#shared/calendar/calendar.ts'
import { slotsWithin, type Within } from '#shared/calendar/timetable.ts'
import type { Text } from '#shared/text/text.ts'

const ZONE = 'Asia/Ho_Chi_Minh'
const DAYS_VI = ['Chủ nhật', 'thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy']
const DAYS_EN = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

/** The next times of a timetable (ms since 1970, in Vietnamese time); undefined when the text is no timetable. */
export function nextTimes(
  { cron, within }: { readonly cron: string; readonly within: Within },
  from: number,
  count: number,
  calendar?: WorkCalendar,
): readonly number[] | undefined {
  try {
    const rule = new Cron(cron, { timezone: ZONE, mode: '5-part', paused: true })
    const next = (after: number) => rule.nextRun(new Date(after))?.getTime()
    const times: number[] = []
    for (const slot of slotsWithin(next, within, from, calendar)) {
      times.push(slot)
      if (times.length >= count) break
    }
    return times
  } catch {
    return undefined
  }
}

/** A timetable in words for the forms that offices use; undefined for others, where the next times have to do. */
export function cronWords(cron: string): Text | undefined {
  const [minute = '', hour = '', day = '', month = '', weekday = '', ...more] = cron.trim().split(/\s+/)
  if (more.length > 0 || weekday === '' || month !== '*') return undefined
  const time = timeWords(minute, hour)
  if (!time) return undefined
  if (day === '*' && weekday === '*') return time.every ? time.text : add(time.text, 'hằng ngày', 'every day')
  if (day === '*') {
    const days = weekdayWords(weekday)
    return days && add(time.text, days.vi, days.en)
  }
  if (weekday !== '*' || !/^\d{1,2}(?:,\d{1,2})*$/.test(day)) return undefined
  const list = day.split(',').join(', ')
  return add(time.text, `ngày ${list} hằng tháng`, `on day ${list} of each month`)
}

const add = (time: Text, vi: string, en: string): Text => ({ vi: `${time.vi}, ${vi}`, en: `${time.en}, ${en}` })

function timeWords(minute: string, hour: string): { readonly text: Text; readonly every: boolean } | undefined {
  const everyMinutes = /^\*\/(\d{1,2})$/.exec(minute)?.[1]
  if (minute === '*' && hour === '*') return { every: true, text: { vi: 'Mỗi phút', en: 'Every minute' } }
  if (everyMinutes !== undefined && hour === '*')
    return { every: true, text: { vi: `Cứ ${everyMinutes} phút một lần`, en: `Every ${everyMinutes} minutes` } }
  if (!/^\d{1,2}$/.test(minute)) return undefined
  if (hour === '*')
    return Number(minute) === 0
      ? { every: true, text: { vi: 'Đầu mỗi giờ', en: 'On every hour' } }
      : { every: true, text: { vi: `Phút thứ ${minute} của mỗi giờ`, en: `At minute ${minute} of every hour` } }
  const everyHours = /^\*\/(\d{1,2})$/.exec(hour)?.[1]
  if (everyHours !== undefined && Number(minute) === 0)
    return { every: true, text: { vi: `Cứ ${everyHours} giờ một lần`, en: `Every ${everyHours} hours` } }
  if (!/^\d{1,2}(?:,\d{1,2})*$/.test(hour)) return undefined
  const clock = hour.split(',').map((it) => `${it.padStart(2, '0')}:${minute.padStart(2, '0')}`)
  return { every: false, text: { vi: `Lúc ${clock.join(', ')}`, en: `At ${clock.join(', ')}` } }
}

function weekdayWords(text: string): Text | undefined {
  const range = /^(\d)-(\d)$/.exec(text)
  const name = (day: string, names: readonly string[]): string | undefined => names[Number(day) % 7]
  if (range?.[1] && range[2]) {
    const [vi1, vi2] = [name(range[1], DAYS_VI), name(range[2], DAYS_VI)]
    return { vi: `từ ${vi1} đến ${vi2}`, en: `${name(range[1], DAYS_EN)} to ${name(range[2], DAYS_EN)}` }
  }
  if (!/^[0-7](?:,[0-7])*$/.test(text)) return undefined
  const days = text.split(',')
  return { vi: days.map((it) => name(it, DAYS_VI)).join(', '), en: days.map((it) => name(it, DAYS_EN)).join(', ') }
}

/** The day of a time in words: `thứ Hai`. */
export function weekdayOf(ms: number): Text {
  const day = new Date(ms + 7 * 3_600_000).getUTCDay()
  return { vi: DAYS_VI[day] ?? '', en: DAYS_EN[day] ?? '' }
}
