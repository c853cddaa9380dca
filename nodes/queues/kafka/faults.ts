import { FlowError, permanent, retryable } from '#shared/errors/flow-error.ts'

/** What the library says of a fault: its names and messages down to the first cause, and the error type of the protocol. */
function toldBy(error: unknown): { readonly type: string; readonly reason: string } {
  const reasons: string[] = []
  let type = ''
  let at: unknown = error
  for (let depth = 0; depth < 5 && typeof at === 'object' && at !== null; depth++) {
    const read = (name: string): unknown => Reflect.get(Object(at), name)
    if (typeof read('type') === 'string') type = String(read('type'))
    reasons.push(`${String(read('name'))}: ${String(read('message'))}`)
    at = read('cause')
  }
  return { type, reason: (reasons.at(-1) ?? String(error)).slice(0, 300) }
}

const REFUSING =
  /^(?:NOT_ENOUGH_REPLICAS|LEADER_NOT_AVAILABLE|NOT_LEADER|BROKER_NOT_AVAILABLE|KAFKA_STORAGE|THROTTLING|COORDINATOR|GROUP_)/
const AUTH = /AUTHORIZATION_FAILED|SASL|AUTHENTICATION/

/** What an operation on a cluster ended with; `topic` is the one that it was about. */
export function kafkaFault(error: unknown, host: string, topic = ''): FlowError {
  if (error instanceof FlowError) return error
  const { type, reason } = toldBy(error)
  if (type === 'UNKNOWN_TOPIC_OR_PARTITION') return permanent('queue.unknown', { host, queue: topic })
  if (type === 'MESSAGE_TOO_LARGE' || type === 'RECORD_LIST_TOO_LARGE') {
    return permanent('queue.too-large', { limit: reason })
  }
  if (AUTH.test(type) || /SASL/.test(reason)) return permanent('queue.auth', { host, reason })
  if (REFUSING.test(type)) return retryable('queue.refused', { host, reason })
  if (type !== '' && type !== 'REQUEST_TIMED_OUT' && /ProtocolError/.test(reason)) {
    return permanent('queue.rejected', { host, reason })
  }
  if (/certificate|self.signed|altname/i.test(reason)) return permanent('connect.certificate', { host, reason })
  if (/ECONNREFUSED|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|wrong version number|SSL routines/i.test(reason)) {
    return retryable('connect.unreachable', { host, reason })
  }
  if (/time(?:d )?-?out/i.test(reason)) return retryable('connect.timeout', { host, seconds: 10 })
  return retryable('connect.cut', { host })
}
