import { Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import kafkajs, { type ISocketFactoryArgs, type Kafka, type SASLOptions } from 'kafkajs'
import type { FlowError } from '#shared/errors/flow-error.ts'
import { type BrokerAddress, tlsOf } from '../address.ts'
import { kafkaFault } from './faults.ts'

const TIMEOUT_MS = 10_000
const REQUEST_MS = 30_000
const LEAVE_MS = 5000

/** A cluster of Kafka; connections are opened when they are needed. */
export interface KafkaLink {
  readonly kafka: Kafka
  readonly place: string
  /** What an operation ended with that changed nothing; what the egress policy said goes first. */
  fault(error: unknown, topic?: string): FlowError
}

/**
 * A way to a cluster. Its brokers are those that it tells of itself, whatever the connection names, so each socket asks
 * the egress policy before it is opened.
 */
export function kafkaLink(address: BrokerAddress, retries = 1): KafkaLink {
  const { place, host, port, user, password = '', saslMechanism } = address
  let refusal: unknown
  const socketFactory = (asked: ISocketFactoryArgs): Socket => {
    const raw = new Socket()
    raw.setNoDelay(true)
    raw.setKeepAlive(true)
    const socket =
      address.tls === 'off'
        ? raw
        : connectTls({ socket: raw, ...tlsOf({ ...address, host: asked.host }) }, asked.onConnect)
    if (socket === raw) raw.once('connect', asked.onConnect)
    else raw.on('error', (error) => socket.destroy(error))
    address.reach.host(asked.host, asked.port).then(
      (at) => raw.connect(asked.port, at),
      (error: unknown) => {
        refusal = error
        socket.destroy(error instanceof Error ? error : new Error('refused'))
      },
    )
    return socket
  }
  const kafka = new kafkajs.Kafka({
    clientId: 'lien-thong',
    brokers: [`${host}:${port}`],
    socketFactory,
    connectionTimeout: TIMEOUT_MS,
    authenticationTimeout: TIMEOUT_MS,
    requestTimeout: REQUEST_MS,
    enforceRequestTimeout: true,
    logLevel: kafkajs.logLevel.NOTHING,
    // Whoever uses it tries again by itself, with pauses and with a word to the user.
    retry: { retries, initialRetryTime: 200, maxRetryTime: 1000 },
    ...(user === undefined ? {} : { sasl: saslOf(saslMechanism, user, password) }),
  })
  return { kafka, place, fault: (error, topic) => kafkaFault(refusal ?? error, place, topic) }
}

function saslOf(mechanism: BrokerAddress['saslMechanism'], username: string, password: string): SASLOptions {
  return { mechanism, username, password }
}

/** Ends something of Kafka; a cluster that does not answer is left. */
export async function leave(it: { disconnect(): Promise<void> }): Promise<void> {
  const late = Promise.withResolvers<void>()
  const timer = setTimeout(late.resolve, LEAVE_MS)
  await Promise.race([it.disconnect().catch(() => undefined), late.promise])
  clearTimeout(timer)
}

/** Signs in and leaves again; gives how many brokers the cluster has. */
export async function visitKafka(address: BrokerAddress): Promise<string> {
  const { kafka, fault } = kafkaLink(address, 0)
  const admin = kafka.admin({ retry: { retries: 0 } })
  try {
    await admin.connect()
    const { brokers } = await admin.describeCluster()
    return `Kafka, ${brokers.length}`
  } catch (error) {
    throw fault(error)
  } finally {
    await leave(admin)
  }
}
