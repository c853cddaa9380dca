import type { Connection } from './connection.ts'

/**
 * Pages in the log from which it is copied into the database: 16 MB, as much as the log is kept at. Pages that every message touches are
 * copied back a quarter as often as with SQLite's 1,000.
 */
const FULL_LOG = 4000
/** Transactions between two looks at the log: a look costs a microsecond or two, a transaction writes some 6 to 60 pages. */
const LOOK_EVERY = 16

/**
 * Copies the log into the database when it has grown. SQLite does that by itself too, but keeps quiet about a write or sync of the
 * database that fails then; here it throws, so that the process can stop (reliability rule: never go on after a failed sync).
 */
export interface Checkpoint {
  /** To be called after each transaction, outside it. */
  look(): void
}

/** Takes the checkpoints of a connection over from SQLite. */
export function createCheckpoint(db: Connection): Checkpoint {
  db.pragma('wal_autocheckpoint = 0')
  const state = db.prepare<[], { log: number; checkpointed: number }>('pragma wal_checkpoint(noop)')
  const copy = db.prepare('pragma wal_checkpoint(passive)')
  let transactions = 0
  return {
    look() {
      if (++transactions < LOOK_EVERY) return
      transactions = 0
      const { log = 0, checkpointed = 0 } = state.get() ?? {}
      if (log >= FULL_LOG && checkpointed < log) copy.get()
    },
  }
}
