import { closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import Database from 'better-sqlite3'
import { retryable } from '#shared/errors/flow-error.ts'
import { storageError } from './storage-errors.ts'
import { whenFree } from './when-free.ts'

/** An open connection to the file of runs. */
export type Connection = Database.Database

/** How long a call waits for another process's transaction before it is refused with `engine.busy`. */
export const BUSY_MS = 5000

/**
 * Opens the file of runs with the settings that make a commit durable, creating file and folder when absent. Throws `engine.storage`
 * when the file system cannot hold them (a network file system has no WAL) and `engine.busy` when another process keeps it locked.
 */
export function openConnection(path: string): Connection {
  const file = resolve(path)
  try {
    mkdirSync(dirname(file), { recursive: true })
    const db = new Database(file, { timeout: BUSY_MS })
    try {
      setUp(db)
      assertDurable(db)
    } catch (error) {
      db.close()
      throw error
    }
    // The names of the database and of its folder must survive too.
    syncFolder(dirname(file))
    syncFolder(dirname(dirname(file)))
    return db
  } catch (error) {
    throw storageError(error)
  }
}

function setUp(db: Connection): void {
  // Before the first table: only then can pages that pruning frees be given back to the file system.
  db.pragma('auto_vacuum = INCREMENTAL')
  whenFree(() => db.pragma('journal_mode = WAL'), BUSY_MS)
  // The log is synced before each checkpoint and when it begins anew; after each commit by `log-sync.ts`, when the lock is free again.
  db.pragma('synchronous = NORMAL')
  // On macOS an ordinary fsync leaves the data in the drive's cache.
  db.pragma('fullfsync = ON')
  db.pragma('checkpoint_fullfsync = ON')
  // Above what the log grows to between two checkpoints: a log cut shorter would have to be allocated again, and its syncs be slower.
  db.pragma('journal_size_limit = 50331648')
  db.pragma('foreign_keys = ON')
  db.pragma('temp_store = MEMORY')
  // A WAL recovered after a kill may hold commits that were never synced. Its checkpoint syncs it, so that nobody is told
  // "duplicate, already accepted" from data that a power cut could still take back.
  db.pragma('wal_checkpoint(PASSIVE)')
}

/** Throws `engine.storage` unless a commit on this connection survives power loss once its log is synced: journal mode WAL, synchronous not OFF. */
export function assertDurable(db: Connection): void {
  const mode = db.pragma('journal_mode', { simple: true })
  if (mode !== 'wal') throw retryable('engine.storage', { reason: `journal_mode is ${String(mode)}, not wal` })
  const level = db.pragma('synchronous', { simple: true })
  if (level !== 1 && level !== 2 && level !== 3)
    throw retryable('engine.storage', { reason: `synchronous is ${String(level)}, not NORMAL` })
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
