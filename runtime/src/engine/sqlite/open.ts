import type { FlowError } from '#shared/errors/flow-error.ts'
import type { Engine, Instant } from '../engine.ts'
import { createLeaseClock } from '../lease-clock.ts'
import { createAccepting } from './accept.ts'
import { createAftermath } from './aftermath.ts'
import { createAnswers } from './answers.ts'
import { createBlobs } from './blobs.ts'
import { createCallbacks } from './callbacks.ts'
import { createClaims } from './claim.ts'
import { createCommit } from './commit.ts'
import { type Connection, openConnection } from './connection.ts'
import { createGroupCommit, type GroupCommit } from './group-commit.ts'
import { createGroups } from './groups.ts'
import { createHistory } from './history.ts'
import { createJournal } from './journal.ts'
import { migrate, readMigrations } from './migrate.ts'
import { createNews } from './news.ts'
import { createPayloads } from './payloads.ts'
import { createRepair } from './repair.ts'
import { createRetention } from './retention.ts'
import { createSequence } from './sequence.ts'
import { storageError } from './storage-errors.ts'
import { createTally } from './tally.ts'
import { createTimers } from './timers.ts'
import { createWaitTable } from './waits.ts'

/** Where the embedded engine keeps its runs. */
export interface SqliteEngineOptions {
  /** The database file, on a local disk; several processes may open it. */
  readonly path: string
  /** The folder for large payloads, on the same machine. */
  readonly blobs: string
  /** How long a lease lasts without renewal; 15 s unless told. */
  readonly leaseMs?: number
  clock(): Instant
  /** Milliseconds of a clock that nobody sets; with it a jump of `clock` ends no lease (`lease-clock.ts`). */
  readonly steady?: (() => number) | undefined
  /**
   * Told when the disk failed in a way after which this process must not go on (failed fsync, damaged file). It should end the
   * process; unless told, the error is thrown outside every promise, which ends it.
   */
  readonly onFatal?: (error: FlowError) => void
}

/** The embedded engine, with counts of its transactions. */
export interface SqliteEngine extends Engine {
  readonly stats: GroupCommit['stats']
}

/** An unfinished blob older than this belongs to a process that has gone. */
const ABANDONED_MS = 3_600_000

/**
 * Opens the engine on a SQLite file, creating or migrating it. Throws `engine.storage` when commits would not be durable there,
 * `engine.newer-schema` when a newer release has written the file, `engine.busy` when another process keeps it locked.
 */
export function openSqliteEngine(options: SqliteEngineOptions): SqliteEngine {
  const db = openConnection(options.path)
  try {
    migrate(db, readMigrations(), options.clock())
  } catch (error) {
    db.close()
    throw storageError(error)
  }
  return assembleEngine(db, options)
}

/** Puts the engine together on an open, migrated connection, which it closes. */
export function assembleEngine(db: Connection, options: Omit<SqliteEngineOptions, 'path'>): SqliteEngine {
  const { clock, steady, leaseMs = 15_000, onFatal = throwOutside } = options
  const leases = createLeaseClock(clock, steady, leaseMs)
  const tally = createTally(db)
  const group = createGroupCommit(db, tally, { onFatal })
  const blobs = createBlobs(options.blobs, clock, group.fail)
  const payloads = createPayloads(blobs)
  const journal = createJournal(db)
  const news = createNews(db, journal)
  const aftermath = createAftermath(db, news, tally)
  const callbacks = createCallbacks(db)
  const waits = createWaitTable(db, journal, callbacks)
  const sequence = createSequence()
  const parts = { db, group, journal, tally, payloads, aftermath, waits, sequence, leases, leaseMs, clock }
  const accepting = createAccepting(parts)
  const { commit, intend } = createCommit({ ...parts, accepting })
  void blobs.sweep(clock() - ABANDONED_MS)

  return {
    accept: accepting.accept,
    commit,
    intend,
    ...createClaims({ ...parts, commit }),
    ...createRepair(parts),
    ...createTimers(parts),
    waits: createAnswers({ ...parts, callbacks, news }),
    groups: createGroups(parts),
    history: createHistory(parts),
    retention: createRetention({ ...parts, blobs }),
    stats: group.stats,
    close: group.close,
  }
}

function throwOutside(error: FlowError): void {
  setImmediate(() => {
    throw error
  })
}
