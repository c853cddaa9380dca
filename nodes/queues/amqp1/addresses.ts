import { permanent } from '#shared/errors/flow-error.ts'
import type { Amqp1 } from './connect.ts'

/**
 * AMQP 1.0 leaves the form of addresses to each broker. A plain name means the queue of that name: RabbitMQ wants it in a
 * path (3: `/amq/queue/`, or `/queue/` which makes it; 4: `/queues/`), the others take it as it is. What begins with a
 * slash is an address already.
 */
export function queueAddress({ product }: Pick<Amqp1, 'product'>, queue: string, create: boolean): string {
  if (!isRabbit(product) || queue.startsWith('/')) return queue
  const name = encodeURIComponent(queue)
  if (!isOldRabbit(product)) return `/queues/${name}`
  return create ? `/queue/${name}` : `/amq/queue/${name}`
}

/** Where a message goes: a queue, or with `exchange` (RabbitMQ only, else `queue.rejected`) a routing key of it. */
export function targetAddress(amqp: Pick<Amqp1, 'product' | 'place'>, to: string, exchange: string): string {
  if (exchange === '') return queueAddress(amqp, to, false)
  if (!isRabbit(amqp.product)) {
    const reason = { vi: 'chỉ RabbitMQ có exchange; để trống ô này', en: 'only RabbitMQ has exchanges; leave it empty' }
    throw permanent('queue.rejected', { host: amqp.place, reason })
  }
  const path = isOldRabbit(amqp.product) ? '/exchange' : '/exchanges'
  return `${path}/${encodeURIComponent(exchange)}/${encodeURIComponent(to)}`
}

/** Whether it is RabbitMQ, which keeps account of what was delivered before. */
export function isRabbit({ name }: Amqp1['product']): boolean {
  return /rabbitmq/i.test(name)
}

/** RabbitMQ before 3.12 accepts a message for a queue that is not there, and throws it away. */
export function losesUnroutable(product: Amqp1['product']): boolean {
  const [major = 0, minor = 0] = product.version.split('.').map(Number)
  return isRabbit(product) && (major < 3 || (major === 3 && minor < 12))
}

function isOldRabbit({ version }: Amqp1['product']): boolean {
  return Number.parseInt(version, 10) < 4
}
