import type { EventContext, Message, Receiver, Delivery as Transfer } from 'rhea'
import { type ErrorData, toErrorData } from '#shared/errors/flow-error.ts'
import type { BrokerAddress } from '../address.ts'
import type { Delivery, Listening } from '../broker.ts'
import { isRabbit, queueAddress } from './addresses.ts'
import { type Amqp1, connectAmqp1 } from './connect.ts'
import { type OpenLink, openLink } from './links.ts'
import { bytesOf, headersOf } from './properties.ts'
import { openTarget } from './send.ts'

const ASIDE_MS = 30_000

/** Takes the messages of one queue of an AMQP 1.0 broker, on a connection of its own. */
export async function listenAmqp1(address: BrokerAddress, listening: Listening): Promise<void> {
  const amqp = await connectAmqp1(address)
  try {
    const { queue, create } = listening
    const opened = await openLink(amqp, queue, (session) =>
      session.open_receiver({
        source: { address: queueAddress(amqp, queue, create), durable: 2 },
        credit_window: 0,
        autoaccept: false,
        snd_settle_mode: 0,
        rcv_settle_mode: 0,
      }),
    )
    await consume(opened, amqp, listening)
  } finally {
    await amqp.close()
  }
}

async function consume(opened: OpenLink<Receiver>, amqp: Amqp1, listening: Listening): Promise<void> {
  const { signal, prefetch } = listening
  const { link } = opened
  const underWay = new Set<Promise<void>>()
  const over = Promise.withResolvers<void>()
  over.promise.catch(() => undefined)
  const stop = (): void => over.resolve()
  let ending = false
  signal.addEventListener('abort', stop, { once: true })
  void opened.ended.then((fault) => over.reject(fault))

  // RabbitMQ 3 takes each grant as the whole, whatever is on its way: another is given when the last was used up.
  let granted = 0
  const grant = (): void => {
    const free = prefetch - underWay.size
    if (ending || granted > 0 || free < prefetch / 2) return
    granted = free
    link.add_credit(free)
  }
  link.on('message', ({ message, delivery: transfer }: EventContext) => {
    granted -= 1
    // What comes while it leaves is not taken: it goes back with the link.
    if (ending || !message || !transfer) return
    const work = take(deliveryOf(message, transfer, amqp, listening), transfer, listening)
      .catch((error: unknown) => {
        ending = true
        over.reject(error)
      })
      .finally(() => {
        underWay.delete(work)
        grant()
      })
    underWay.add(work)
  })
  listening.ready()
  grant()
  if (signal.aborted) stop()
  try {
    await over.promise
  } finally {
    ending = true
    signal.removeEventListener('abort', stop)
  }
  await Promise.race([Promise.allSettled(underWay), opened.ended])
  opened.close()
}

/**
 * Takes one message. When that fails it goes back to the queue: released where the fault is a passing one of ours, which
 * says nothing of the message; else as failed, so that the broker counts it. It is never rejected: a broker without a
 * dead-letter queue throws such a message away.
 */
async function take(delivery: Delivery, transfer: Transfer, { take: store }: Listening): Promise<void> {
  try {
    await store(delivery)
  } catch (error) {
    if (toErrorData(error).class === 'transient') transfer.release()
    else transfer.modified({ delivery_failed: true, undeliverable_here: false })
    throw error
  }
}

function deliveryOf(message: Message, transfer: Transfer, amqp: Amqp1, { errorQueue }: Listening): Delivery {
  const { bytes, contentType } = bytesOf(message)
  const headers = headersOf(message)
  const count = message.delivery_count ?? 0
  return {
    bytes,
    headers:
      contentType === undefined || headers['content-type'] ? headers : { ...headers, 'content-type': contentType },
    id: headers['message-id'],
    // Other brokers may say "not the first" of everything.
    again: count > 0 || (message.first_acquirer === false && isRabbit(amqp.product)),
    deliveries: count + 1,
    acknowledge: () => transfer.accept(),
    async setAside(reason) {
      await sendAside(message, reason, amqp, errorQueue)
      transfer.accept()
    },
  }
}

async function sendAside(message: Message, reason: ErrorData, amqp: Amqp1, queue: string): Promise<void> {
  const target = await openTarget(amqp, queueAddress(amqp, queue, true), queue)
  const told = { 'x-error-code': reason.code, 'x-error': reason.message.vi }
  const aside: Message = {
    ...message,
    durable: true,
    application_properties: { ...message.application_properties, ...told },
  }
  // An expiry would throw the message away where it waits for a person.
  for (const name of [
    'ttl',
    'absolute_expiry_time',
    'delivery_count',
    'first_acquirer',
    'delivery_annotations',
  ] as const)
    delete aside[name]
  try {
    await target.send(aside, { timeoutMs: ASIDE_MS, signal: AbortSignal.timeout(ASIDE_MS) })
  } finally {
    target.close()
  }
}
