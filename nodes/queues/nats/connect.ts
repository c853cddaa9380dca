import { connect, type NatsConnection } from '@nats-io/transport-node'
import { serverOf } from '#nodes/connections/server-fields.ts'
import { type FlowError, permanent, retryable } from '#shared/errors/flow-error.ts'
import { type BrokerAddress, tlsOf } from '../address.ts'

const TIMEOUT_MS = 10_000
const PING_MS = 15_000

/** Opens a connection to NATS that ends when it is lost; throws `connect.unreachable` or `queue.auth`. */
export async function connectNats(address: BrokerAddress): Promise<NatsConnection> {
  const { place, reached, port, user, password } = address
  try {
    return await connect({
      servers: serverOf(reached, port),
      reconnect: false,
      timeout: TIMEOUT_MS,
      pingInterval: PING_MS,
      ...(user === undefined ? {} : { user, pass: password ?? '' }),
      tls: tlsOptions(address),
    })
  } catch (error) {
    throw faultOf(error, place)
  }
}

function tlsOptions(address: BrokerAddress) {
  if (address.tls === 'off') return null
  const { ca, ...options } = tlsOf(address)
  return { host: address.host, ...options, ...(ca === undefined ? {} : { ca: ca.join('\n') }) }
}

/** Signs in and leaves again; gives name and version, and whether messages are kept. */
export async function visitNats(address: BrokerAddress): Promise<string> {
  const connection = await connectNats(address)
  const { version, jetstream } = connection.info ?? { version: '', jetstream: false }
  await connection.close()
  return jetstream === true ? `NATS ${version}, JetStream` : `NATS ${version}`
}

/** What an operation ended with that did not change anything. */
export function faultOf(error: unknown, host: string): FlowError {
  const name = error instanceof Error ? error.name : ''
  const reason = (error instanceof Error ? error.message : String(error)).slice(0, 300)
  if (/Authorization|Authentication|PermissionViolation/.test(`${name} ${reason}`)) {
    return permanent('queue.auth', { host, reason })
  }
  if (/certificate|self.signed|altname/i.test(reason)) return permanent('connect.certificate', { host, reason })
  if (/Timeout/i.test(name)) return retryable('connect.timeout', { host, seconds: TIMEOUT_MS / 1000 })
  if (name === 'JetStreamApiError') return permanent('queue.rejected', { host, reason })
  return retryable('connect.unreachable', { host, reason })
}
