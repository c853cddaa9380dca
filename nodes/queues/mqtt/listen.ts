import type { IPublishPacket } from 'mqtt'
import { FlowError, permanent } from '#shared/errors/flow-error.ts'
import type { BrokerAddress } from '../address.ts'
import type { Delivery, Listening, Outgoing, Sender } from '../broker.ts'
import { connectMqtt, type MqttLink, mqttFault, sessionName } from './connect.ts'
import { openMqttSender } from './send.ts'

/** While a message is being stored, broker and client are told this often that we live. */
const WORKING_MS = 10_000
const ASIDE_TIMEOUT_MS = 30_000
const MOST_UNDER_WAY = 65_535
const BAD_FILTER = { vi: 'chủ đề viết sai: {topic}', en: 'not a valid topic: {topic}' }

/**
 * Takes what comes in at a topic with QoS 1, in a session that the broker keeps while nobody is there. MQTT wants its
 * acknowledgements in the order of the messages (§4.6), so that one is taken at a time; and a session has one
 * connection, so that of several processes the first listens and the others wait.
 */
export async function listenMqtt(address: BrokerAddress, listening: Listening): Promise<void> {
  const { signal, queue, group, prefetch } = listening
  if (!listening.inOrder && listening.worker !== 0) {
    listening.ready()
    return aborted(signal)
  }
  const aside = asideOf(address, listening)
  const failed = Promise.withResolvers<never>()
  failed.promise.catch(() => undefined)
  let idle: Promise<unknown> = Promise.resolve()
  const link = await connectMqtt(address, {
    name: sessionName(group, queue),
    receiveMaximum: Math.min(prefetch, MOST_UNDER_WAY),
    prepare(client) {
      client.handleMessage = (packet, next) => {
        // Not taken and not acknowledged: it comes again.
        if (signal.aborted) return
        const working = setInterval(() => {
          // Answers of the broker are read when this message is stored; until then they are not missed.
          client.reschedulePing(true)
          client.sendPing()
        }, WORKING_MS)
        idle = listening
          .take(deliveryOf(packet, aside))
          .then(() => next(), failed.reject)
          .finally(() => clearInterval(working))
      }
    },
  })
  try {
    await Promise.race([subscribe(link, queue, address.place), link.gone, failed.promise])
    listening.ready()
    await Promise.race([aborted(signal), link.gone, failed.promise])
    await Promise.race([idle, link.gone])
  } finally {
    await link.close()
    await aside.close()
  }
}

async function subscribe({ client, version }: MqttLink, topic: string, place: string): Promise<void> {
  const options = {
    qos: 1,
    // What is retained comes once, not each time that we come back (MQTT 5).
    ...(version === 5 && !topic.startsWith('$share/') ? { rh: 1 } : {}),
  } as const
  await client.subscribeAsync(topic, options).catch((error: unknown) => {
    if (error instanceof Error && /invalid topic/i.test(error.message)) {
      const reason = { vi: BAD_FILTER.vi.replace('{topic}', topic), en: BAD_FILTER.en.replace('{topic}', topic) }
      throw permanent('queue.rejected', { host: place, reason })
    }
    // MQTT 3.1.1 knows one answer only: no.
    const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined
    throw code === 128 ? permanent('queue.auth', { host: place, reason: String(error) }) : mqttFault(error, place)
  })
}

function deliveryOf(packet: IPublishPacket, aside: Aside): Delivery {
  const { topic, retain, dup, messageId } = packet
  const bytes = Buffer.isBuffer(packet.payload) ? packet.payload : Buffer.from(packet.payload)
  const headers = headersOf(packet)
  return {
    bytes,
    headers,
    id: headers['message-id'] || undefined,
    // One that is delivered again has the same number in its session (§4.4); one that is retained has not.
    scope: retain ? `${topic}\n` : `${topic}\n${messageId ?? ''}\n`,
    again: dup || retain,
    deliveries: 1,
    // It is acknowledged when it has been taken, before the next one is read.
    acknowledge: () => undefined,
    async setAside(reason) {
      await aside.put(bytes, {
        ...headers,
        'x-error-code': reason.code,
        'x-error': encodeURIComponent(reason.message.vi),
      })
    },
  }
}

function headersOf({ topic, retain, properties = {} }: IPublishPacket): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(properties.userProperties ?? {})) {
    headers[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value
  }
  const { contentType, responseTopic, correlationData } = properties
  if (contentType !== undefined) headers['content-type'] = contentType
  if (responseTopic !== undefined) headers['reply-to'] = responseTopic
  if (correlationData !== undefined) headers['correlation-id'] = correlationData.toString()
  return { ...headers, topic, ...(retain ? { retained: 'true' } : {}) }
}

/** Where messages are put that can never be taken. */
interface Aside {
  put(bytes: Buffer, headers: Readonly<Record<string, string>>): Promise<void>
  close(): Promise<void>
}

/** On a connection of its own, since nothing is read on the other while a message is being taken. */
function asideOf(address: BrokerAddress, { errorQueue, group, signal }: Listening): Aside {
  const to = errorQueue.replace(/^\$share\/[^/]*\//, '').replace(/[+#]/g, '_')
  let sender: Sender | undefined
  let held = false
  /** A session keeps what is sent there; it is that of a node that listens there with the same group. */
  async function hold(): Promise<void> {
    if (held) return
    const link = await connectMqtt(address, { name: sessionName(group, to) })
    await subscribe(link, to, address.place).finally(() => link.close())
    held = true
  }
  return {
    async put(bytes, headers) {
      const plain = address.mqttVersion === '3.1.1'
      // Only MQTT 5 tells when nobody gets a message.
      if (plain) await hold()
      if (!sender?.open) sender = await openMqttSender(address)
      const message = outgoing(to, bytes, plain ? {} : headers, signal)
      await sender.send(message).catch(async (error: unknown) => {
        if (!(error instanceof FlowError) || error.data.code !== 'queue.no-target') throw error
        await hold()
        await sender?.send(message)
      })
    },
    close: async () => sender?.close(),
  }
}

function outgoing(
  to: string,
  bytes: Buffer,
  { 'content-type': contentType = '', 'message-id': messageId = '', ...headers }: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Outgoing {
  const { topic, ...kept } = headers
  const told = topic === undefined ? kept : { ...kept, 'x-from-topic': topic }
  const plain = { exchange: '', retain: false, expiresMs: undefined, timeoutMs: ASIDE_TIMEOUT_MS, signal }
  return { ...plain, to, bytes, contentType, messageId, headers: told }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
