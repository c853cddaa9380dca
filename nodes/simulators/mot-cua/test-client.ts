import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach } from 'vitest'
import { MOT_CUA_ACCOUNT } from '../access.ts'
import { createMotCua, type MotCua, type MotCuaOptions } from './create-mot-cua.ts'

/** The time in every test: 17/10/2025, 10:00 in Việt Nam. */
const NOW = new Date('2025-10-17T03:00:00Z')
/** The header of a caller with the account. */
const AUTH = `Basic ${Buffer.from(`${MOT_CUA_ACCOUNT.username}:${MOT_CUA_ACCOUNT.password}`).toString('base64')}`

let folder = ''

/** A path in the folder of this test. */
export const inFolder = (name: string): string => join(folder, name)

const open: MotCua[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mot-cua-'))
})
afterEach(async () => {
  for (const simulator of open.splice(0)) await simulator.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Makes a one-stop system in the folder of this test; it is closed and removed afterwards. */
export function make(options: MotCuaOptions = {}): MotCua {
  const simulator = createMotCua({ clock: () => NOW, database: join(folder, 'mot-cua.sqlite'), ...options })
  open.push(simulator)
  return simulator
}

/** Makes one, listens on a free port, and gives calls with the account. */
export async function start(options: MotCuaOptions = {}) {
  const simulator = make(options)
  const { url } = await simulator.listen(0)
  const call = async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = { authorization: AUTH },
  ) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }
  return { simulator, url, call }
}

/** A second connection, as a flow's SQL connector has one. */
export function rows(simulator: MotCua, sql: string): Record<string, unknown>[] {
  const database = new Database(simulator.database)
  try {
    return database.prepare<[], Record<string, unknown>>(sql).all()
  } finally {
    database.close()
  }
}

/** A dossier from the portal as a flow sends it on. */
export const INCOMING = {
  MaHoSo: '000.00.00.G22-251017-00001',
  MaTTHC: 'HT-001',
  ChuHoSo: 'Nguyễn Thị Thử',
  SoGiayTo: '002190000001',
  NgaySinh: '1975',
  MaXa: '00700',
  NgayNopHoSo: '17/10/2025 08:30:00',
  GiayTo: [
    {
      MaGiayTo: 'TP.HT.01',
      TenGiayTo: 'Tờ khai',
      TenTep: 'to-khai.pdf',
      NoiDungBase64: Buffer.from('%PDF').toString('base64'),
    },
  ],
}
