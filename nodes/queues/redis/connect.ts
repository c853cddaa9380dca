import { Redis } from 'ioredis'
import { type FlowError, permanent, retryable } from '#shared/errors/flow-error.ts'
import { type BrokerAddress, tlsOf } from '../address.ts'

const TIMEOUT_MS = 10_000
const KEEP_ALIVE_MS = 15_000

/** A connection to Redis that ends when it is lost, and is not made again. */
export interface RedisLink {
  /** Sends one command and gives its reply with text as bytes. Throws what `redisFault` tells. */
  ask(command: string, ...args: readonly (string | number | Buffer)[]): Promise<unknown>
  readonly open: boolean
  /** Resolves when the connection is gone, by whomever it was ended. */
  readonly closed: Promise<void>
  /** Leaves at once; what is under way is not waited for. */
  close(): void
}

/** Opens a connection to Redis (6.2 or newer); throws `connect.unreachable`, `connect.certificate` or `queue.auth`. `timeoutMs` bounds each command; 0 for one that may block. */
export async function connectRedis(address: BrokerAddress, timeoutMs = TIMEOUT_MS): Promise<RedisLink> {
  const { place, reached, port, user, password, database } = address
  const redis = new Redis({
    host: reached,
    port,
    lazyConnect: true,
    connectTimeout: TIMEOUT_MS,
    keepAlive: KEEP_ALIVE_MS,
    // Not for an account with few rights: INFO and CLIENT are not needed.
    enableReadyCheck: false,
    disableClientInfo: true,
    protocol: 2,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    enableOfflineQueue: false,
    ...(timeoutMs === 0 ? {} : { commandTimeout: timeoutMs }),
    ...(address.tls === 'off' ? {} : { tls: tlsOf(address) }),
  })
  let open = true
  let told: unknown
  const closed = new Promise<void>((done) => {
    redis.on('end', () => {
      open = false
      done()
    })
  })
  redis.on('error', (error) => {
    told ??= error
  })
  const link: RedisLink = {
    ask: (command, ...args) =>
      redis.callBuffer(command, ...args).catch((error: unknown) => {
        throw redisFault(error, place)
      }),
    get open() {
      return open
    },
    closed,
    close: () => redis.disconnect(),
  }
  try {
    await redis.connect()
    if (password !== undefined) await redis.call('AUTH', ...(user === undefined ? [] : [user]), password)
    if (database !== 0) await redis.call('SELECT', database)
    await redis.ping()
    return link
  } catch (error) {
    redis.disconnect()
    const fault = redisFault(told ?? error, place)
    throw fault.data.code === 'connect.cut'
      ? retryable('connect.unreachable', { host: place, reason: 'closed' })
      : fault
  }
}

/** What a command ended with: `queue.auth` (no right), `queue.refused` (full, loading, read-only), `queue.rejected` (all else that Redis says), or what became of the connection. */
export function redisFault(error: unknown, host: string): FlowError {
  const reason = (error instanceof Error ? error.message : String(error)).slice(0, 300)
  if (/^(?:NOAUTH|WRONGPASS|NOPERM)\b|invalid password|no password is set|without any password/i.test(reason)) {
    return permanent('queue.auth', { host, reason })
  }
  if (/^(?:OOM|LOADING|READONLY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|BUSY|MISCONF|NOREPLICAS)\b/.test(reason)) {
    return retryable('queue.refused', { host, reason: { vi: reason, en: reason } })
  }
  if (error instanceof Error && error.name === 'ReplyError') return permanent('queue.rejected', { host, reason })
  if (/certificate|self.signed|altname/i.test(reason)) return permanent('connect.certificate', { host, reason })
  if (/timed out|ETIMEDOUT/i.test(reason)) {
    return retryable('connect.timeout', { host, seconds: TIMEOUT_MS / 1000 })
  }
  if (/ECONNREFUSED|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|Protocol error/.test(reason)) {
    return retryable('connect.unreachable', { host, reason })
  }
  return retryable('connect.cut', { host })
}

/** Signs in and leaves again; gives name and version, the latter where the account may ask for it. */
export async function visitRedis(address: BrokerAddress): Promise<string> {
  const link = await connectRedis(address)
  const told = await link.ask('INFO', 'server').catch(() => '')
  link.close()
  const version = /redis_version:([\w.]+)/.exec(String(told))?.[1]
  return version === undefined ? 'Redis' : `Redis ${version}`
}
