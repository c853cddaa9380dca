/** Longest wait that a partner may ask of us, in seconds. */
const MOST_SECONDS = 86_400
/** What an HTTP date looks like at least (RFC 9110 §5.6.7); a parser of dates would take much else. */
const DATE = /^[A-Za-z]{3,9},? .*\d{2}:\d{2}:\d{2}/

/**
 * The seconds that an answer asks to wait (`Retry-After`, RFC 9110 §10.2.3), 0 to one day; undefined when it asks nothing that can be read.
 * A date is compared with the clock of the partner where the answer tells it, since ours may differ. `now` in ms since the epoch.
 */
export function retryAfterSeconds(headers: Readonly<Record<string, string>>, now: number): number | undefined {
  const asked = headers['retry-after']?.trim() ?? ''
  if (/^\d{1,9}$/.test(asked)) return Math.min(Number(asked), MOST_SECONDS)
  const until = instantOf(asked)
  if (until === undefined) return undefined
  const from = instantOf(headers.date?.trim() ?? '') ?? now
  return Math.min(Math.max(0, Math.ceil((until - from) / 1000)), MOST_SECONDS)
}

function instantOf(text: string): number | undefined {
  if (text.length > 60 || !DATE.test(text)) return undefined
  const instant = Date.parse(text)
  return Number.isFinite(instant) ? instant : undefined
}
