import type { Connection } from './connection.ts'
import { isBusy, type StoreFault, storeFault } from './storage-errors.ts'

/**
 * How a lock of another process is waited for. Its transaction takes less than the shortest timer, so for the first milliseconds the
 * lock is tried on every turn of the event loop, and a turn that had nothing else to do naps in between; after that a timer. Measured with
 * two workers on one disk, 10 connections to a stored flow: 1.2–1.6 times the requests of the timer alone. Waiting inside SQLite
 * (busy_timeout), whose steps grow to 100 ms, starved two processes that write all the time for up to 431 ms, four for 1.9 s.
 */
const EAGER_MS = 5
const IDLE_TURN_MS = 0.03
/** A nap lasts a quarter of the wait so far, so that a slow disk is not asked all the time. */
const NAP = { share: 0.25, shortestMs: 0.05, longestMs: 0.25 } as const
const RETRY_MS = 1

/** Nobody ever wakes it. */
const napping = new Int32Array(new SharedArrayBuffer(4))

/** The lock that one of all processes with the file has while it writes. */
export interface WriteLock {
  /** Begins a transaction with the lock; otherwise says what is in the way, `busy` when it is another process. */
  take(): StoreFault | 'busy' | undefined
  /** Calls `again` when the lock that has been waited for since then may be free. */
  wait(since: number, again: () => void): void
}

/** The write lock of a connection. */
export function createWriteLock(db: Connection): WriteLock {
  const begin = db.prepare('begin immediate')
  let triedAt = 0
  return {
    take() {
      // A failed try is ordinary: the stack of its error would cost more than the try.
      const { stackTraceLimit } = Error
      Error.stackTraceLimit = 0
      try {
        begin.run()
        return undefined
      } catch (error) {
        return isBusy(error) ? 'busy' : storeFault(error)
      } finally {
        Error.stackTraceLimit = stackTraceLimit
      }
    },
    wait(since, again) {
      const now = performance.now()
      const waited = now - since
      if (waited > EAGER_MS) return void setTimeout(again, RETRY_MS)
      const nap = Math.min(Math.max(waited * NAP.share, NAP.shortestMs), NAP.longestMs)
      if (now - triedAt < IDLE_TURN_MS) Atomics.wait(napping, 0, 0, nap)
      triedAt = performance.now()
      setImmediate(again)
    },
  }
}
