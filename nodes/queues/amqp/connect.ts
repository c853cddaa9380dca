import { type ChannelModel, connect } from 'amqplib'
import type { BrokerAddress } from '../address.ts'
import { tlsOf } from '../address.ts'
import { faultOf } from './faults.ts'

const TIMEOUT_MS = 10_000
/** A partner that is silent for twice as long is gone. */
const HEARTBEAT_S = 15
const LEAVE_MS = 2000

/** Opens a connection to RabbitMQ; throws `connect.unreachable` or `queue.auth`. */
export async function connectAmqp(address: BrokerAddress): Promise<ChannelModel> {
  const { reached, port, user, password, vhost, place } = address
  const options = {
    protocol: address.tls === 'off' ? 'amqp' : 'amqps',
    hostname: reached,
    port,
    username: user ?? 'guest',
    password: password ?? 'guest',
    vhost,
    heartbeat: HEARTBEAT_S,
  }
  try {
    const connection = await connect(options, {
      ...tlsOf(address),
      timeout: TIMEOUT_MS,
      noDelay: true,
      keepAlive: true,
    })
    // Whoever uses it hears of its end by `close`; an error without a listener would end the process.
    connection.on('error', () => undefined)
    return connection
  } catch (error) {
    throw faultOf(error, place, vhost)
  }
}

/** Closes a connection; one that has broken, or whose partner does not answer any more, is left. */
export async function leaveAmqp(connection: ChannelModel): Promise<void> {
  const late = Promise.withResolvers<void>()
  const timer = setTimeout(late.resolve, LEAVE_MS)
  connection.on('close', () => late.resolve())
  await Promise.race([connection.close().catch(() => undefined), late.promise])
  clearTimeout(timer)
}

/** Signs in and leaves again; gives product and version. */
export async function visitAmqp(address: BrokerAddress): Promise<string> {
  const connection = await connectAmqp(address)
  const { product, version } = connection.connection.serverProperties
  await leaveAmqp(connection)
  return `${product} ${version}`
}
