import pg from 'pg'
import { FlowError } from '#shared/errors/flow-error.ts'
import type { Database, SqlCall, SqlResult } from './database.ts'
import { commitCut, connectFault, faultOf } from './postgres-faults.ts'
import { postgresTypes, toPostgres } from './postgres-values.ts'
import { orderedValues, statementReader } from './prepared.ts'
import { rowCollector } from './rows.ts'

/** How to reach a PostgreSQL server. */
export interface PostgresAddress {
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
  readonly password?: string
  readonly ssl: 'off' | 'require' | 'verify'
  readonly poolSize: number
}

const CONNECT_MS = 10_000
const IDLE_MS = 30_000
/** Rows fetched at a time, so that a huge result is refused before it fills the memory. */
const PAGE = 500

/** Opens a pool; connections are made when needed. */
export function openPostgres(address: PostgresAddress): Database {
  const { ssl, password, poolSize, ...where } = address
  const host = `${address.host}:${address.port}`
  const pool = new pg.Pool({
    ...where,
    ...(password === undefined ? {} : { password }),
    ssl: ssl === 'off' ? false : { rejectUnauthorized: ssl === 'verify' },
    max: poolSize,
    connectionTimeoutMillis: CONNECT_MS,
    idleTimeoutMillis: IDLE_MS,
    application_name: 'lienthong',
    types: postgresTypes,
  })
  // A connection that the server closes, idle or at work, must not end the worker: its query fails and the pool makes a new one.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  const read = statementReader('postgres')
  return {
    async run(call) {
      call.signal.throwIfAborted()
      const statement = read(call.source, call.kind)
      const values = orderedValues(statement.names, call.values).map(toPostgres)
      const client = await pool.connect().catch((error: unknown) => {
        throw connectFault(error, host)
      })
      return withClient(client, call, host, statement.text, values)
    },
    close: () => pool.end(),
  }
}

async function withClient(
  client: pg.PoolClient,
  call: SqlCall,
  host: string,
  text: string,
  values: readonly unknown[],
): Promise<SqlResult> {
  let released = false
  const release = (broken: boolean): void => {
    if (released) return
    released = true
    client.release(broken)
  }
  // Leaving a statement half way means giving up its connection; the server then rolls back.
  const abort = (): void => release(true)
  call.signal.addEventListener('abort', abort, { once: true })
  try {
    const result = await inTransaction(client, call, host, text, values)
    release(false)
    return result
  } catch (error) {
    release(!(error instanceof FlowError) || error.data.class === 'transient')
    call.signal.throwIfAborted()
    throw faultOf(error, host, call.limits.timeoutMs)
  } finally {
    call.signal.removeEventListener('abort', abort)
    release(true)
  }
}

async function inTransaction(
  client: pg.PoolClient,
  call: SqlCall,
  host: string,
  text: string,
  values: readonly unknown[],
): Promise<SqlResult> {
  const mode = call.kind === 'query' ? 'READ ONLY' : 'READ WRITE'
  await client.query(`BEGIN ${mode}; SET LOCAL statement_timeout = ${Math.ceil(call.limits.timeoutMs)}`)
  try {
    const result =
      call.kind === 'query' ? await fetchRows(client, call, text, values) : await change(client, call, text, values)
    await client.query('COMMIT').catch((error: unknown) => {
      throw commitCut(error, host)
    })
    return result
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined)
    throw faultOf(error, host, call.limits.timeoutMs)
  }
}

/** A cursor gives the rows in pages, and PostgreSQL accepts only reading statements for it. */
async function fetchRows(
  client: pg.PoolClient,
  call: SqlCall,
  text: string,
  values: readonly unknown[],
): Promise<SqlResult> {
  await client.query({ text: `DECLARE lienthong_rows NO SCROLL CURSOR FOR ${text}`, values: [...values] })
  let collector: ReturnType<typeof rowCollector> | undefined
  while (true) {
    const wanted = Math.min(PAGE, call.limits.rows + 1 - (collector?.rows.length ?? 0))
    const page = await client.query<unknown[]>({ text: `FETCH ${wanted} FROM lienthong_rows`, rowMode: 'array' })
    collector ??= rowCollector(
      page.fields.map((column) => column.name),
      call.limits,
    )
    for (const row of page.rows) collector.add(row)
    if (page.rows.length < wanted) return { rows: collector.rows, changed: 0 }
  }
}

async function change(
  client: pg.PoolClient,
  call: SqlCall,
  text: string,
  values: readonly unknown[],
): Promise<SqlResult> {
  const result = await client.query<unknown[]>({ text, values: [...values], rowMode: 'array' })
  const collector = rowCollector(
    result.fields.map((column) => column.name),
    call.limits,
  )
  for (const row of result.rows) collector.add(row)
  const changes = ['INSERT', 'UPDATE', 'DELETE', 'MERGE'].includes(result.command)
  return { rows: collector.rows, changed: changes ? (result.rowCount ?? 0) : 0 }
}
