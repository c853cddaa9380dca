import { type FlowError, permanent, retryable } from '#shared/errors/flow-error.ts'
import { parseJson } from '#shared/message/safe-json.ts'
import type { HttpAnswer } from '#shared/node/run.ts'

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

/** The error for a status that is not welcome: by its class transient, sign-in or final (`http.*` of the error table). */
export function faultOfStatus(
  answer: Pick<HttpAnswer, 'status' | 'headers' | 'text'>,
  host: string,
  secrets: Readonly<Record<string, string>> = {},
): FlowError {
  const { status } = answer
  const retryAfter = answer.headers['retry-after']
  const details = {
    status,
    answer: excerptOf(answer.text, secrets),
    ...(retryAfter === undefined ? {} : { retryAfter: retryAfter.slice(0, 50) }),
  }
  if (status === 429) return retryable('http.too-many', { host }, details)
  if (status === 408 || status === 425 || status >= 500)
    return retryable('http.server-error', { host, status }, details)
  if (status === 401 || status === 403) return permanent('http.auth', { host, status }, details)
  return permanent('http.rejected', { host, status }, details)
}

/** Parses an answer as JSON whatever type it declares (a byte order mark is dropped); throws `http.bad-answer` with its beginning. */
export function jsonOf(
  answer: Pick<HttpAnswer, 'text'>,
  host: string,
  secrets: Readonly<Record<string, string>> = {},
): unknown {
  try {
    return parseJson(answer.text.replace(/^\uFEFF/, ''))
  } catch {
    throw retryable('http.bad-answer', { host, reason: 'JSON' }, { answer: excerptOf(answer.text, secrets) })
  }
}
