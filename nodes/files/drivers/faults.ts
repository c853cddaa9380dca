import { FlowError, permanent, retryable } from '#shared/errors/flow-error.ts'

/** What a driver says of where something went wrong. */
export interface Place {
  readonly host: string
  readonly path: string
}

/**
 * Codes of the network and of TLS, from whatever library. `established`: both sides had agreed on TLS and signed in, so that broken
 * records of it say that the line was cut.
 */
export function networkFault(
  error: unknown,
  { host }: Pick<Place, 'host'>,
  established = false,
): FlowError | undefined {
  if (error instanceof FlowError) return error
  const code = codeOf(error)
  const reason = code === '' ? messageOf(error) : code
  if (/^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL)$/.test(code))
    return retryable('connect.unreachable', { host, reason })
  if (code === 'ETIMEDOUT' || /time-?d? ?out/i.test(messageOf(error)))
    return retryable('connect.timeout', { host, seconds: CONNECT_MS / 1000 })
  if (established && /^(ERR_SSL_|ERR_TLS_(?!CERT)|EPROTO$)/.test(code))
    return retryable('connect.cut', { host }, { reason })
  if (/CERT|SELF_SIGNED|ALTNAME|ERR_SSL|ERR_TLS|^EPROTO$/.test(code))
    return permanent('connect.certificate', { host, reason: code })
  if (/^(ECONNRESET|EPIPE|ECONNABORTED|ERR_STREAM_PREMATURE_CLOSE|ABORT_ERR)$/.test(code))
    return retryable('connect.cut', { host }, { reason })
  return undefined
}

/** How long a connection may take to be made. */
export const CONNECT_MS = 15_000

/** The code of a fault as text, `''` when it has none. */
export function codeOf(error: unknown): string {
  const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined
  return code === undefined || code === null ? '' : String(code)
}

/** The sentence of a fault, short. */
export function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 300)
}
