import type { Delivery, EventContext, Message } from 'rhea'
import { type FlowError, permanent, retryable } from '#shared/errors/flow-error.ts'
import type { BrokerAddress } from '../address.ts'
import type { Outgoing, Sender } from '../broker.ts'
import { stoppable } from '../stoppable.ts'
import { isRabbit, losesUnroutable, queueAddress, targetAddress } from './addresses.ts'
import { type Amqp1, connectAmqp1 } from './connect.ts'
import { openLink } from './links.ts'
import { bytesOf, messageOf } from './properties.ts'

/** Targets that are kept open; the one that was not used for longest makes room. */
const MOST_TARGETS = 50
/** Messages of one target that wait for their outcome; the library has room for 2,048. */
const MOST_PENDING = 1000

/** A queue that was there is looked for again after so long. */
const SEEN_MS = 5000

const FULL = { vi: 'hàng đợi đầy hoặc bị khoá', en: 'the queue is full or locked' }
const NOT_YET = { vi: 'bên nhận chưa sẵn sàng', en: 'the receiver is not ready' }
const NO_CREDIT = {
  vi: 'hàng đợi chưa cho gửi (hết hạn mức); thông điệp chưa được gửi',
  en: 'it grants no credit; the message was not sent',
}

/** A link to one target, on which each message waits for its outcome. */
interface Target {
  readonly open: boolean
  /** Resolves when the broker has accepted the message. */
  send(message: Message, limits: Pick<Outgoing, 'signal' | 'timeoutMs'>): Promise<void>
  close(): void
}

/** Opens an AMQP 1.0 connection on which each message is accepted by the broker. */
export async function openAmqp1Sender(address: BrokerAddress): Promise<Sender> {
  const amqp = await connectAmqp1(address)
  const targets = new Map<string, Promise<Target>>()
  const looks = new Map<string, { readonly at: number; readonly found: Promise<void> }>()

  async function targetOf({ to, exchange }: Outgoing): Promise<Target> {
    const at = targetAddress(amqp, to, exchange)
    const known = targets.get(at)
    targets.delete(at)
    const target = known ?? openTarget(amqp, at, exchange === '' ? to : exchange)
    targets.set(at, target)
    const [oldest] = targets
    if (targets.size > MOST_TARGETS && oldest) {
      targets.delete(oldest[0])
      void oldest[1].then((it) => it.close()).catch(() => undefined)
    }
    const found = await target.catch((error: unknown) => {
      if (targets.get(at) === target) targets.delete(at)
      throw error
    })
    if (found.open || !amqp.open) return found
    if (targets.get(at) === target) targets.delete(at)
    // The queue went away; it may have been made anew.
    const again = openTarget(amqp, at, exchange === '' ? to : exchange)
    targets.set(at, again)
    return again
  }

  async function assureThere(queue: string): Promise<void> {
    const seen = looks.get(queue)
    if (seen && performance.now() - seen.at < SEEN_MS) return seen.found
    if (looks.size >= MOST_TARGETS) looks.clear()
    const look = { at: performance.now(), found: checkQueue(amqp, queue) }
    looks.set(queue, look)
    await look.found.catch((error: unknown) => {
      if (looks.get(queue) === look) looks.delete(queue)
      throw error
    })
  }

  return {
    get open() {
      return amqp.open
    },
    async send(message) {
      if (!amqp.open) throw retryable('connect.unreachable', { host: amqp.place, reason: 'closed' })
      if (message.exchange === '' && losesUnroutable(amqp.product)) await assureThere(message.to)
      const target = await targetOf(message)
      await target.send(outgoingOf(message), message)
    },
    close: () => amqp.close(),
  }
}

/** Sees that a queue is there, as a receiver that asks for nothing. Throws `queue.no-target`, or `queue.auth` where the account may not read it. */
async function checkQueue(amqp: Amqp1, queue: string): Promise<void> {
  const address = queueAddress(amqp, queue, false)
  const opened = await openLink(amqp, queue, (session) =>
    session.open_receiver({ source: { address }, credit_window: 0, autoaccept: false }),
  ).catch((error: FlowError) => {
    throw asNoTarget(error, amqp, queue)
  })
  opened.close()
}

/** What a link had ended with before a message was sent on it: a connection that was cut leaves no doubt of it. */
function unsent(fault: FlowError, amqp: Amqp1, to: string): FlowError {
  if (fault.data.code !== 'connect.cut') return asNoTarget(fault, amqp, to)
  return retryable('connect.unreachable', { host: amqp.place, reason: 'closed' })
}

function asNoTarget(error: FlowError, { place }: Amqp1, to: string): FlowError {
  return error.data.code === 'queue.unknown' ? permanent('queue.no-target', { host: place, to }) : error
}

function outgoingOf({ bytes, headers, contentType, messageId, expiresMs }: Outgoing): Message {
  const message = messageOf(bytes, headers)
  return {
    ...message,
    content_type: contentType,
    message_id: messageId,
    ...(expiresMs === undefined ? {} : { ttl: expiresMs }),
  }
}

/** Opens a link to an address; `name` is what the user calls it. Throws `queue.no-target` when it is not there. */
export async function openTarget(amqp: Amqp1, address: string, name: string): Promise<Target> {
  const opened = await openLink(amqp, name, (session) =>
    session.open_sender({ target: { address }, snd_settle_mode: 0, rcv_settle_mode: 0 }),
  ).catch((error: FlowError) => {
    throw asNoTarget(error, amqp, name)
  })
  const { link } = opened
  const pending = new Map<Delivery, { done(): void; fail(error: Error): void }>()
  // Resolves when there may be room for another message.
  let room = Promise.withResolvers<void>()
  const makeRoom = (): void => {
    room.resolve()
    room = Promise.withResolvers()
  }
  const settle = (event: EventContext, fault?: FlowError): void => {
    const one = event.delivery && pending.get(event.delivery)
    if (!event.delivery || !one) return
    pending.delete(event.delivery)
    if (fault) one.fail(fault)
    else one.done()
  }
  link.on('sendable', makeRoom)
  link.on('settled', makeRoom)
  link.on('accepted', (event) => settle(event))
  link.on('rejected', (event) => settle(event, rejection(event, amqp, name)))
  link.on('released', (event) => settle(event, returned(amqp, name)))
  void opened.ended.then(() => {
    // What had been sent may have been taken.
    for (const one of pending.values()) one.fail(retryable('connect.cut', { host: amqp.place }))
    pending.clear()
    makeRoom()
  })
  return {
    get open() {
      return opened.open
    },
    async send(message, limits) {
      // Zero: the broker sets no limit.
      const most = link.max_message_size || Number.POSITIVE_INFINITY
      if (bytesOf(message).bytes.length > most) throw permanent('queue.too-large', { limit: `${most} byte` })
      while (opened.open && (pending.size >= MOST_PENDING || !link.sendable())) {
        await stoppable(room.promise, limits, amqp.place).catch(() => {
          throw retryable('queue.refused', { host: amqp.place, reason: NO_CREDIT })
        })
      }
      if (!opened.open) throw unsent(await opened.ended, amqp, name)
      const sent = new Promise<void>((done, fail) => {
        pending.set(link.send(message), { done, fail })
      })
      await stoppable(sent, limits, amqp.place)
    },
    close: () => opened.close(),
  }
}

function rejection({ delivery }: EventContext, amqp: Amqp1, to: string): FlowError {
  const host = amqp.place
  const error: { condition?: unknown; description?: unknown } = delivery?.remote_state?.error ?? {}
  const condition = String(error.condition ?? '')
  const reason = String(error.description ?? condition).slice(0, 300)
  if (/message-size-exceeded/.test(condition)) return permanent('queue.too-large', { limit: reason })
  if (/unauthorized-access/.test(condition)) return permanent('queue.auth', { host, reason })
  if (/not-found/.test(condition)) return permanent('queue.no-target', { host, to })
  if (/resource-limit-exceeded|resource-locked/.test(condition)) return retryable('queue.refused', { host, reason })
  // RabbitMQ gives no reason: it is what it calls a nack.
  if (condition === '' && isRabbit(amqp.product)) return retryable('queue.refused', { host, reason: FULL })
  return permanent('queue.rejected', { host, reason: reason || 'rejected' })
}

/** Released: for RabbitMQ (3.11 and later) no queue takes it; elsewhere it may be taken later. */
function returned({ product, place }: Amqp1, to: string): FlowError {
  if (isRabbit(product)) return permanent('queue.no-target', { host: place, to })
  return retryable('queue.refused', { host: place, reason: NOT_YET })
}
