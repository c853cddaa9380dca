import pg from 'pg'
import { type FlowError, permanent, retryable } from '#shared/errors/flow-error.ts'
import { fromColumn } from './text.ts'

/** The servers that the address names, of which one writes. */
export interface Servers {
  /** A connection to the one that writes now. Give it back by `release`, or `release(true)` when it is not to be used again. */
  connect(): Promise<pg.PoolClient>
  close(): Promise<void>
}

/** The address of the servers and the schema that holds the tables. */
export interface ServerOptions {
  /** `postgres://user:password@host:port,other:port/database?…`; several hosts are tried in turn until one writes. */
  readonly url: string
  readonly schema: string
  /** Connections of this process at most. */
  readonly most: number
}

/** How long one server may take to answer a new connection. */
const CONNECT_MS = 5000

/**
 * Set for every session. A member that stands still inside a transaction must not hold others up for longer than they wait for a lock;
 * a connection that was cut off is noticed by both ends.
 */
const SESSION = {
  idle_in_transaction_session_timeout: '4s',
  lock_timeout: '5s',
  statement_timeout: '20s',
  // Every query has its index; without fresh statistics the planner would walk a table of a million runs.
  enable_seqscan: 'off',
  tcp_keepalives_idle: '5',
  tcp_keepalives_interval: '2',
  tcp_keepalives_count: '3',
  tcp_user_timeout: '10000',
}

/** Longer than the server lets any statement take. */
const ANSWER_MS = 25_000

const INT8 = 20
const TEXT = 25

/** Opens no connection yet. Throws `engine.server` for an address that is none. */
export function createServers({ url, schema, most }: ServerOptions): Servers {
  const pools = hostsOf(url).map((connectionString) => createPool(connectionString, most))
  const checked = new WeakSet<pg.PoolClient>()
  let current = 0

  async function tryOn(pool: pg.Pool): Promise<pg.PoolClient> {
    const client = await pool.connect()
    if (checked.has(client)) return client
    try {
      await assertWrites(client)
      await setUp(client, schema)
      checked.add(client)
      return client
    } catch (error) {
      client.release(true)
      throw error
    }
  }

  return {
    async connect() {
      let fault: unknown
      for (let i = 0; i < pools.length; i++) {
        const index = (current + i) % pools.length
        const pool = pools[index]
        if (!pool) continue
        try {
          const client = await tryOn(pool)
          current = index
          return client
        } catch (error) {
          fault ??= error
        }
      }
      throw fault
    },
    close: async () => {
      await Promise.all(pools.map((pool) => pool.end()))
    },
  }
}

function createPool(connectionString: string, max: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    max,
    application_name: 'lienthong',
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: ANSWER_MS,
    keepAlive: true,
    types: { getTypeParser: parserOf as typeof pg.types.getTypeParser },
  })
  // A connection that breaks while nobody uses it has left the pool; one that breaks in use fails its query.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}

/** Instants and numbers of rows stay below 2^53. */
function parserOf(type: number, format?: 'text' | 'binary'): (value: string) => unknown {
  if (type === INT8) return Number
  if (type === TEXT) return fromColumn
  return pg.types.getTypeParser(type, format as 'text')
}

async function setUp(client: pg.PoolClient, schema: string): Promise<void> {
  const settings = Object.entries({ ...SESSION, search_path: schema })
  const calls = settings.map((_, i) => `set_config($${2 * i + 1}, $${2 * i + 2}, false)`)
  await client.query(`select ${calls.join(', ')}`, settings.flat())
}

async function assertWrites(client: pg.PoolClient): Promise<void> {
  const { rows } = await client.query<Record<'standby' | 'fsync' | 'pages' | 'commits', string>>(
    `select pg_is_in_recovery()::text as standby, current_setting('fsync') as fsync,
       current_setting('full_page_writes') as pages, current_setting('synchronous_commit') as commits`,
  )
  const [it] = rows
  if (it?.standby !== 'false')
    throw retryable('engine.server', { reason: { vi: 'máy chủ đang là bản dự phòng', en: 'the server is a standby' } })
  if (it.fsync !== 'on') throw unsafe('fsync')
  if (it.pages !== 'on') throw unsafe('full_page_writes')
  if (it.commits === 'off') throw unsafe('synchronous_commit')
}

function unsafe(setting: string): FlowError {
  const reason = {
    vi: `${setting} đang tắt nên mất điện sẽ làm mất hồ sơ đã nhận`,
    en: `${setting} is off, so that a power cut would lose what was accepted`,
  }
  return permanent('engine.server', { reason })
}

/** One address a host; `pg` itself knows only one. */
function hostsOf(url: string): readonly string[] {
  const found = /^(postgres(?:ql)?:\/\/(?:[^@/?#]*@)?)([^/?#]*)(.*)$/.exec(url)
  if (!found)
    throw permanent('engine.server', { reason: { vi: 'không đọc được địa chỉ', en: 'the address cannot be read' } })
  const [, start = '', hosts = '', rest = ''] = found
  return hosts.split(',').map((host) => `${start}${host}${rest}`)
}
