import type { ChannelModel, ConfirmChannel, ConsumeMessage } from 'amqplib'
import type { ErrorData } from '#shared/errors/flow-error.ts'
import { retryable } from '#shared/errors/flow-error.ts'
import type { BrokerAddress } from '../address.ts'
import type { Delivery, Listening } from '../broker.ts'
import { connectAmqp, leaveAmqp } from './connect.ts'
import { operationFault, replyCode } from './faults.ts'
import { headersOf } from './properties.ts'

/** Takes the messages of one queue of RabbitMQ, on a connection of its own. */
export async function listenAmqp(address: BrokerAddress, listening: Listening): Promise<void> {
  const connection = await connectAmqp(address)
  try {
    await assureQueue(connection, address, listening.queue, listening.create)
    const channel = await connection.createConfirmChannel()
    await consume(channel, connection, address, listening)
  } finally {
    await leaveAmqp(connection)
  }
}

async function consume(
  channel: ConfirmChannel,
  connection: ChannelModel,
  { place }: BrokerAddress,
  listening: Listening,
): Promise<void> {
  const { signal, queue, prefetch } = listening
  const underWay = new Set<Promise<void>>()
  const gone = Promise.withResolvers<never>()
  gone.promise.catch(() => undefined)
  channel.on('error', (error) => gone.reject(operationFault(error, place, queue)))
  channel.on('close', () => gone.reject(retryable('connect.cut', { host: place })))
  connection.on('close', () => gone.reject(retryable('connect.cut', { host: place })))
  await channel.prefetch(prefetch)
  const { consumerTag } = await channel
    .consume(queue, (message) => {
      // The queue was deleted, or its node went away.
      if (!message) return gone.reject(retryable('queue.unknown', { host: place, queue }))
      const work = listening.take(deliveryOf(message, channel, listening)).catch((error: unknown) => {
        // Not acknowledged: it comes again on the next connection.
        if (!signal.aborted) gone.reject(error)
      })
      underWay.add(work)
      void work.finally(() => underWay.delete(work))
    })
    .catch((error: unknown) => {
      throw operationFault(error, place, queue)
    })
  listening.ready()
  await Promise.race([gone.promise, aborted(signal)])
  await Promise.race([gone.promise, endConsuming(channel, consumerTag, underWay)])
}

/** Takes nothing more, and leaves when all that is being stored has been acknowledged. */
async function endConsuming(channel: ConfirmChannel, tag: string, underWay: Iterable<Promise<void>>): Promise<void> {
  await channel.cancel(tag)
  await Promise.allSettled(underWay)
  await channel.close()
}

function deliveryOf(message: ConsumeMessage, channel: ConfirmChannel, { errorQueue }: Listening): Delivery {
  const { properties, fields, content } = message
  const counted: unknown = properties.headers?.['x-delivery-count']
  return {
    bytes: content,
    headers: headersOf(message),
    id: typeof properties.messageId === 'string' && properties.messageId !== '' ? properties.messageId : undefined,
    again: fields.redelivered,
    deliveries: typeof counted === 'number' ? counted + 1 : 1,
    acknowledge: () => channel.ack(message),
    async setAside(reason) {
      await channel.assertQueue(errorQueue, { durable: true })
      await publishAside(channel, errorQueue, message, reason)
      channel.ack(message)
    },
  }
}

function publishAside(
  channel: ConfirmChannel,
  queue: string,
  { content, properties, fields }: ConsumeMessage,
  reason: ErrorData,
): Promise<void> {
  const { headers = {}, ...kept } = properties
  const told = {
    'x-error-code': reason.code,
    'x-error': reason.message.vi,
    'x-from-exchange': fields.exchange,
    'x-from-routing-key': fields.routingKey,
  }
  return new Promise((resolve, reject) => {
    const options = { ...kept, deliveryMode: 2, persistent: true, headers: { ...headers, ...told } }
    // An expiry would throw the message away where it waits for a person.
    delete options.expiration
    channel.sendToQueue(queue, content, options, (error: unknown) => (error ? reject(error) : resolve()))
  })
}

/** Sees that the queue is there. On a channel of its own, since RabbitMQ closes the channel when it is not. */
export async function assureQueue(
  connection: ChannelModel,
  { place }: BrokerAddress,
  queue: string,
  create: boolean,
): Promise<number> {
  const channel = await connection.createChannel()
  channel.on('error', () => undefined)
  try {
    const { messageCount } = await channel.checkQueue(queue)
    await channel.close()
    return messageCount
  } catch (error) {
    if (!create || replyCode(error) !== 404) throw operationFault(error, place, queue)
  }
  const second = await connection.createChannel()
  second.on('error', () => undefined)
  try {
    await second.assertQueue(queue, { durable: true })
    await second.close()
    return 0
  } catch (error) {
    throw operationFault(error, place, queue)
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
