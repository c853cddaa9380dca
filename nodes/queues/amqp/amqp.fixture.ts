import { randomBytes } from 'node:crypto'
import { type ConfirmChannel, connect, type Options } from 'amqplib'
import { brokerPlaces } from '#nodes/testing/brokers.ts'
import { handle } from '#nodes/testing/real-partners.ts'
import type { ConnectionHandle } from '#shared/node/run.ts'

/** A connection of kind `queue` to RabbitMQ, with its account of the tests. */
export function rabbit(values: Readonly<Record<string, unknown>> = {}, password = 'guest'): ConnectionHandle {
  return handle('queue', { protocol: 'amqp', ...brokerPlaces.amqp, user: 'guest', ...values }, { password }, 'hang-doi')
}

/** A queue of its own on RabbitMQ, as a partner would use it. */
export interface RabbitQueue {
  readonly name: string
  readonly channel: ConfirmChannel
  put(body: unknown, options?: Options.Publish): Promise<void>
  /** Messages that wait, and are not under way. */
  waiting(queue?: string): Promise<number>
  /** Takes the next message out. */
  next(
    queue?: string,
  ): Promise<{ readonly bytes: Buffer; readonly properties: Readonly<Record<string, unknown>> } | undefined>
  /** Leaves; the queues go with it unless they are kept. */
  close(options?: { readonly keep: boolean }): Promise<void>
}

/** Makes a queue that is gone after the test, with its error queue. */
export async function rabbitQueue(
  options: Options.AssertQueue = { durable: true },
  { host, port }: { readonly host: string; readonly port: number } = brokerPlaces.amqp,
): Promise<RabbitQueue> {
  const name = `lt.${randomBytes(6).toString('hex')}`
  const connection = await connect({ hostname: host, port, username: 'guest', password: 'guest' })
  const channel = await connection.createConfirmChannel()
  await channel.assertQueue(name, options)
  return {
    name,
    channel,
    put(body, more = {}) {
      const bytes = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
      return new Promise((resolve, reject) => {
        const properties = { persistent: true, contentType: 'application/json', ...more }
        channel.sendToQueue(name, bytes, properties, (error: unknown) => (error ? reject(error) : resolve()))
      })
    },
    waiting: async (queue = name) => (await channel.checkQueue(queue)).messageCount,
    async next(queue = name) {
      const found = await channel.get(queue, { noAck: true })
      return found ? { bytes: found.content, properties: { ...found.properties } } : undefined
    },
    async close({ keep } = { keep: false }) {
      for (const it of keep ? [] : [name, `${name}.loi`]) await channel.deleteQueue(it)
      await connection.close()
    },
  }
}
