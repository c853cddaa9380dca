import { FlowError, permanent, retryable } from '#shared/errors/flow-error.ts'
import type { Database, Limits, SqlCall, SqlResult } from './database.ts'
import { isLost, lostFault, mysqlFault } from './mysql-faults.ts'
import { callMysqlProcedure } from './mysql-procedure.ts'
import { resultSets } from './mysql-results.ts'
import { writeMysqlRows } from './mysql-rows.ts'
import { closeSession, isAlive, openSession, type Session, statement } from './mysql-session.ts'
import { createPool, type Pool } from './pool.ts'
import { orderedValues, statementReader } from './prepared.ts'
import { placeOf, type ServerAddress } from './server.ts'

/** How long a statement that was told to stop may take to do so, in milliseconds, before its connection is given up. */
const STOP_MS = 3000

/** Opens MariaDB or MySQL; connections are made when needed. */
export function openMysql(address: ServerAddress): Database {
  const pool = createPool({
    size: address.poolSize,
    open: () => openSession(address),
    alive: isAlive,
    close: closeSession,
  })
  const read = statementReader('mysql')
  return {
    async run(call) {
      const { text, names } = read(call.source, call.kind)
      const values = orderedValues(names, call.values)
      return inTransaction(address, pool, call, (session) => runStatement(session, text, values, call.limits))
    },
    writeRows: (call) =>
      inTransaction(address, pool, { ...call, kind: 'change' }, (session) =>
        writeMysqlRows(session, call, placeOf(address)),
      ),
    callProcedure: (call) =>
      inTransaction(address, pool, { ...call, kind: 'change' }, (session) => callMysqlProcedure(session, call)),
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

/** Does the work in one transaction and within its time; a query in one that can only read. */
async function inTransaction<T>(
  address: ServerAddress,
  pool: Pool<Session>,
  bounds: Bounds,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const { limits, signal } = bounds
  signal.throwIfAborted()
  const session = await pool.take(signal)
  const stop = stopper(address, session, limits.timeoutMs, signal)
  try {
    const done = await transaction(session, placeOf(address), bounds.kind, async (given) => {
      const result = await work(given)
      // Some work ends early without an error when it is told to stop (SLEEP does), and half of it must not count.
      if (stop.reason !== undefined) throw retryable('sql.busy', { reason: 'stopped' })
      return result
    })
    await stop.clear()
    pool.give(session, stop.reason !== undefined)
    return done
  } catch (error) {
    await stop.clear()
    pool.give(session, stop.reason !== undefined || !(error instanceof FlowError) || error.data.class === 'transient')
    if (error instanceof FlowError && error.data.code === 'sql.not-undone') throw error
    signal.throwIfAborted()
    if (stop.reason === 'time')
      throw retryable('connect.timeout', { host: placeOf(address), seconds: limits.timeoutMs / 1000 })
    throw mysqlFault(error, placeOf(address))
  }
}

async function transaction<T>(
  session: Session,
  host: string,
  kind: SqlCall['kind'],
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const changing = kind === 'change'
  await statement(session, changing ? 'START TRANSACTION' : 'START TRANSACTION READ ONLY').catch((error: unknown) => {
    throw isLost(error) ? lostFault(error, host, false) : mysqlFault(error, host)
  })
  try {
    const done = await work(session)
    await statement(session, 'COMMIT')
    return done
  } catch (error) {
    if (isLost(error)) throw lostFault(error, host, changing)
    const fault = mysqlFault(error, host)
    const undone = await statement(session, 'ROLLBACK').catch(() => undefined)
    // Tables without transactions (MyISAM) keep what was written; the server says so by a warning.
    if (changing && undone && undone.warningStatus > 0)
      throw permanent('sql.not-undone', { reason: fault.data.message }, fault.data.details)
    throw fault
  }
}

/** Stops the statement at the server when its time is up or the step is aborted, since the server would go on without us. */
function stopper(address: ServerAddress, session: Session, timeoutMs: number, signal: AbortSignal) {
  const state: { reason: 'time' | 'abort' | undefined; stopping: Promise<void> } = {
    reason: undefined,
    stopping: Promise.resolve(),
  }
  const stop = (reason: 'time' | 'abort'): void => {
    if (state.reason !== undefined) return
    state.reason = reason
    state.stopping = killQuery(address, session.thread).catch(() => undefined)
    const late = setTimeout(() => session.socket.destroy(), STOP_MS)
    session.socket.once('close', () => clearTimeout(late))
  }
  const timer = setTimeout(stop, timeoutMs, 'time')
  const abort = (): void => stop('abort')
  signal.addEventListener('abort', abort, { once: true })
  if (signal.aborted) abort()
  return {
    get reason() {
      return state.reason
    },
    /** Waits for a stop that is under way, so that it cannot hit the next statement. */
    async clear() {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
      await state.stopping
    },
  }
}

async function killQuery(address: ServerAddress, thread: number): Promise<void> {
  const other = await openSession(address)
  try {
    await statement(other, `KILL QUERY ${thread}`)
  } finally {
    closeSession(other)
  }
}

/** The rows of the first result set; a procedure may give more, which `callProcedure` takes. */
async function runStatement(
  session: Session,
  text: string,
  values: readonly unknown[],
  limits: Limits,
): Promise<SqlResult> {
  const { sets, changed } = await resultSets(session, text, values, limits)
  return { rows: sets[0] ?? [], changed }
}
