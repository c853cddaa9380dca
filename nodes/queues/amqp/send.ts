import type { ChannelModel, ConfirmChannel, Message } from 'amqplib'
import { permanent, retryable } from '#shared/errors/flow-error.ts'
import type { BrokerAddress } from '../address.ts'
import type { Outgoing, Sender } from '../broker.ts'
import { connectAmqp, leaveAmqp } from './connect.ts'
import { operationFault } from './faults.ts'
import { publishOptions } from './properties.ts'

/** A message whose confirmation has not come. */
interface Pending {
  readonly message: Outgoing
  /** RabbitMQ has given it back: no queue takes it. It confirms such a message all the same, afterwards. */
  returned: boolean
  fail(error: Error): void
}

const FULL = { vi: 'hàng đợi đầy hoặc bị khoá', en: 'the queue is full or locked' }

/** Opens a connection to RabbitMQ on which each message is confirmed. */
export async function openAmqpSender(address: BrokerAddress): Promise<Sender> {
  const connection = await connectAmqp(address)
  const { place } = address
  const channel = await connection.createConfirmChannel()
  const pending = new Set<Pending>()
  const exchanges = new Set<string>([''])
  let open = true

  function lost(error: Error): void {
    open = false
    for (const one of pending) one.fail(error)
    pending.clear()
  }
  channel.on('return', (message: Message) => markReturned(pending, message))
  channel.on('error', (error) => {
    // Of several it cannot be told which one RabbitMQ did not like.
    const alone = pending.size === 1 ? [...pending][0] : undefined
    lost(alone ? operationFault(error, place, alone.message.to) : retryable('connect.cut', { host: place }))
  })
  for (const it of [channel, connection]) it.on('close', () => lost(retryable('connect.cut', { host: place })))

  return {
    get open() {
      return open
    },
    async send(message) {
      if (!exchanges.has(message.exchange)) {
        await checkExchange(connection, message, place)
        exchanges.add(message.exchange)
      }
      if (!open) throw retryable('connect.unreachable', { host: place, reason: 'closed' })
      await publish(channel, pending, message, place)
    },
    async close() {
      open = false
      await leaveAmqp(connection)
    },
  }
}

function markReturned(pending: Iterable<Pending>, { properties, fields }: Message): void {
  for (const one of pending) {
    const { messageId, to, exchange } = one.message
    const same = messageId === properties.messageId && to === fields.routingKey && exchange === fields.exchange
    if (!same || one.returned) continue
    one.returned = true
    return
  }
}

function publish(channel: ConfirmChannel, pending: Set<Pending>, message: Outgoing, place: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const one: Pending = { message, returned: false, fail: reject }
  const { timeoutMs, signal, to, expiresMs } = message
  const timer = setTimeout(
    () => reject(retryable('connect.timeout', { host: place, seconds: timeoutMs / 1000 })),
    timeoutMs,
  )
  const stop = (): void => reject(retryable('connect.cut', { host: place }))
  signal.addEventListener('abort', stop, { once: true })
  pending.add(one)
  const options = {
    ...publishOptions(message.headers),
    contentType: message.contentType,
    messageId: message.messageId,
    ...(expiresMs === undefined ? {} : { expiration: String(expiresMs) }),
    persistent: true,
    mandatory: true,
  }
  channel.publish(message.exchange, to, message.bytes, options, (error: unknown) => {
    if (error && !isNack(error)) {
      // The end of the channel, whose reason comes with an event of its own, after this.
      setImmediate(() => pending.delete(one) && reject(retryable('connect.cut', { host: place })))
      return
    }
    pending.delete(one)
    if (error) reject(retryable('queue.refused', { host: place, reason: FULL }))
    else if (one.returned) reject(permanent('queue.no-target', { host: place, to }))
    else resolve()
  })
  return promise.finally(() => {
    clearTimeout(timer)
    signal.removeEventListener('abort', stop)
  })
}

function isNack(error: unknown): boolean {
  return error instanceof Error && /nack/.test(error.message)
}

/** On a channel of its own: RabbitMQ closes the channel of whoever names an exchange that is not there, with all that is under way on it. */
async function checkExchange(connection: ChannelModel, { exchange }: Outgoing, place: string): Promise<void> {
  const channel = await connection.createChannel().catch(() => {
    throw retryable('connect.unreachable', { host: place, reason: 'closed' })
  })
  channel.on('error', () => undefined)
  try {
    await channel.checkExchange(exchange)
    await channel.close()
  } catch (error) {
    const fault = operationFault(error, place, exchange)
    throw /404/.test(String(error)) ? permanent('queue.no-target', { host: place, to: exchange }) : fault
  }
}
