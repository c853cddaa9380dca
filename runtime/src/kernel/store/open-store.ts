import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite, { type Database } from 'better-sqlite3'
import { whenFree } from '#runtime/engine/sqlite/when-free.ts'
import type { FlowError } from '#shared/errors/flow-error.ts'
import { guardStore } from './guard-store.ts'

const migrationsFolder = join(import.meta.dirname, 'migrations')

/** How long a statement waits for another process that writes. */
const BUSY_MS = 10_000

/** Why the kernel's database cannot be used. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
}

/**
 * Opens `kernel.db` in the data folder: WAL with an fsync a commit (design D14, asserted), foreign keys, newest schema. `onFatal` is told
 * when the disk failed in a way after which the process must stop.
 */
export function openStore(dataFolder: string, onFatal: (error: FlowError) => void = () => undefined): Database {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  const db = new Sqlite(join(dataFolder, 'kernel.db'), { timeout: BUSY_MS })
  whenFree(() => db.pragma('journal_mode = WAL'), BUSY_MS)
  db.pragma('synchronous = FULL')
  db.pragma('foreign_keys = ON')
  db.pragma('trusted_schema = OFF')
  const journal = db.pragma('journal_mode', { simple: true })
  const synchronous = db.pragma('synchronous', { simple: true })
  if (journal !== 'wal' || synchronous !== 2) {
    throw new StoreError(`SQLite refuses durable settings (journal ${journal}, synchronous ${synchronous})`)
  }
  migrate(db)
  guardStore(db, onFatal)
  return db
}

/** Runs the numbered migrations that this database has not seen, each whole or not at all. */
function migrate(db: Database): void {
  const files = readdirSync(migrationsFolder).filter((file) => /^\d{3}-.*\.sql$/.test(file))
  files.sort()
  const apply = db.transaction(() => {
    const done = Number(db.pragma('user_version', { simple: true }))
    if (done > files.length) {
      throw new StoreError(`kernel.db has schema ${done}, this release knows ${files.length}. Use a newer release.`)
    }
    for (const file of files.slice(done)) db.exec(readFileSync(join(migrationsFolder, file), 'utf8'))
    db.pragma(`user_version = ${files.length}`)
  })
  apply.immediate()
}
