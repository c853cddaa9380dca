import { type FlowError, permanent, retryable } from '#shared/errors/flow-error.ts'

/** What a partner or the library says of an end: `condition` is one of AMQP 1.0, such as `amqp:not-found`. */
interface Told {
  readonly condition: string
  readonly reason: string
}

const WRONG_ACCOUNT = { vi: 'tài khoản hoặc mật khẩu không đúng', en: 'wrong user or password' }
const OTHER_PROTOCOL = {
  vi: 'máy chủ không trả lời bằng AMQP 1.0 (với RabbitMQ 3: bật phần bổ sung rabbitmq_amqp1_0)',
  en: 'it does not answer in AMQP 1.0 (RabbitMQ 3: enable the plugin rabbitmq_amqp1_0)',
}
/** Ends that say nothing of the queue: another try may go through. */
const PASSING = /connection:forced|detach-forced|internal-error|link:stolen|framing-error|transfer-limit|illegal-state/

function toldBy(error: unknown): Told {
  const read = (name: string): string => {
    const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined
    return typeof value === 'string' ? value : ''
  }
  return { condition: read('condition'), reason: (read('description') || read('message')).slice(0, 300) }
}

/** What opening a connection, or a connection that was open, ended with. */
export function connectionFault(error: unknown, host: string, wasOpen: boolean): FlowError {
  const { condition, reason } = toldBy(error)
  if (/unauthorized-access|not-allowed/.test(condition)) {
    return permanent('queue.auth', { host, reason: /Failed to authenticate/.test(reason) ? WRONG_ACCOUNT : reason })
  }
  if (/certificate|self.signed|altname/i.test(reason)) return permanent('connect.certificate', { host, reason })
  if (!wasOpen && /AMQP version|protocol (?:version|id|header)|Invalid AMQP|not an AMQP/i.test(reason)) {
    return permanent('queue.rejected', { host, reason: OTHER_PROTOCOL })
  }
  if (/ETIMEDOUT|timed? ?out/i.test(reason)) return retryable('connect.timeout', { host, seconds: 10 })
  if (wasOpen) return retryable('connect.cut', { host })
  return retryable('connect.unreachable', { host, reason: reason || 'closed' })
}

/** What a link to a queue ended with. */
export function linkFault(error: unknown, host: string, queue: string): FlowError {
  const { condition, reason } = toldBy(error)
  if (/not-found/.test(condition)) return permanent('queue.unknown', { host, queue })
  // The queue was deleted while it was in use, or is gone with its node.
  if (/resource-deleted/.test(condition)) return retryable('queue.unknown', { host, queue })
  if (/unauthorized-access/.test(condition)) return permanent('queue.auth', { host, reason })
  if (/resource-limit-exceeded|resource-locked/.test(condition)) return retryable('queue.refused', { host, reason })
  if (condition === '' || PASSING.test(condition)) return retryable('connect.cut', { host })
  return permanent('queue.rejected', { host, reason: reason || condition })
}
