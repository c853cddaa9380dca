import { type FlowError, permanent, retryable } from '#shared/errors/flow-error.ts'
import type { Text } from '#shared/text/text.ts'
import { adviceOf } from './reach-advice.ts'

/** Names of faults in which the partner never saw the request. */
const NEVER_ARRIVED: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'EADDRNOTAVAIL',
])

/** The error for what undici threw, or for the code of it; `late`: our own deadline had passed. */
export function networkFault(error: unknown, host: string, late: boolean, timeoutMs: number): FlowError {
  const code = codeOf(error)
  if (late || code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT')
    return retryable('connect.timeout', { host, seconds: timeoutMs / 1000 })
  if (code === 'EGRESS') return permanent('connect.host-not-allowed', { host }, { reason: 'address' })
  if (NEVER_ARRIVED.has(code))
    return retryable('connect.unreachable', { host, reason: adviceOf(code) ?? code }, { reason: code })
  if (code === 'UND_ERR_INVALID_ARG') return permanent('http.bad-header', { name: headerOf(error) })
  const unusable = unusableOf(code)
  if (unusable) return retryable('http.bad-answer', { host, reason: unusable }, { reason: code })
  const refused = refusalOf(code)
  if (refused) return permanent('http.client-refused', { host, reason: refused }, { reason: code })
  if (/CERT|SELF_SIGNED|UNABLE_TO|ISSUER|ALTNAME|SSL|TLS/.test(code))
    return permanent('connect.certificate', { host, reason: adviceOf(code) ?? code }, { reason: code })
  return retryable('connect.cut', { host }, { reason: code })
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error)
  const code = Reflect.get(error, 'code')
  if (typeof code === 'string') return code
  const cause: unknown = Reflect.get(error, 'cause')
  return cause === undefined ? String(Reflect.get(error, 'name')) : codeOf(cause)
}

/** The name of the header that the client refuses to send; it tells it in its message alone. */
function headerOf(error: unknown): string {
  const message = error instanceof Error ? error.message : ''
  return (/^invalid (\S+) header$/.exec(message)?.[1] ?? message).slice(0, 100)
}

/** Answers that the client could not read to their end: the request arrived. */
function unusableOf(code: string): Text | undefined {
  if (code === 'UND_ERR_HEADERS_OVERFLOW') return { vi: 'phần tiêu đề quá dài', en: 'its headers are too long' }
  if (code === 'HTTPParserError' || code.startsWith('HPE_')) return { vi: 'không phải HTTP', en: 'it is not HTTP' }
  return undefined
}

/** What a server says of our certificate by an alert of TLS (RFC 8446 §6.2). */
const ALERTS: readonly (readonly [RegExp, Text])[] = [
  [
    /ALERT_CERTIFICATE_REQUIRED/,
    { vi: 'máy chủ đòi chứng thư số nhưng kết nối không có', en: 'it asks for one and the connection has none' },
  ],
  [/ALERT_CERTIFICATE_EXPIRED/, { vi: 'chứng thư đã hết hạn', en: 'it has expired' }],
  [/ALERT_CERTIFICATE_REVOKED/, { vi: 'chứng thư đã bị thu hồi', en: 'it was revoked' }],
  [/ALERT_UNKNOWN_CA/, { vi: 'đối tác không tin nơi cấp chứng thư', en: 'the partner does not trust its issuer' }],
  [
    /ALERT_(?:BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_UNKNOWN|ACCESS_DENIED)/,
    { vi: 'máy chủ từ chối chứng thư này', en: 'the server refuses it' },
  ],
  [
    /ALERT_HANDSHAKE_FAILURE/,
    {
      vi: 'không bắt tay TLS được: máy chủ đòi chứng thư số, hoặc hai bên không chung cách mã hoá',
      en: 'no TLS handshake: the server asks for a certificate, or both sides share no cipher',
    },
  ],
]

function refusalOf(code: string): Text | undefined {
  return ALERTS.find(([pattern]) => pattern.test(code))?.[1]
}
