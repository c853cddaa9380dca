import type { FlowError } from '#shared/errors/flow-error.ts'
import { retryable } from '#shared/errors/flow-error.ts'
import { BUSY_MS, type Connection } from './connection.ts'
import { type StorageFault, storageError, storageFault } from './storage-errors.ts'
import type { Tally } from './tally.ts'

/**
 * Most calls in one transaction: of 64 p99 is a few milliseconds, of 1,000 it was 31 ms (design D17). Measured, accept + end of a message of
 * 0.9 KB at FULL: 4,200/s one by one (125 µs of CPU each), 22,000/s with 10 in flight (30 µs), 34,000–48,000/s with 64 (19 µs).
 */
export const MAX_CALLS = 64

/**
 * How a lock of another process is waited for. Its transaction takes less than the shortest timer, so for the first milliseconds the
 * lock is tried on every turn of the event loop, and a turn that had nothing else to do naps in between; after that a timer. Measured with
 * two workers on one disk, 10 connections to a stored flow: 1.2–1.6 times the requests of the timer alone. Waiting inside SQLite
 * (busy_timeout), whose steps grow to 100 ms, starved two processes that write all the time for up to 431 ms, four for 1.9 s.
 */
const EAGER_MS = 5
const IDLE_TURN_MS = 0.03
const NAP_MS = 0.05
const RETRY_MS = 1

/** The one writer of a process: calls made in the same turn of the event loop share a transaction and its fsync. */
export interface GroupCommit {
  /**
   * Runs `work` inside the next shared transaction and resolves once it is on the disk. `work` may run twice, so it must only
   * touch the database and the tally. Its own failure is its caller's only; the other calls of the transaction go on.
   */
  write<T>(work: () => T): Promise<T>
  /** Runs a reading query; faults of the store come as typed errors. */
  read<T>(work: () => T): T
  /** Stops everything: for a failure after which the state of the disk is not known. */
  fail(error: FlowError): void
  /** Writes what is waiting, then refuses further calls. */
  close(): Promise<void>
  readonly stats: { readonly transactions: number; readonly calls: number }
}

/** Nobody ever wakes it. */
const napping = new Int32Array(new SharedArrayBuffer(4))

interface Call {
  work(): unknown
  resolve(value: unknown): void
  reject(error: unknown): void
  outcome?: { readonly value: unknown } | { readonly error: unknown }
}

/** `onFatal` is told once when the process must stop; everything after it is refused. `busyMs`: the wait for other processes. */
interface Options {
  readonly onFatal: (error: FlowError) => void
  readonly busyMs?: number
}

/** Makes the writer of a connection. */
export function createGroupCommit(db: Connection, tally: Tally, { onFatal, busyMs = BUSY_MS }: Options): GroupCommit {
  // The wait for another process's transaction happens between turns of the event loop; inside SQLite it would stop this process.
  db.pragma('busy_timeout = 0')
  const begin = db.prepare('begin immediate')
  const commit = db.prepare('commit')
  const rollback = db.prepare('rollback')
  const savepoint = db.prepare('savepoint a_call')
  const release = db.prepare('release a_call')
  const undo = db.prepare('rollback to a_call')
  const stats = { transactions: 0, calls: 0 }
  const queue: Call[] = []
  let scheduled = false
  let apart = false
  let stopped: FlowError | undefined
  let patience: { readonly timer: NodeJS.Timeout; readonly calls: number; readonly since: number } | undefined
  let triedAt = 0
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
    try {
      begin.run()
    } catch (error) {
      return refused(storageFault(error))
    }
    clearTimeout(patience?.timer)
    patience = undefined
    const calls = queue.splice(0, MAX_CALLS)
    const again = transact(calls)
    if (again) queue.unshift(...calls)
    else settle(calls)
    if (queue.length > 0) schedule()
    else drained?.()
  }

  /** Whether the calls must run once more, each under its own savepoint. */
  function transact(calls: readonly Call[]): boolean {
    tally.undo(0)
    try {
      for (const call of calls) call.outcome = apart ? guarded(call) : { value: call.work() }
      tally.flush()
      commit.run()
      stats.transactions++
      stats.calls += calls.length
      apart = false
      return false
    } catch (thrown) {
      if (db.inTransaction) rollback.run()
      const fault = storageFault(thrown)
      // Savepoints for every call would cost a tenth of the batch; failing calls are rare, so only their batch pays, by running twice.
      if (fault.kind === 'call' && !apart) {
        apart = true
        return true
      }
      apart = false
      for (const call of calls) call.outcome = { error: fault.error }
      if (fault.kind === 'fatal') fail(fault.error)
      return false
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

  function refused(fault: StorageFault): void {
    if (fault.kind === 'busy') {
      patience ??= { timer: setTimeout(giveUp, busyMs), calls: queue.length, since: performance.now() }
      scheduled = true
      return tryAgain(patience.since)
    }
    rejectAll(queue.splice(0), fault.error)
    if (fault.kind === 'fatal') fail(fault.error)
    drained?.()
  }

  function tryAgain(since: number): void {
    const now = performance.now()
    if (now - since > EAGER_MS) return void setTimeout(flush, RETRY_MS)
    if (now - triedAt < IDLE_TURN_MS) Atomics.wait(napping, 0, 0, NAP_MS)
    triedAt = performance.now()
    setImmediate(flush)
  }

  function giveUp(): void {
    const calls = queue.splice(0, patience?.calls)
    patience = undefined
    rejectAll(calls, retryable('engine.busy'))
    if (queue.length === 0) drained?.()
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

  async function shut(): Promise<void> {
    if (queue.length > 0) await new Promise<void>((resolve) => (drained = resolve))
    stopped ??= closed()
    db.close()
  }

  return {
    stats,
    fail,
    write: <T>(work: () => T) =>
      new Promise<T>((resolve, reject) => {
        if (stopped || closing) return reject(stopped ?? closed())
        queue.push({ work, resolve: (value) => resolve(value as T), reject })
        schedule()
      }),
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
