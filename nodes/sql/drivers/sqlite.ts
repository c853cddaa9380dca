import { basename } from 'node:path'
import Sqlite from 'better-sqlite3'
import { FlowError, permanent, retryable } from '#shared/errors/flow-error.ts'
import { badRow, isDataFault } from './bad-row.ts'
import type { Database, Limits, RowsCall, SqlCall, SqlResult } from './database.ts'
import { explainedSqlite } from './explained.ts'
import { quoteName, quotePath } from './names.ts'
import { orderedValues, statementReader } from './prepared.ts'
import { rowCollector } from './rows.ts'

/** How long a statement waits for another writer before it is given back to the retry policy; it blocks the worker meanwhile. */
const BUSY_MS = 250

const PROCEDURES = { vi: 'thủ tục', en: 'stored procedures' }

/** Opens an existing SQLite file. Throws `connect.unreachable` when there is none. */
export function openSqlite(file: string): Database {
  let db: Sqlite.Database
  try {
    db = new Sqlite(file, { fileMustExist: true, timeout: BUSY_MS })
    db.pragma('synchronous = FULL')
  } catch (error) {
    throw openFault(error, file)
  }
  const read = statementReader('sqlite')
  return {
    async run(call) {
      call.signal.throwIfAborted()
      const statement = read(call.source, call.kind)
      const values = orderedValues(statement.names, call.values).map(toSqlite)
      // Closed under us when the connection's settings changed: the next try opens the new one.
      if (!db.open) throw retryable('sql.busy', { reason: 'closed' })
      try {
        return runPrepared(db, statement.text, values, call)
      } catch (error) {
        throw faultOf(error)
      }
    },
    async writeRows(call) {
      call.signal.throwIfAborted()
      if (!db.open) throw retryable('sql.busy', { reason: 'closed' })
      writeSqliteRows(db, call)
    },
    async callProcedure() {
      throw permanent('sql.unsupported', { database: 'SQLite', what: PROCEDURES })
    },
    async close() {
      db.close()
    },
  }
}

function runPrepared(db: Sqlite.Database, text: string, values: readonly unknown[], call: SqlCall): SqlResult {
  const prepared = db.prepare<unknown[], unknown[]>(text).safeIntegers(true)
  if (call.kind === 'query') {
    if (!prepared.reader || !prepared.readonly) throw permanent('sql.changes-data')
    return { rows: collect(prepared, values, call.limits), changed: 0 }
  }
  if (!prepared.reader) return { rows: [], changed: Number(prepared.run(...values).changes) }
  // RETURNING: rows come while the change runs, so a result beyond the limits must take the change back.
  const before = totalChanges(db)
  const rows = db.transaction(() => collect(prepared, values, call.limits))()
  return { rows, changed: totalChanges(db) - before }
}

function totalChanges(db: Sqlite.Database): number {
  return Number(db.prepare<[], number>('SELECT total_changes()').pluck().get())
}

function collect(
  prepared: Sqlite.Statement<unknown[], unknown[]>,
  values: readonly unknown[],
  limits: Limits,
): SqlResult['rows'] {
  const columns = prepared.columns().map((column) => column.name)
  const collector = rowCollector(columns, limits)
  for (const row of prepared.raw(true).iterate(...values)) collector.add(row.map(fromSqlite))
  return collector.rows
}

function writeSqliteRows(db: Sqlite.Database, call: RowsCall): void {
  const { table, columns, rows } = call
  try {
    const insert = db.prepare<unknown[]>(insertText(call))
    const all = db.transaction(() => {
      for (const [at, row] of rows.entries()) {
        try {
          insert.run(...row.map(toSqlite))
        } catch (error) {
          const fault = faultOf(error)
          if (!isDataFault(fault)) throw fault
          const column = columns.find((name) => fault.data.message.en.endsWith(`${table}.${name}`))
          throw badRow(at + 1, column, fault)
        }
      }
    })
    all.immediate()
  } catch (error) {
    throw faultOf(error)
  }
}

function insertText({ table, columns, existing, keys }: RowsCall): string {
  const names = columns.map((column) => quoteName(column, 'sqlite'))
  const conflict = keys.length === 0 ? '' : `(${keys.map((key) => quoteName(key, 'sqlite')).join(', ')}) `
  const changed = columns.filter((column) => !keys.includes(column)).map((column) => quoteName(column, 'sqlite'))
  const set = changed.map((name) => `${name} = excluded.${name}`).join(', ')
  const then = existing === 'skip' || set === '' ? 'DO NOTHING' : `DO UPDATE SET ${set}`
  const into = `INSERT INTO ${quotePath(table, 'sqlite')} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`
  return existing === 'fail' ? into : `${into} ON CONFLICT ${conflict}${then}`
}

/** SQLite has no booleans and no JSON type: 1/0 and JSON text. */
function toSqlite(value: unknown): unknown {
  if (value === undefined || value === null) return null
  if (typeof value === 'boolean') return value ? 1 : 0
  return typeof value === 'object' ? JSON.stringify(value) : value
}

function fromSqlite(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString()
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value
}

function openFault(error: unknown, file: string): FlowError {
  const reason = error instanceof Error ? error.message : String(error)
  return retryable('connect.unreachable', { host: basename(file), reason })
}

function faultOf(error: unknown): FlowError {
  if (error instanceof FlowError) return error
  const code = error instanceof Sqlite.SqliteError ? error.code : ''
  const reason = (error instanceof Error ? error.message : String(error)).slice(0, 300)
  const said = explainedSqlite(reason)
  const details = code === '' ? {} : { sqlite: code }
  if (/^SQLITE_(?:BUSY|LOCKED|FULL|IOERR|CANTOPEN|PROTOCOL)/.test(code))
    return retryable('sql.busy', { reason: said }, details)
  if (code.startsWith('SQLITE_CONSTRAINT')) return permanent('sql.constraint', { reason: said }, details)
  if (code.startsWith('SQLITE_READONLY') || code === 'SQLITE_PERM')
    return permanent('sql.auth', { reason: said }, details)
  return permanent('sql.failed', { reason: said }, details)
}
