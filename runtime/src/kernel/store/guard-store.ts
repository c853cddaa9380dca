import type { Database, Statement, Transaction } from 'better-sqlite3'
import type { FlowError } from '#shared/errors/flow-error.ts'
import { storageFault } from '../../engine/sqlite/storage-errors.ts'

/**
 * Watches a database for faults of the disk. They are thrown as typed errors; after a write or sync that failed in such a way that nobody
 * knows what is on the disk, `onFatal` is told once and every further write is refused, since the next sync may report success for data
 * that are gone. What is read goes on being read.
 */
export function guardStore(db: Database, onFatal: (error: FlowError) => void): void {
  let failed: FlowError | undefined
  function guarded<T>(writes: boolean, work: () => T): T {
    if (failed && writes) throw failed
    try {
      return work()
    } catch (thrown) {
      const fault = storageFault(thrown)
      if (fault.kind === 'fatal' && writes && !failed) {
        failed = fault.error
        onFatal(failed)
      }
      throw fault.error
    }
  }

  const prepare = db.prepare.bind(db)
  const transaction = db.transaction.bind(db)
  override(db, 'prepare', (sql: string) => {
    const statement: Statement = prepare(sql)
    const writes = !statement.readonly
    for (const name of ['run', 'get', 'all'] as const) {
      const method = statement[name].bind(statement)
      override(statement, name, (...values: unknown[]) => guarded(writes, () => method(...values)))
    }
    return statement
  })
  override(db, 'transaction', (work: (...values: unknown[]) => unknown) => {
    const made: Transaction = transaction(work)
    const watched =
      (run: (...values: unknown[]) => unknown) =>
      (...values: unknown[]) =>
        guarded(true, () => run(...values))
    return Object.assign(watched(made), {
      default: watched(made.default),
      deferred: watched(made.deferred),
      immediate: watched(made.immediate),
      exclusive: watched(made.exclusive),
    })
  })
}

function override(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, configurable: true })
}
