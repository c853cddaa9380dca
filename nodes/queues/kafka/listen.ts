import type { Consumer, EachBatchPayload, IHeaders, KafkaMessage, Producer } from 'kafkajs'
import { retryable } from '#shared/errors/flow-error.ts'
import type { BrokerAddress } from '../address.ts'
import type { Delivery, Listening } from '../broker.ts'
import { type KafkaLink, kafkaLink, leave } from './connect.ts'

const BEAT_MS = 3000
const SESSION_MS = 30_000
const REBALANCE_MS = 60_000
/** What one fetch brings at most, unless a single message is larger. */
const FETCH_BYTES = 5_242_880
const WAIT_MS = 1000

/** Takes the messages of one topic as a member of a consumer group; offsets are committed once everything before them is stored. */
export async function listenKafka(address: BrokerAddress, listening: Listening): Promise<void> {
  const link = kafkaLink(address)
  const { queue, group, create, signal } = listening
  const consumer = link.kafka.consumer({
    groupId: group,
    allowAutoTopicCreation: create,
    sessionTimeout: SESSION_MS,
    rebalanceTimeout: REBALANCE_MS,
    heartbeatInterval: BEAT_MS,
    maxBytes: FETCH_BYTES,
    maxBytesPerPartition: FETCH_BYTES,
    maxWaitTimeInMs: WAIT_MS,
    retry: { retries: 1, initialRetryTime: 200, restartOnFailure: async () => false },
  })
  const aside = errorProducer(link)
  const over = Promise.withResolvers<void>()
  over.promise.catch(() => undefined)
  const stop = (): void => over.resolve()
  consumer.on('consumer.crash', ({ payload }) => over.reject(link.fault(payload.error, queue)))
  consumer.on('consumer.group_join', () => listening.ready())
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  try {
    await consumer.connect()
    await consumer.subscribe({ topics: [queue], fromBeginning: true })
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: (batch) => takeBatch(batch, consumer, listening, aside.get, over.reject),
    })
    await over.promise
  } catch (error) {
    throw link.fault(error, queue)
  } finally {
    signal.removeEventListener('abort', stop)
    await leave(consumer)
    await aside.close()
  }
}

/** Stores the messages of one partition, `prefetch` at a time, and commits what is stored. Whatever fails is not committed and comes again. */
async function takeBatch(
  { batch, heartbeat, isRunning, isStale, resolveOffset }: EachBatchPayload,
  consumer: Consumer,
  { take, prefetch, signal, errorQueue }: Listening,
  producer: () => Promise<Producer>,
  failed: (error: unknown) => void,
): Promise<void> {
  const { topic, partition, messages } = batch
  for (let at = 0; at < messages.length; at += prefetch) {
    if (signal.aborted || !isRunning() || isStale()) return
    const some = messages.slice(at, at + prefetch)
    const last = some.at(-1)?.offset ?? batch.firstOffset() ?? '0'
    // Storing may take longer than the cluster waits for a sign of life.
    const beat = setInterval(() => void heartbeat().catch(() => undefined), BEAT_MS)
    try {
      await Promise.all(some.map((one) => take(deliveryOf(one, topic, partition, errorQueue, producer))))
    } catch (error) {
      failed(error)
      return
    } finally {
      clearInterval(beat)
    }
    resolveOffset(last)
    await consumer.commitOffsets([{ topic, partition, offset: String(BigInt(last) + 1n) }])
  }
  await heartbeat()
}

function deliveryOf(
  message: KafkaMessage,
  topic: string,
  partition: number,
  errorQueue: string,
  producer: () => Promise<Producer>,
): Delivery {
  const { offset, timestamp, key, value } = message
  const headers = headersOf(message.headers ?? {})
  if (key !== null) headers['message-key'] = key.toString()
  return {
    bytes: value ?? Buffer.alloc(0),
    headers: { ...headers, topic, partition: String(partition), offset },
    // Kafka numbers what a partition keeps; a topic that was made anew has other times.
    id: headers['message-id'] || `${topic}:${partition}:${offset}:${timestamp}`,
    again: true,
    deliveries: 1,
    // The offset is committed when all before it are stored.
    acknowledge: () => undefined,
    async setAside(reason) {
      const told = { 'x-error-code': reason.code, 'x-error': reason.message.vi, 'x-from-topic': topic }
      const aside = { key, value, headers: { ...message.headers, ...told } }
      await (await producer()).send({ topic: errorQueue, acks: -1, messages: [aside] })
    },
  }
}

function headersOf(sent: IHeaders): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(sent)) {
    const values = Array.isArray(value) ? value : [value]
    headers[name.toLowerCase()] = values.map((one) => one?.toString() ?? '').join(', ')
  }
  return headers
}

/** A producer for messages that are set aside, opened when there is the first one. */
function errorProducer({ kafka, place }: KafkaLink): { get(): Promise<Producer>; close(): Promise<void> } {
  let opened: Promise<Producer> | undefined
  const open = async (): Promise<Producer> => {
    const producer = kafka.producer({ allowAutoTopicCreation: true })
    await producer.connect().catch(() => {
      throw retryable('connect.cut', { host: place })
    })
    return producer
  }
  return {
    get() {
      opened ??= open()
      return opened
    },
    async close() {
      const producer = await opened?.catch(() => undefined)
      if (producer) await leave(producer)
    },
  }
}
