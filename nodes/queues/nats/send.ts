import { jetstream } from '@nats-io/jetstream'
import { headers as newHeaders } from '@nats-io/transport-node'
import { type FlowError, permanent, retryable } from '#shared/errors/flow-error.ts'
import type { BrokerAddress } from '../address.ts'
import type { Outgoing, Sender } from '../broker.ts'
import { connectNats } from './connect.ts'

/** Opens a connection to NATS on which each message is kept by a stream, once for its id within the window of the stream. */
export async function openNatsSender(address: BrokerAddress): Promise<Sender> {
  const connection = await connectNats(address)
  const stream = jetstream(connection)
  const { place } = address
  return {
    get open() {
      return !connection.isClosed()
    },
    async send(message) {
      const most = connection.info?.max_payload ?? Number.POSITIVE_INFINITY
      if (message.bytes.length > most) throw permanent('queue.too-large', { limit: `${most} byte` })
      if (connection.isClosed()) throw retryable('connect.unreachable', { host: place, reason: 'closed' })
      const headers = newHeaders()
      headers.set('content-type', message.contentType)
      for (const [name, value] of Object.entries(message.headers)) headers.set(name, value)
      const sent = stream.publish(message.to, message.bytes, {
        msgID: message.messageId,
        timeout: message.timeoutMs,
        headers,
        retries: 0,
      })
      await stoppable(sent, message).catch((error: unknown) => {
        throw sendFault(error, message, place)
      })
    },
    close: () => connection.close().catch(() => undefined),
  }
}

function stoppable<T>(work: Promise<T>, { signal }: Outgoing): Promise<T> {
  const stopped = Promise.withResolvers<never>()
  const stop = (): void => stopped.reject(new Error('stopped'))
  signal.addEventListener('abort', stop, { once: true })
  return Promise.race([work, stopped.promise]).finally(() => signal.removeEventListener('abort', stop))
}

function sendFault(error: unknown, { to, timeoutMs }: Outgoing, host: string): FlowError {
  const name = error instanceof Error ? error.name : ''
  const reason = (error instanceof Error ? error.message : String(error)).slice(0, 300)
  // No stream keeps this subject: nobody answered, and nothing was kept.
  if (/JetStreamNotEnabled|NoResponders/.test(`${name} ${reason}`)) return permanent('queue.no-target', { host, to })
  if (/PermissionViolation|Authorization/.test(name)) return permanent('queue.auth', { host, reason })
  if (name === 'JetStreamApiError') {
    const full = /maximum|exceeded|insufficient/i.test(reason)
    return full ? retryable('queue.refused', { host, reason }) : permanent('queue.rejected', { host, reason })
  }
  if (/InvalidSubject|InvalidArgument/.test(name)) return permanent('queue.rejected', { host, reason })
  if (name === 'TimeoutError') return retryable('connect.timeout', { host, seconds: timeoutMs / 1000 })
  return retryable('connect.cut', { host })
}
