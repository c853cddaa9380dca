import { type FlowError, permanent, retryable, toErrorData } from '#shared/errors/flow-error.ts'

/** The reply code of AMQP in an error of the library, such as 404. */
export function replyCode(error: unknown): number | undefined {
  const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined
  return typeof code === 'number' ? code : undefined
}

/** What opening a connection or a channel ended with. Nothing has been sent. */
export function faultOf(error: unknown, host: string, vhost: string): FlowError | Error {
  const reason = error instanceof Error ? error.message || error.name : String(error)
  if (toErrorData(error).code !== 'bug.unexpected' && error instanceof Error) return error
  if (/certificate|self.signed|altname/i.test(reason)) return permanent('connect.certificate', { host, reason })
  if (/got <ConnectionClose/.test(reason)) {
    const missing = {
      vi: `không có vùng (virtual host) "${vhost}", hoặc tài khoản không được dùng vùng này`,
      en: `there is no virtual host "${vhost}", or the user may not use it`,
    }
    return permanent('queue.auth', { host, reason: missing })
  }
  // RabbitMQ closes the socket, or says 403, when it does not like the credentials; 530 is a virtual host that may not be used.
  if (/ACCESS[-_]REFUSED|403|NOT_ALLOWED|530|Handshake terminated by server/i.test(reason)) {
    return permanent('queue.auth', { host, reason: short(reason) })
  }
  if (/ETIMEDOUT|timed? ?out/i.test(reason)) return retryable('connect.timeout', { host, seconds: 10 })
  return retryable('connect.unreachable', { host, reason: short(reason) })
}

/** What an operation on a queue or exchange ended with. */
export function operationFault(error: unknown, host: string, queue: string): FlowError | Error {
  const reason = error instanceof Error ? error.message : String(error)
  if (/\b404\b/.test(reason)) return permanent('queue.unknown', { host, queue })
  if (/\b403\b/.test(reason)) return permanent('queue.auth', { host, reason: short(reason) })
  if (/\b40[56]\b|\b5\d\d\b/.test(reason)) return permanent('queue.rejected', { host, reason: short(reason) })
  return retryable('connect.cut', { host })
}

function short(reason: string): string {
  return reason.slice(0, 300)
}
