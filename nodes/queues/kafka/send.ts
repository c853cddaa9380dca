import type { Producer } from 'kafkajs'
import { type FlowError, permanent, retryable } from '#shared/errors/flow-error.ts'
import type { BrokerAddress } from '../address.ts'
import type { Outgoing, Sender } from '../broker.ts'
import { stoppable } from '../stoppable.ts'
import { kafkaLink, leave } from './connect.ts'

/** The header of ours that becomes the key of a message: those of one key stay in order, in one partition. */
const KEY = 'message-key'

/** Opens a way to a cluster on which each message is kept by all replicas that are in step. */
export async function openKafkaSender(address: BrokerAddress): Promise<Sender> {
  const link = kafkaLink(address)
  // Nothing is sent again by the library: the step is, or a person decides.
  const producer: Producer = link.kafka.producer({ allowAutoTopicCreation: false, retry: { retries: 0 } })
  let open = true
  producer.on('producer.disconnect', () => {
    open = false
  })
  await producer.connect().catch(async (error: unknown) => {
    await leave(producer)
    throw link.fault(error)
  })
  return {
    get open() {
      return open
    },
    async send(message) {
      if (message.exchange !== '') {
        const reason = {
          vi: 'chỉ RabbitMQ có exchange; để trống ô này',
          en: 'only RabbitMQ has exchanges; leave it empty',
        }
        throw permanent('queue.rejected', { host: link.place, reason })
      }
      const sent = producer
        .send({ topic: message.to, acks: -1, timeout: message.timeoutMs, messages: [recordOf(message)] })
        .catch((error: unknown) => {
          throw sendFault(link.fault(error, message.to), message, link.place)
        })
      await stoppable(sent, message, link.place)
    },
    async close() {
      open = false
      await leave(producer)
    },
  }
}

function recordOf({ bytes, headers, contentType, messageId }: Outgoing) {
  const { [KEY]: key, ...others } = headers
  return {
    value: bytes,
    headers: { ...others, 'content-type': contentType, 'message-id': messageId },
    ...(key === undefined ? {} : { key }),
  }
}

function sendFault(fault: FlowError, { to }: Outgoing, host: string): FlowError {
  if (fault.data.code === 'queue.unknown') return permanent('queue.no-target', { host, to })
  // A leader that has taken it, but not all of its replicas: nobody knows.
  if (/NotEnoughReplicasAfterAppend/i.test(fault.data.message.en)) return retryable('connect.cut', { host })
  return fault
}
