import { FlowError, permanent, retryable } from '#shared/errors/flow-error.ts'
import { findBadRow, isDataFault } from './bad-row.ts'
import type { Database, Limits, RowsCall, SqlCall, SqlResult } from './database.ts'
import { quotePath } from './names.ts'
import { createPool, type Pool } from './pool.ts'
import { orderedValues, statementReader } from './prepared.ts'
import { placeOf, type ServerAddress } from './server.ts'
import { commitFault, sqlServerFault } from './sqlserver-faults.ts'
import { rowsAtOnce, rowsStatements } from './sqlserver-rows.ts'
import { call, closeSession, execute, isAlive, openSession, type Session, transact } from './sqlserver-session.ts'

/** Opens SQL Server; connections are made when needed. On trial: tried against a stand-in that speaks TDS, not against a server. */
export function openSqlServer(address: ServerAddress): Database {
  const host = placeOf(address)
  const pool = createPool({
    size: address.poolSize,
    open: () => openSession(address),
    alive: isAlive,
    close: closeSession,
  })
  const read = statementReader('sqlserver')
  return {
    async run(given) {
      const { text, names } = read(given.source, given.kind)
      const values = orderedValues(names, given.values)
      return inTransaction(host, pool, given, (session) => runStatement(session, given, text, values))
    },
    writeRows: (given) =>
      inTransaction(host, pool, { ...given, kind: 'change' }, (session) => writeRows(session, given, host)),
    callProcedure: (given) =>
      inTransaction(host, pool, { ...given, kind: 'change' }, async (session) => {
        const name = quotePath(given.name, 'sqlserver')
        const { out, sets } = await call(session, name, given.parameters, given.limits)
        const asked = given.parameters.filter(({ direction }) => direction !== 'in')
        return { out: Object.fromEntries(asked.map(({ name: it }) => [it, out[it.replace(/^@/, '')] ?? null])), sets }
      }),
    async close() {
      pool.close()
    },
  }
}

/** What a piece of work is bounded by. */
interface Bounds {
  readonly kind: SqlCall['kind']
  readonly limits: Pick<Limits, 'timeoutMs'>
  readonly signal: AbortSignal
}

/** Does the work in one transaction and within its time; that of a query is always taken back, because SQL Server has none that only reads. */
async function inTransaction<T>(
  host: string,
  pool: Pool<Session>,
  { kind, limits, signal }: Bounds,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted()
  const session = await pool.take(signal)
  let late = false
  // The server is told to stop; where it does not answer to that, or works on nothing, the connection is closed and it rolls back.
  const abort = (): void => {
    if (!session.connection.cancel()) closeSession(session)
  }
  const timer = setTimeout(() => {
    late = true
    abort()
  }, limits.timeoutMs)
  signal.addEventListener('abort', abort, { once: true })
  if (signal.aborted) abort()
  try {
    await transact(session, 'beginTransaction')
    const done = await work(session)
    // A stop that came too late for the statement still stops the transaction.
    if (late || signal.aborted) throw retryable('sql.busy', { reason: 'stopped' })
    if (kind === 'query') await transact(session, 'rollbackTransaction')
    else
      await transact(session, 'commitTransaction').catch((error: unknown) => {
        throw commitFault(error, host)
      })
    pool.give(session, false)
    return done
  } catch (error) {
    // A connection with a transaction that may still be open is not used again.
    pool.give(session, true)
    if (error instanceof FlowError && error.data.code === 'connect.cut') throw error
    signal.throwIfAborted()
    if (late) throw retryable('connect.timeout', { host, seconds: limits.timeoutMs / 1000 })
    throw sqlServerFault(error, host)
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', abort)
  }
}

async function runStatement(
  session: Session,
  { kind, limits }: SqlCall,
  text: string,
  values: readonly unknown[],
): Promise<SqlResult> {
  // The time is kept by the transaction around it.
  const { sets, count } = await execute(session, text, values, { ...limits, timeoutMs: 0 })
  const [rows] = sets
  // What has no columns was no SELECT: WITH … DELETE and SELECT … INTO begin like one.
  if (kind === 'query' && rows === undefined) throw permanent('sql.changes-data')
  return { rows: rows ?? [], changed: kind === 'query' ? 0 : count }
}

/** Writes by statements of many rows; when one fails, the transaction is gone, and the bad row is looked for in others that are taken back. */
async function writeRows(session: Session, given: RowsCall, host: string): Promise<void> {
  const statement = rowsStatements(given)
  const size = rowsAtOnce(given.columns.length)
  const write = async (from: number, to: number): Promise<void> => {
    const { text, values } = statement(from, to)
    await execute(session, text, values, { timeoutMs: 0 }).catch((error: unknown) => {
      throw sqlServerFault(error, host)
    })
  }
  for (let from = 1; from <= given.rows.length; from += size) {
    const to = Math.min(given.rows.length, from + size - 1)
    try {
      await write(from, to)
    } catch (error) {
      if (!isDataFault(error)) throw error
      const first = from
      const alone = async (_low: number, middle: number): Promise<void> => {
        if (session.connection.inTransaction) await transact(session, 'rollbackTransaction')
        await transact(session, 'beginTransaction')
        await write(first, middle)
      }
      throw (await findBadRow(first, to, alone, given.columns)) ?? error
    }
  }
}
