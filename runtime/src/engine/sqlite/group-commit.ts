import type { FlowError } from '#shared/errors/flow-error.ts'
import { retryable } from '#shared/errors/flow-error.ts'
import { createCheckpoint } from './checkpoint.ts'
import { BUSY_MS, type Connection } from './connection.ts'
import { createLogSync, type LogSync } from './log-sync.ts'
import { type StoreFault, storageError, storageFault, storeFault } from './storage-errors.ts'
import type { Tally } from './tally.ts'
import { createWriteLock } from './write-lock.ts'

/**
 * Most calls in one transaction: of 64 p99 is a few milliseconds, of 1,000 it was 31 ms (design D17). Measured, accept + end of a message of
 * 0.9 KB with its sync: 4,200/s one by one (125 µs of CPU each), 22,000/s with 10 in flight (30 µs), 34,000–48,000/s with 64 (19 µs).
 */
export const MAX_CALLS = 64

/** How often calls that wait for space on the disk are tried again. */
const PAUSE_MS = 250

/** The one writer of a process: calls made in the same turn of the event loop share a transaction and its fsync. */
export interface GroupCommit {
  /**
   * Runs `work` inside the next shared transaction and resolves once it is on the disk. `work` may run twice, so it must only
   * touch the database and the tally. Its own failure is its caller's only; the other calls of the transaction go on.
   */
  write<T>(work: () => T): Promise<T>
  /**
   * The same for what has happened already, such as an answer of a partner: where `write` is refused because the disk is full, cannot
   * be written or is locked by another process, this waits until it goes on (or is closed).
   */
  persist<T>(work: () => T): Promise<T>
  /** Runs a reading query; faults of the store come as typed errors. */
  read<T>(work: () => T): T
  /** Stops everything: for a failure after which the state of the disk is not known. */
  fail(error: FlowError): void
  /** Writes what is waiting, then refuses further calls. */
  close(): Promise<void>
  readonly stats: { readonly transactions: number; readonly calls: number }
}

interface Call {
  work(): unknown
  /** Is tried again rather than refused. */
  readonly waits: boolean
  resolve(value: unknown): void
  reject(error: unknown): void
  outcome?: { readonly value: unknown } | { readonly error: unknown }
}

/** `onFatal` is told once when the process must stop; everything after it is refused. `busyMs`: the wait for other processes. */
interface Options {
  readonly onFatal: (error: FlowError) => void
  readonly busyMs?: number
  readonly log?: LogSync
}

/** Makes the writer of a connection. */
export function createGroupCommit(db: Connection, tally: Tally, options: Options): GroupCommit {
  const { onFatal, busyMs = BUSY_MS, log = createLogSync(db) } = options
  // The wait for another process's transaction happens between turns of the event loop; inside SQLite it would stop this process.
  db.pragma('busy_timeout = 0')
  const lock = createWriteLock(db)
  const commit = db.prepare('commit')
  const rollback = db.prepare('rollback')
  const savepoint = db.prepare('savepoint a_call')
  const release = db.prepare('release a_call')
  const undo = db.prepare('rollback to a_call')
  const checkpoint = createCheckpoint(db)
  const stats = { transactions: 0, calls: 0 }
  const queue: Call[] = []
  let scheduled = false
  let apart = false
  /** So many calls at the head of the queue wait for the disk; they go alone, so that others cannot crowd them out again. */
  let held = 0
  /** Another process has kept the lock for longer than anybody waits: who comes now is not kept waiting for long. */
  let locked = false
  let stopped: FlowError | undefined
  let patience: { readonly timer: NodeJS.Timeout; readonly calls: number; readonly since: number } | undefined
  let drained: (() => void) | undefined
  let closing: Promise<void> | undefined

  function schedule(): void {
    if (scheduled) return
    scheduled = true
    setImmediate(flush)
  }

  function flush(): void {
    scheduled = false
    if (queue.length === 0) return
    const fault = lock.take()
    if (fault) return fault === 'busy' ? waitForLock() : refuse(fault, queue.length)
    clearTimeout(patience?.timer)
    patience = undefined
    locked = false
    const calls = queue.splice(0, Math.min(held || MAX_CALLS, MAX_CALLS))
    const outcome = transact(calls)
    if (outcome === 'settled') {
      held = Math.max(0, held - calls.length)
      if (!synced()) return rejectAll(calls, stopped)
      settle(calls)
      copyLog()
    } else {
      queue.unshift(...calls)
      if (outcome !== 'again') return refuse(outcome, calls.length)
    }
    if (queue.length > 0) schedule()
    else drained?.()
  }

  /** Before the answers, and outside the lock. After a failed sync nobody knows what is on the disk, whatever the reason. */
  function synced(): boolean {
    try {
      log.sync()
      return true
    } catch (thrown) {
      stop(storeFault(thrown).error)
      return false
    }
  }

  /** After the answers: what they tell is in the log already. */
  function copyLog(): void {
    try {
      checkpoint.look()
    } catch (thrown) {
      const fault = storageFault(thrown)
      // On a full disk the log stays as it is, and holds everything.
      if (fault.kind === 'fatal') fail(fault.error)
    }
  }

  /** `again`: the calls must run once more, each under its own savepoint. A fault: the store took nothing. */
  function transact(calls: readonly Call[]): 'settled' | 'again' | StoreFault {
    tally.undo(0)
    try {
      for (const call of calls) call.outcome = apart ? guarded(call) : { value: call.work() }
      tally.flush()
      commit.run()
      stats.transactions++
      stats.calls += calls.length
      apart = false
      return 'settled'
    } catch (thrown) {
      if (db.inTransaction) rollback.run()
      const fault = storageFault(thrown)
      // Savepoints for every call would cost a tenth of the batch; failing calls are rare, so only their batch pays, by running twice.
      if (fault.kind === 'call' && !apart) {
        apart = true
        return 'again'
      }
      apart = false
      if (fault.kind !== 'call') return fault
      for (const call of calls) call.outcome = { error: fault.error }
      return 'settled'
    }
  }

  function guarded(call: Call): NonNullable<Call['outcome']> {
    const mark = tally.mark()
    savepoint.run()
    try {
      const value = call.work()
      release.run()
      return { value }
    } catch (thrown) {
      if (storageFault(thrown).kind !== 'call') throw thrown
      tally.undo(mark)
      undo.run()
      release.run()
      return { error: thrown }
    }
  }

  /** Answers the first calls of the queue when the store takes nothing: those that can wait go on waiting. */
  function refuse(fault: StoreFault, first: number): void {
    if (fault.kind === 'fatal') return stop(fault.error)
    if (fault.kind === 'busy') return waitForLock()
    held = rejectImpatient(held > 0 ? queue.length : first, fault.error)
    if (queue.length === 0) return drained?.()
    scheduled = true
    setTimeout(flush, held > 0 ? PAUSE_MS : 0)
  }

  function waitForLock(): void {
    const timer = (): NodeJS.Timeout => setTimeout(giveUp, locked ? PAUSE_MS : busyMs)
    patience ??= { timer: timer(), calls: queue.length, since: performance.now() }
    scheduled = true
    lock.wait(patience.since, flush)
  }

  function giveUp(): void {
    rejectImpatient(patience?.calls ?? 0, retryable('engine.busy'))
    patience = undefined
    locked = true
    if (queue.length === 0) drained?.()
  }

  /** Rejects those of the first calls that do not wait (when closing, nobody may); answers how many stay. */
  function rejectImpatient(first: number, error: FlowError): number {
    const calls = queue.splice(0, first)
    const staying = calls.filter((call) => call.waits && !closing)
    queue.unshift(...staying)
    rejectAll(
      calls.filter((call) => !staying.includes(call)),
      error,
    )
    return staying.length
  }

  function stop(error: FlowError): void {
    rejectAll(queue.splice(0), error)
    fail(error)
    drained?.()
  }

  function fail(error: FlowError): void {
    if (stopped) return
    stopped = error
    rejectAll(queue.splice(0), error)
    onFatal(error)
  }

  /** A reader is only in the way of a process that recovers the log after a kill, for some milliseconds. */
  function patiently<T>(work: () => T): T {
    db.pragma(`busy_timeout = ${busyMs}`)
    try {
      return work()
    } catch (error) {
      throw storageError(error)
    } finally {
      db.pragma('busy_timeout = 0')
    }
  }

  function enqueue<T>(work: () => T, waits: boolean): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (stopped || closing) return reject(stopped ?? closed())
      queue.push({ work, waits, resolve: (value) => resolve(value as T), reject })
      schedule()
    })
  }

  async function shut(): Promise<void> {
    if (queue.length > 0) await new Promise<void>((resolve) => (drained = resolve))
    stopped ??= closed()
    log.close()
    db.close()
  }

  return {
    stats,
    fail,
    write: (work) => enqueue(work, false),
    persist: (work) => enqueue(work, true),
    read(work) {
      if (stopped) throw stopped
      try {
        return work()
      } catch (error) {
        if (storageFault(error).kind !== 'busy') throw storageError(error)
        return patiently(work)
      }
    },
    close() {
      closing ??= shut()
      return closing
    },
  }
}

function closed(): FlowError {
  return retryable('engine.storage', { reason: 'closed' })
}

function settle(calls: readonly Call[]): void {
  for (const call of calls) {
    if (call.outcome && 'value' in call.outcome) call.resolve(call.outcome.value)
    else call.reject(call.outcome?.error)
  }
}

function rejectAll(calls: readonly Call[], error: unknown): void {
  for (const call of calls) call.reject(error)
}
