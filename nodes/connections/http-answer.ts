import { type FlowError, permanent, retryable, toErrorData } from '#shared/errors/flow-error.ts'
import { parseJson } from '#shared/message/safe-json.ts'
import type { HttpAnswer } from '#shared/node/run.ts'
import type { Text } from '#shared/text/text.ts'
import { retryAfterSeconds } from './retry-after.ts'

const EXCERPT = 300

/** The beginning of an answer for the details of an error, without markup and without any of the given secrets. */
export function excerptOf(text: string, secrets: Readonly<Record<string, string>> = {}): string {
  // Only the beginning is looked at, so a huge answer costs nothing; secrets go first, before cutting could split one.
  let start = text.slice(0, 20 * EXCERPT)
  for (const secret of Object.values(secrets)) {
    if (secret.length >= 4) start = start.replaceAll(secret, '***')
  }
  return start
    .replace(/<[^>]{0,500}>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, EXCERPT)
}

/** What a status means for what follows: only the first is tried again. */
export type StatusClass = 'transient' | 'permanent' | 'auth' | 'quota'

/** What a status usually means (RFC 9110 §15): 501 and 505 are 5xx, but stay what they are. */
function classOf(status: number): StatusClass {
  if (status === 401 || status === 403 || status === 407) return 'auth'
  if (status === 402 || status === 509) return 'quota'
  if (status === 501 || status === 505) return 'permanent'
  return status === 408 || status === 425 || status === 429 || status >= 500 ? 'transient' : 'permanent'
}

/**
 * The error for a status that is not welcome (`http.*` of the error table): by its usual class, or by the one that is given. How long the
 * partner asks to wait is kept for the timetable of tries.
 */
export function faultOfStatus(
  answer: Pick<HttpAnswer, 'status' | 'headers' | 'text'>,
  host: string,
  secrets: Readonly<Record<string, string>> = {},
  given?: StatusClass,
): FlowError {
  const { status } = answer
  const retryAfter = answer.headers['retry-after']
  const seconds = retryAfterSeconds(answer.headers, Date.now())
  const details = {
    status,
    answer: excerptOf(answer.text, secrets),
    ...(retryAfter === undefined ? {} : { retryAfter: retryAfter.slice(0, 50) }),
    ...(seconds === undefined ? {} : { retryAfterSeconds: seconds }),
  }
  const certificate = certificateRefusal(answer)
  if (certificate && given === undefined)
    return permanent('http.client-refused', { host, reason: certificate }, details)
  const kind = given ?? classOf(status)
  if (kind === 'transient' && status === 429) return retryable('http.too-many', { host }, details)
  if (kind === 'transient') return retryable('http.server-error', { host, status }, details)
  if (kind === 'auth') return permanent('http.auth', { host, status }, details)
  if (kind === 'quota') return permanent('http.quota', { host }, details)
  const to = given === undefined ? redirectOf(answer) : undefined
  if (to !== undefined) return permanent('http.redirected', { host, status, to }, details)
  return permanent('http.rejected', { host, status }, details)
}

/** Where a redirect leads, without account and query, which may be secret; undefined for any other answer. */
function redirectOf({ status, headers }: Pick<HttpAnswer, 'status' | 'headers'>): string | undefined {
  const { location } = headers
  if (![301, 302, 303, 307, 308].includes(status) || location === undefined) return undefined
  return location
    .replace(/[?#].*$/s, '')
    .replace(/\/\/[^/@]*@/, '//')
    .slice(0, 200)
}

/** nginx lets everybody in and refuses by an answer: 400 with its own page, or 495 and 496 where those are passed on. */
function certificateRefusal({ status, text }: Pick<HttpAnswer, 'status' | 'text'>): Text | undefined {
  if (status !== 400 && status !== 495 && status !== 496) return undefined
  const page = text.slice(0, 2000)
  if (status === 496 || page.includes('No required SSL certificate was sent'))
    return {
      vi: 'máy chủ đòi chứng thư số mà kết nối không gửi',
      en: 'it asks for one and none was sent',
    }
  if (status === 495 || page.includes('The SSL certificate error'))
    return {
      vi: 'máy chủ từ chối chứng thư này (hết hạn, bị thu hồi, hoặc họ không tin nơi cấp)',
      en: 'the server refuses it (expired, revoked, or its issuer is not trusted)',
    }
  return undefined
}

const NOT_TEXT: Text = {
  vi: 'nội dung không phải văn bản theo bảng mã đã khai',
  en: 'it is not text of the charset that it declares',
}
const REPLACEMENT = '\uFFFD'

/**
 * The text of an answer whose bytes are all text of its charset. Throws `http.bad-answer` with the reason for others: letters of a name would
 * be lost without a word.
 */
export function textOf(answer: Pick<HttpAnswer, 'text' | 'bytes'>, host: string, reason = NOT_TEXT): string {
  const { text, bytes } = answer
  // Decoding leaves the replacement character where it fails; a partner may also have sent that very character.
  if (bytes && text.includes(REPLACEMENT) && !Buffer.from(bytes).includes(REPLACEMENT))
    throw retryable('http.bad-answer', { host, reason })
  return text
}

/** Parses an answer as JSON whatever type it declares (a byte order mark is dropped); throws `http.bad-answer` with the reason and its beginning. */
export function jsonOf(
  answer: Pick<HttpAnswer, 'text' | 'bytes'>,
  host: string,
  secrets: Readonly<Record<string, string>> = {},
): unknown {
  const text = textOf(answer, host)
  try {
    return parseJson(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    const reason = toErrorData(error).message
    throw retryable('http.bad-answer', { host, reason }, { answer: excerptOf(answer.text, secrets) })
  }
}
