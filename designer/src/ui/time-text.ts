import type { Language } from '#shared/text/text.ts'

const ZONE = 'Asia/Ho_Chi_Minh'
const parts = new Intl.DateTimeFormat('en-GB', {
  timeZone: ZONE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})

function split(ms: number): Readonly<Record<string, string>> {
  return Object.fromEntries(parts.formatToParts(ms).map(({ type, value }) => [type, value]))
}

/** `dd/MM/yyyy HH:mm:ss` in Vietnam's time; '' for what is not a time. */
export function dateTimeText(iso: string | number): string {
  const ms = typeof iso === 'number' ? iso : Date.parse(iso)
  if (!Number.isFinite(ms)) return ''
  const { day, month, year, hour, minute, second } = split(ms)
  return `${day}/${month}/${year} ${hour}:${minute}:${second}`
}

/** `dd/MM/yyyy` in Vietnam's time. */
export function dateText(iso: string | number): string {
  return dateTimeText(iso).slice(0, 10)
}

/** `HH:mm:ss` in Vietnam's time. */
export function clockText(iso: string | number): string {
  return dateTimeText(iso).slice(11)
}

const words = {
  vi: { now: 'vừa xong', soon: 'sắp tới', ago: (it: string) => `${it} trước`, ahead: (it: string) => `${it} nữa` },
  en: { now: 'just now', soon: 'any moment', ago: (it: string) => `${it} ago`, ahead: (it: string) => `in ${it}` },
}
const units = [
  { ms: 86_400_000, vi: 'ngày', en: 'day' },
  { ms: 3_600_000, vi: 'giờ', en: 'hour' },
  { ms: 60_000, vi: 'phút', en: 'minute' },
  { ms: 1000, vi: 'giây', en: 'second' },
] as const

/** "5 phút trước", "1 ngày 3 giờ nữa"; under five seconds "vừa xong"; beyond 30 days the date. */
export function relativeText(ms: number, now: number, language: Language): string {
  const gap = Math.abs(now - ms)
  const ahead = ms > now
  if (gap < 5000) return ahead ? words[language].soon : words[language].now
  if (gap > 30 * 86_400_000) return dateText(ms)
  return ahead ? words[language].ahead(amountAhead(gap, language)) : words[language].ago(amountOf(gap, language))
}

function amountOf(gap: number, language: Language): string {
  const unit = units.find((it) => gap >= it.ms) ?? units[3]
  const count = Math.floor(gap / unit.ms)
  return `${count} ${unit[language]}${language === 'en' && count !== 1 ? 's' : ''}`
}

/** Time that is left: to the minute, and of a few days also the hours, for a day more or less matters to whoever has to act. */
function amountAhead(gap: number, language: Language): string {
  if (gap < 60_000) return amountOf(gap, language)
  const whole = Math.round(gap / 60_000) * 60_000
  const hours = Math.floor((whole % 86_400_000) / 3_600_000)
  const days = amountOf(whole, language)
  if (whole < 86_400_000 || whole >= 3 * 86_400_000 || hours === 0) return days
  return `${days} ${amountOf(hours * 3_600_000, language)}`
}

/** A length of time for people: `8 ms`, `1,2 giây`, `3 phút 20 giây`. */
export function lengthText(ms: number, language: Language): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  const comma = (value: number) => (language === 'vi' ? String(value).replace('.', ',') : String(value))
  const [second, minute, hour, day] = language === 'vi' ? ['giây', 'phút', 'giờ', 'ngày'] : ['s', 'min', 'h', 'd']
  if (ms < 60_000) return `${comma(Math.round(ms / 100) / 10)} ${second}`
  const pair = (big: number, bigName: string, small: number, smallName: string) =>
    small === 0 ? `${big} ${bigName}` : `${big} ${bigName} ${small} ${smallName}`
  const seconds = Math.round(ms / 1000)
  if (seconds < 3600) return pair(Math.floor(seconds / 60), String(minute), seconds % 60, String(second))
  const minutes = Math.floor(seconds / 60)
  if (minutes < 1440) return pair(Math.floor(minutes / 60), String(hour), minutes % 60, String(minute))
  return pair(Math.floor(minutes / 1440), String(day), Math.floor((minutes % 1440) / 60), String(hour))
}

/** What an officer types as a day (`dd/MM/yyyy`) as `yyyy-MM-dd`; undefined when it is none. */
export function isoDay(day: string): string | undefined {
  const ms = dayToMs(day, false)
  return ms === undefined ? undefined : new Date(ms + VIETNAM_AHEAD_MS).toISOString().slice(0, 10)
}

/** Vietnam's time is 7 hours ahead of UTC, without summer time. */
const VIETNAM_AHEAD_MS = 7 * 3_600_000

/** Milliseconds of what an officer types as a day (`dd/MM/yyyy`), at its start or end in Vietnam's time; undefined when it is none. */
export function dayToMs(day: string, end: boolean): number | undefined {
  const found = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(day.trim())
  if (!found) return undefined
  const [, d = '', m = '', y = ''] = found
  const iso = `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`
  const start = Date.parse(`${iso}T00:00:00+07:00`)
  if (!Number.isFinite(start) || dateText(start) !== `${d.padStart(2, '0')}/${m.padStart(2, '0')}/${y}`)
    return undefined
  return end ? start + 86_400_000 - 1 : start
}
