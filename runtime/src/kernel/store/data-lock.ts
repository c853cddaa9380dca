import { existsSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { StoreError } from './open-store.ts'

/** Makes sure that one kernel at a time works on a data folder. The operating system frees the lock when the process dies. */
export function lockDataFolder(dataFolder: string): { release(): void } {
  makeFolder(dataFolder)
  const db = new Sqlite(join(dataFolder, 'kernel.lock'), { timeout: 2000 })
  try {
    db.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    db.close()
    if (!(error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY'))) throw error
    throw new StoreError(
      `Thư mục dữ liệu ${dataFolder} đang được một máy chủ Liên Thông khác dùng: dừng máy chủ đó, hoặc đặt LIENTHONG_DATA là thư mục khác. ` +
        '(The data folder is in use by another Liên Thông server: stop that one, or set LIENTHONG_DATA to another folder.)',
    )
  }
  return { release: () => db.close() }
}

/** Step by step: `recursive` of Node never ends where the system says ENOENT inside a folder that exists, as under /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    // Another server that starts now may have made it.
    if (!existsSync(folder)) throw error
  }
}
