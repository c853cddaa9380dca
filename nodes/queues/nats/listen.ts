import { createHash } from 'node:crypto'
import {
  AckPolicy,
  DeliverPolicy,
  type JetStreamManager,
  type JsMsg,
  jetstream,
  jetstreamManager,
} from '@nats-io/jetstream'
import { type NatsConnection, nanos, headers as newHeaders } from '@nats-io/transport-node'
import { permanent, retryable } from '#shared/errors/flow-error.ts'
import type { BrokerAddress } from '../address.ts'
import type { Delivery, Listening } from '../broker.ts'
import { connectNats, faultOf } from './connect.ts'

/** NATS delivers again what was not acknowledged for so long. */
const ACK_WAIT_MS = 5000
/** What is still being stored is told to NATS this often. */
const WORKING_MS = 1500

/** Takes the messages of one subject of a stream, with a durable consumer that all workers share. */
export async function listenNats(address: BrokerAddress, listening: Listening): Promise<void> {
  const connection = await connectNats(address)
  try {
    await consume(connection, address.place, listening)
  } finally {
    await connection.close().catch(() => undefined)
  }
}

async function consume(connection: NatsConnection, place: string, listening: Listening): Promise<void> {
  const manager = await jetstreamManager(connection).catch((error: unknown) => {
    throw faultOf(error, place)
  })
  const stream = await streamOf(manager, place, listening.queue, listening.create)
  const name = await durableConsumer(manager, stream, listening).catch((error: unknown) => {
    throw faultOf(error, place)
  })
  const consumer = await jetstream(connection).consumers.get(stream, name)
  const messages = await consumer.consume({ max_messages: listening.inOrder ? 1 : listening.prefetch })
  const underWay = new Map<JsMsg, Promise<void>>()
  let fault: unknown
  const end = (error?: unknown): void => {
    fault ??= error
    messages.stop()
  }
  listening.signal.addEventListener('abort', () => end(), { once: true })
  if (listening.signal.aborted) end()
  void connection.closed().then(() => end(retryable('connect.cut', { host: place })))
  const working = setInterval(() => {
    for (const message of underWay.keys()) message.working()
  }, WORKING_MS)
  listening.ready()
  try {
    for await (const message of messages) {
      const work = listening.take(deliveryOf(message, stream, connection, manager, place, listening)).catch(end)
      underWay.set(message, work)
      void work.finally(() => underWay.delete(message))
    }
    await Promise.allSettled(underWay.values())
  } finally {
    clearInterval(working)
  }
  if (fault !== undefined && !listening.signal.aborted) throw fault
  // An end that nobody asked for: the consumer or its stream was deleted.
  if (!listening.signal.aborted) throw permanent('queue.unknown', { host: place, queue: listening.queue })
  // Acknowledgements are on their way.
  await connection.flush().catch(() => undefined)
}

/** The stream that keeps a subject; made when that is asked for and there is none. */
async function streamOf(manager: JetStreamManager, place: string, subject: string, create: boolean): Promise<string> {
  try {
    return await manager.streams.find(subject)
  } catch (error) {
    if (!/no stream/i.test(String(error))) throw faultOf(error, place)
    if (!create) throw permanent('queue.unknown', { host: place, queue: subject })
  }
  const name = plainName(subject)
  await manager.streams.add({ name, subjects: [subject] }).catch((error: unknown) => {
    throw faultOf(error, place)
  })
  return name
}

/** One consumer for a subject, whoever listens; with one message under way at a time where the order is kept. */
async function durableConsumer(manager: JetStreamManager, stream: string, listening: Listening): Promise<string> {
  const name = plainName(`${listening.group} ${listening.queue}`)
  const max_ack_pending = listening.inOrder ? 1 : listening.prefetch
  const known = await manager.consumers.info(stream, name).catch(() => undefined)
  if (known?.config.max_ack_pending === max_ack_pending) return name
  if (known) await manager.consumers.update(stream, name, { max_ack_pending })
  else
    await manager.consumers.add(stream, {
      durable_name: name,
      filter_subject: listening.queue,
      ack_policy: AckPolicy.Explicit,
      deliver_policy: DeliverPolicy.All,
      ack_wait: nanos(ACK_WAIT_MS),
      max_ack_pending,
    })
  return name
}

/** A name without the signs that NATS keeps for itself; two subjects never get the same one. */
function plainName(text: string): string {
  const plain = text.replaceAll(/[^A-Za-z0-9-]/g, '-')
  return plain === text ? text : `${plain}-${createHash('sha256').update(text).digest('hex').slice(0, 8)}`
}

function deliveryOf(
  message: JsMsg,
  stream: string,
  connection: NatsConnection,
  manager: JetStreamManager,
  place: string,
  { errorQueue }: Listening,
): Delivery {
  const { info, subject } = message
  return {
    bytes: Buffer.from(message.data),
    headers: headersOf(message),
    // NATS numbers what a stream keeps, so that it can always be told apart. A stream that was made anew has another age.
    id: `${stream}:${info.streamSequence}:${message.timestamp}`,
    again: message.redelivered,
    deliveries: info.deliveryCount,
    acknowledge: () => message.ack(),
    async setAside(reason) {
      await streamOf(manager, place, errorQueue, true)
      const headers = newHeaders()
      for (const name of message.headers?.keys() ?? []) {
        for (const value of message.headers?.values(name) ?? []) headers.append(name, value)
      }
      headers.set('x-error-code', reason.code)
      headers.set('x-error', encodeURIComponent(reason.message.vi))
      headers.set('x-from-subject', subject)
      await jetstream(connection).publish(errorQueue, message.data, { headers })
      message.ack()
    },
  }
}

function headersOf({ headers, subject, info }: JsMsg): Readonly<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const name of headers?.keys() ?? []) {
    const lower = name.toLowerCase()
    found[lower === 'nats-msg-id' ? 'message-id' : lower] = headers?.values(name).join(', ') ?? ''
  }
  return { ...found, subject, 'stream-sequence': String(info.streamSequence) }
}
