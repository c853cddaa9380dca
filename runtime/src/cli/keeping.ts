import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import Sqlite from 'better-sqlite3'
import { type KernelConfig, readConfig } from '#runtime/kernel/config.ts'
import { openStore } from '#runtime/kernel/store/open-store.ts'
import { openVault } from '#runtime/kernel/store/vault.ts'
import { createAudit } from '#runtime/security/audit.ts'
import { machine } from '#runtime/security/ports.ts'
import { type Output, UsageError } from './output.ts'

/** A database with its name in the archive. */
interface Kept {
  readonly name: string
  readonly path: string
}

/** The databases in the order in which they are copied: runs before the versions that they name, so that no run lacks its version. */
function databases({ data, engine }: Pick<KernelConfig, 'data' | 'engine'>): readonly Kept[] {
  const kernel = { name: 'kernel.db', path: join(data, 'kernel.db') }
  return engine.startsWith('sqlite:') ? [{ name: 'engine.db', path: engine.slice('sqlite:'.length) }, kernel] : [kernel]
}

/** `lienthong backup FILE`: copies databases (while the server runs) and payload files into one archive. The master key is not in it. */
export async function backup(file: string, root: string, output: Output): Promise<number> {
  const config = readConfig(process.env, root)
  const { data, masterKeyFile } = config
  refuseNoData(data)
  const folder = mkdtempSync(join(tmpdir(), 'lienthong-backup-'))
  try {
    for (const { name, path } of databases(config)) {
      if (!existsSync(path)) continue
      const db = new Sqlite(path, { readonly: true })
      await db.backup(join(folder, name))
      db.close()
    }
    // Payload files are never changed once written, so copying them last holds all that the databases name.
    if (existsSync(join(data, 'blobs'))) cpSync(join(data, 'blobs'), join(folder, 'blobs'), { recursive: true })
    execFileSync('tar', ['-czf', resolve(file), '-C', folder, '.'])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  output.line(`Đã sao lưu vào ${file} (backed up).`)
  output.line(
    `Giữ riêng một bản của khoá chính ${masterKeyFile}: thiếu nó thì không đọc được mật khẩu của các kết nối (keep the master key apart).`,
  )
  if (!config.engine.startsWith('sqlite:'))
    output.line(
      'Lần chạy nằm trong PostgreSQL: sao lưu riêng bằng pg_dump (runs are in PostgreSQL: back them up with pg_dump).',
    )
  output.json({ file: resolve(file) })
  return 0
}

/** A wrong folder must not look like an empty installation. */
function refuseNoData(data: string): void {
  if (!existsSync(join(data, 'kernel.db')))
    throw new UsageError(
      `${data}: không có dữ liệu của Liên Thông ở đây; xem LIENTHONG_DATA (no data here, see LIENTHONG_DATA)`,
    )
}

/** `lienthong restore FILE`: unpacks an archive into an empty data folder and checks the databases. */
export function restore(file: string, root: string, output: Output): number {
  const config = readConfig(process.env, root)
  const { data } = config
  if (!existsSync(file)) throw new UsageError(`${file}: không có tệp này (no such file)`)
  mkdirSync(data, { recursive: true, mode: 0o700 })
  if (readdirSync(data).length > 0)
    throw new Error(
      `Thư mục ${data} không trống; dừng máy chủ và dời thư mục này đi trước (the data folder is not empty).`,
    )
  execFileSync('tar', ['-xzf', resolve(file), '-C', data])
  for (const { name, path } of databases(config)) {
    const unpacked = join(data, name)
    if (!existsSync(unpacked)) continue
    moveTo(unpacked, path)
    const db = new Sqlite(path)
    const verdict: unknown = db.pragma('integrity_check', { simple: true })
    db.close()
    if (verdict !== 'ok') throw new Error(`${name}: ${String(verdict)}`)
  }
  output.line(`Đã khôi phục vào ${data} (restored).`)
  output.json({ data })
  return 0
}

/** The engine's database may lie elsewhere, even on another disk. */
function moveTo(from: string, to: string): void {
  if (from === to) return
  if (existsSync(to)) throw new UsageError(`${to}: đã có dữ liệu, dời đi trước (there is data already)`)
  mkdirSync(dirname(to), { recursive: true, mode: 0o700 })
  cpSync(from, to)
  rmSync(from)
}

/** `lienthong verify-audit`: recomputes the hash chain; 1 and the first bad row when it was changed. */
export function verifyAudit(root: string, output: Output): number {
  const { data, masterKeyFile } = readConfig(process.env, root)
  refuseNoData(data)
  const db = openStore(data)
  try {
    const verdict = createAudit(db, openVault(db, masterKeyFile, data, machine.random), machine.clock).verify()
    output.line(
      verdict.ok
        ? `Nhật ký nguyên vẹn: ${verdict.rows} dòng (the audit chain is whole)`
        : `Nhật ký bị sửa tại dòng ${verdict.seq}: ${verdict.reason} (the audit chain is broken)`,
    )
    output.json(verdict)
    return verdict.ok ? 0 : 1
  } finally {
    db.close()
  }
}
