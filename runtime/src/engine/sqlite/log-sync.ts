import { closeSync, fdatasyncSync, fstatSync, openSync, statSync } from 'node:fs'
import type { Connection } from './connection.ts'

/**
 * Puts the write-ahead log on the disk. SQLite itself would do it inside the commit, while it keeps the write lock; done here after the
 * commit, the processes wait for the disk side by side (`runtime/decisions/0008-sync-after-the-lock.md`). Who has not synced may tell nobody.
 */
export interface LogSync {
  /** Returns when everything that any process has committed before is on the disk. Throws when the disk says that it is not. */
  sync(): void
  close(): void
}

/** Keeps the log of an open connection open a second time. A log has no locks of its own that closing it could drop. */
export function createLogSync(db: Connection): LogSync {
  // Whoever has read keeps the log from being removed by the last other process that closes the database.
  db.pragma('user_version')
  const path = `${db.name}-wal`
  const log = openSync(path, 'r+')
  if (fstatSync(log).ino !== statSync(path).ino) throw new Error(`${path} was replaced while it was opened`)
  return {
    // The log grows, and its length must be on the disk too: fdatasync writes what is needed to read the data back (POSIX).
    sync: () => fdatasyncSync(log),
    close: () => closeSync(log),
  }
}
