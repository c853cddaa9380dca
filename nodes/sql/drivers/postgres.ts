import pg from 'pg'
import { FlowError } from '#shared/errors/flow-error.ts'
import type { Database, SqlCall, SqlResult } from './database.ts'
import { commitCut, connectFault, faultOf } from './postgres-faults.ts'
import { callPostgresProcedure } from './postgres-procedure.ts'
import { writePostgresRows } from './postgres-rows.ts'
import { postgresTypes, toPostgres } from './postgres-values.ts'
import { orderedValues, statementReader } from './prepared.ts'
import { rowCollector } from './rows.ts'
import { CONNECT_MS, IDLE_MS, placeOf, type ServerAddress, tlsOptions } from './server.ts'

/** Rows fetched at a time, so that a huge result is refused before it fills the memory. */
const PAGE = 500

/** Opens a pool; connections are made when needed. */
export function openPostgres(address: ServerAddress): Database {
  const { port, database, user, ssl, password, poolSize } = address
  const host = placeOf(address)
  const pool = new pg.Pool({
    port,
    database,
    user,
    ...(password === undefined ? {} : { password }),
    ssl: ssl === 'off' ? false : tlsOptions(address),
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
      const { text, names } = read(call.source, call.kind)
      const values = orderedValues(names, call.values).map(toPostgres)
      return inClient(address, pool, call, (client) =>
        call.kind === 'query' ? fetchRows(client, call, text, values) : change(client, call, text, values),
      )
    },
    writeRows: (call) =>
      inClient(address, pool, { ...call, kind: 'change' }, (client) => writePostgresRows(client, call, host)),
    callProcedure: (call) =>
      inClient(address, pool, { ...call, kind: 'change' }, (client) => callPostgresProcedure(client, call)),
    close: () => pool.end(),
  }
}

/** A new connection goes to the address that the name has now and that the egress policy lets through. */
async function connect(address: ServerAddress, pool: pg.Pool): Promise<pg.PoolClient> {
  if (pool.idleCount === 0) pool.options.host = await address.reach()
  return pool.connect()
}

/** What a piece of work is bounded by. */
interface Bounds {
  readonly kind: SqlCall['kind']
  readonly limits: Pick<SqlCall['limits'], 'timeoutMs'>
  readonly signal: AbortSignal
}

/** Does the work on a connection of its own, in one transaction. */
async function inClient<T>(
  address: ServerAddress,
  pool: pg.Pool,
  bounds: Bounds,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const host = placeOf(address)
  const { signal, limits } = bounds
  signal.throwIfAborted()
  const client = await connect(address, pool).catch((error: unknown) => {
    throw connectFault(error, host)
  })
  let released = false
  const release = (broken: boolean): void => {
    if (released) return
    released = true
    client.release(broken)
  }
  // Leaving a statement half way means giving up its connection; the server then rolls back.
  const abort = (): void => release(true)
  signal.addEventListener('abort', abort, { once: true })
  try {
    const result = await inTransaction(client, bounds, host, work)
    release(false)
    return result
  } catch (error) {
    release(!(error instanceof FlowError) || error.data.class === 'transient')
    signal.throwIfAborted()
    throw faultOf(error, host, limits.timeoutMs)
  } finally {
    signal.removeEventListener('abort', abort)
    release(true)
  }
}

async function inTransaction<T>(
  client: pg.PoolClient,
  { kind, limits }: Bounds,
  host: string,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const mode = kind === 'query' ? 'READ ONLY' : 'READ WRITE'
  await client.query(`BEGIN ${mode}; SET LOCAL statement_timeout = ${Math.ceil(limits.timeoutMs)}`)
  try {
    const result = await work(client)
    await client.query('COMMIT').catch((error: unknown) => {
      throw commitCut(error, host)
    })
    return result
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined)
    throw faultOf(error, host, limits.timeoutMs)
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
