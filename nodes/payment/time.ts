import { formatDate } from '#shared/vietnam/dates/format.ts'
import { parseDate, parseDateAs } from '#shared/vietnam/dates/parse.ts'

const PATTERN = 'yyyyMMddHHmmss'

/** An instant as the platform writes it: `yyyyMMddHHmmss` in Vietnamese time, 24 hours. The pattern is fixed, so nobody can write `hh` for it. */
export function paymentTime(instant: string): string {
  return formatDate(parseDate(instant), PATTERN)
}

/** Whether a text is such a time and names a moment that exists. */
export function isPaymentTime(text: string): boolean {
  if (!/^\d{14}$/.test(text)) return false
  try {
    parseDateAs(text, PATTERN)
    return true
  } catch {
    return false
  }
}
