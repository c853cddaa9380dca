import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { StoreError } from './open-store.ts'

/** Makes sure that one kernel at a time works on a data folder. The operating system frees the lock when the process dies. */
export function lockDataFolder(dataFolder: string): { release(): void } {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  const db = new Sqlite(join(dataFolder, 'kernel.lock'), { timeout: 2000 })
  try {
    db.exec('BEGIN EXCLUSIVE')
  } catch {
    db.close()
    throw new StoreError(`The data folder ${dataFolder} is in use by another Liên Thông server.`)
  }
  return { release: () => db.close() }
}
