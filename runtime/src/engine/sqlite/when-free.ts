import { isBusy } from './storage-errors.ts'

const PAUSE_MS = 20

/**
 * Does the work, again and again for up to `limitMs` while another process keeps the file locked; then throws what SQLite said. For the
 * switch to WAL: it is a lock upgrade, for which SQLite does not wait by itself whatever its `busy_timeout` says.
 */
export function whenFree(work: () => void, limitMs: number): void {
  const cell = new Int32Array(new SharedArrayBuffer(4))
  for (let left = limitMs / PAUSE_MS; ; left--) {
    try {
      return work()
    } catch (error) {
      if (left <= 0 || !isBusy(error)) throw error
      Atomics.wait(cell, 0, 0, PAUSE_MS)
    }
  }
}
