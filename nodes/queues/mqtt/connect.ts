import { createHash, randomBytes } from 'node:crypto'
import { connect, type IConnackPacket, type MqttClient } from 'mqtt'
import { type FlowError, permanent, retryable } from '#shared/errors/flow-error.ts'
import { type BrokerAddress, tlsOf } from '../address.ts'

const TIMEOUT_MS = 10_000
const KEEP_ALIVE_S = 30
const LEAVE_MS = 2000
const FOR_GOOD = 0xffffffff
/** Reason codes of MQTT 5 (§2.4), and above them what MQTT 3.1.1 (§3.2.2.3) says of the same. */
const NOT_ALLOWED: ReadonlySet<unknown> = new Set([4, 5, 134, 135, 138, 140])
const BUSY: ReadonlySet<unknown> = new Set([3, 136, 137, 139, 151, 159])
const TOO_LARGE = 149

/** A connection to an MQTT broker that ends when it is lost, and is not made again. */
export interface MqttLink {
  readonly client: MqttClient
  readonly connack: IConnackPacket
  readonly version: 4 | 5
  /** Rejects when the connection is gone, with what the broker said of it. */
  readonly gone: Promise<never>
  close(): Promise<void>
}

/** What a session is for: one that the broker keeps while nobody is there has a name. */
export interface MqttSession {
  /** Undefined: a session that ends with its connection. */
  readonly name?: string
  /** Messages that may be under way to us (MQTT 5). */
  readonly receiveMaximum?: number
  /** Called before anything can arrive. */
  readonly prepare?: (client: MqttClient) => void
}

/** The name of the session that keeps what comes in at a topic for a group; 23 signs, which every broker takes (MQTT 3.1.1 §3.1.3.1). */
export function sessionName(group: string, topic: string): string {
  return `lt-${createHash('sha256').update(`${group}\n${topic}`).digest('hex').slice(0, 20)}`
}

/** Opens a connection to an MQTT broker; throws `connect.unreachable`, `connect.certificate`, `queue.auth` or `queue.refused`. */
export async function connectMqtt(address: BrokerAddress, session: MqttSession = {}): Promise<MqttLink> {
  const { place, reached, port, user, password } = address
  const version = address.mqttVersion === '3.1.1' ? 4 : 5
  const kept = session.name !== undefined
  const client = connect({
    host: reached,
    port,
    protocol: address.tls === 'off' ? 'mqtt' : 'mqtts',
    protocolVersion: version,
    clientId: session.name ?? `lt-${randomBytes(10).toString('hex')}`,
    clean: !kept,
    ...(user === undefined ? {} : { username: user, password: password ?? '' }),
    ...(version === 5 ? { properties: propertiesOf(session) } : {}),
    ...tlsOf(address),
    keepalive: KEEP_ALIVE_S,
    connectTimeout: TIMEOUT_MS,
    reconnectPeriod: 0,
    resubscribe: false,
    queueQoSZero: false,
    manualConnect: true,
  })
  session.prepare?.(client)
  let told: unknown
  const gone = new Promise<never>((_, reject) => {
    client.on('error', (error) => {
      told ??= error
    })
    client.on('disconnect', ({ reasonCode }) => {
      told ??= Object.assign(new Error(`disconnected: ${reasonCode}`), { code: reasonCode })
    })
    client.on('close', () => reject(mqttFault(told, place)))
  })
  gone.catch(() => undefined)
  const connected = new Promise<IConnackPacket>((done) => client.once('connect', done))
  client.connect()
  try {
    const connack = await Promise.race([connected, gone])
    return { client, connack, version, gone, close: () => leave(client) }
  } catch (error) {
    client.end(true)
    const fault = mqttFault(told ?? error, place)
    throw fault.data.code === 'connect.cut'
      ? retryable('connect.unreachable', { host: place, reason: 'closed' })
      : fault
  }
}

function propertiesOf({ name, receiveMaximum }: MqttSession) {
  return {
    sessionExpiryInterval: name === undefined ? 0 : FOR_GOOD,
    ...(receiveMaximum === undefined ? {} : { receiveMaximum }),
  }
}

/** Says good-bye, so that what was acknowledged arrives; a partner that does not answer any more is left. */
async function leave(client: MqttClient): Promise<void> {
  const ended = new Promise<void>((done) => client.end(false, {}, () => done()))
  const timer = setTimeout(() => client.end(true), LEAVE_MS)
  const late = new Promise<void>((done) => setTimeout(done, LEAVE_MS).unref())
  await Promise.race([ended, late])
  clearTimeout(timer)
  client.end(true)
}

/** What a broker or the way to it said, as an error of ours. */
export function mqttFault(error: unknown, host: string): FlowError {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined
  const reason = (error instanceof Error ? error.message : String(error)).slice(0, 300)
  if (NOT_ALLOWED.has(code)) return permanent('queue.auth', { host, reason })
  if (BUSY.has(code)) return retryable('queue.refused', { host, reason })
  if (code === TOO_LARGE) return permanent('queue.too-large', { limit: reason })
  if (typeof code === 'number' && code !== 0 && code !== 142) return permanent('queue.rejected', { host, reason })
  if (/certificate|self.signed|altname|TLS not authorized/i.test(reason)) {
    return permanent('connect.certificate', { host, reason })
  }
  if (/connack timeout|ETIMEDOUT/i.test(reason)) {
    return retryable('connect.timeout', { host, seconds: TIMEOUT_MS / 1000 })
  }
  if (/ECONNREFUSED|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN/.test(reason)) {
    return retryable('connect.unreachable', { host, reason })
  }
  return retryable('connect.cut', { host })
}

/** Signs in and leaves again; gives the protocol that was agreed on. */
export async function visitMqtt(address: BrokerAddress): Promise<string> {
  const link = await connectMqtt(address)
  await link.close()
  return `MQTT ${address.mqttVersion}`
}
