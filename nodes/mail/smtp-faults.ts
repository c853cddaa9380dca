import { codeOf, messageOf, networkFault } from '#nodes/files/drivers/faults.ts'
import { FlowError, permanent, retryable } from '#shared/errors/flow-error.ts'
import type { Text } from '#shared/text/text.ts'

/** A recipient that the server did not take. `code` is that of SMTP: 5xx for good, 4xx for now (RFC 5321 §4.2.1). */
export interface Refusal {
  readonly address: string
  readonly code: number
  readonly permanent: boolean
  readonly reason: string
}

/** What is known when something goes wrong: `handed` when the whole letter had been handed over, so that the server may have taken it. */
export interface Moment {
  readonly host: string
  readonly seconds: number
  readonly handed: boolean
}

/** Names so many refused recipients in a sentence. */
const NAMED = 5

/** The recipients that were refused, in order. */
export function refusalsOf(errors: unknown): readonly Refusal[] {
  if (!Array.isArray(errors)) return []
  return errors.map((error: unknown) => {
    const code = replyOf(error)
    return { address: textAt(error, 'recipient'), code, permanent: code >= 500, reason: textAt(error, 'response') }
  })
}

/** What an error of the session means. */
export function smtpFault(error: unknown, moment: Moment): FlowError {
  if (error instanceof FlowError) return error
  return replyOf(error) > 0 ? refusedBy(error, moment) : broken(error, moment)
}

/** The server has answered, so it is known that it has not taken the letter. */
function refusedBy(error: unknown, { host }: Moment): FlowError {
  const code = replyOf(error)
  const refused = refusalsOf(typeof error === 'object' && error ? Reflect.get(error, 'rejectedErrors') : undefined)
  const reason = refused.length > 0 ? sentenceOf(refused) : textAt(error, 'response')
  const details = refused.length > 0 ? { refused } : {}
  if (code < 500) return retryable('mail.not-now', { host, reason }, details)
  if (codeOf(error) === 'EAUTH') return permanent('mail.auth', { host, reason })
  if (codeOf(error) === 'ETLS') return permanent('mail.no-tls', { host })
  // For some it is for now only, and nobody has it: sending again does no harm.
  if (refused.some((it) => !it.permanent)) return retryable('mail.not-now', { host, reason }, details)
  return permanent('mail.refused', { host, reason }, details)
}

function broken(error: unknown, { host, seconds, handed }: Moment): FlowError {
  const code = codeOf(error)
  const said = messageOf(error)
  if (code === 'EAUTH') return permanent('mail.auth', { host, reason: said })
  if (code === 'EMESSAGE') return permanent('mail.refused', { host, reason: said })
  const inner = typeof error === 'object' && error ? Reflect.get(error, 'originalCode') : undefined
  const known = networkFault(Object.assign(new Error(said), { code: inner ?? code }), { host })
  if (known?.data.code === 'connect.certificate') return known
  if (code === 'ETLS') return permanent('connect.certificate', { host, reason: said })
  if (handed) {
    const details = { reason: said }
    return code === 'ETIMEDOUT'
      ? retryable('connect.timeout', { host, seconds }, details)
      : retryable('connect.cut', { host }, details)
  }
  const reason: Text | string =
    code === 'ETIMEDOUT'
      ? { vi: `không trả lời trong ${seconds} giây`, en: `no answer within ${seconds} seconds` }
      : typeof inner === 'string'
        ? inner
        : said
  return retryable('connect.unreachable', { host, reason })
}

function sentenceOf(refused: readonly Refusal[]): string {
  const named = refused.slice(0, NAMED).map(({ address, reason }) => `${address}: ${reason}`)
  return [...named, ...(refused.length > NAMED ? ['…'] : [])].join('; ')
}

/** The code that the server answered with; 0 when it did not. */
function replyOf(error: unknown): number {
  const code: unknown = typeof error === 'object' && error ? Reflect.get(error, 'responseCode') : undefined
  return typeof code === 'number' ? code : 0
}

/** A text of an error on one line, bounded. */
function textAt(error: unknown, name: string): string {
  const text: unknown = typeof error === 'object' && error ? Reflect.get(error, name) : undefined
  return String(text ?? '')
    .replace(/\s+/g, ' ')
    .slice(0, 200)
}
