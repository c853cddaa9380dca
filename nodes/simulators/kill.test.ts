import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DVCQG_ACCOUNT, DVCQG_DSTCODE, DVCQG_LOGIN_PATH, DVCQG_SERVICE_PATH, MOT_CUA_ACCOUNT } from './access.ts'
import { createDvcqg } from './dvcqg/create-dvcqg.ts'
import { createMotCua } from './mot-cua/create-mot-cua.ts'

let folder = ''
const children: ChildProcess[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sim-kill-'))
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

/** Runs one simulator in a process of its own and returns its address. */
async function startProcess(
  create: 'createDvcqg' | 'createMotCua',
  options: object,
): Promise<{ url: string; child: ChildProcess }> {
  const code = `const m = await import(${JSON.stringify(new URL('./index.ts', import.meta.url).href)})
    const s = m.${create}(${JSON.stringify(options)})
    console.log((await s.listen(0)).url)`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer]
  return { url: line.toString().trim(), child }
}

/** Writes one key after another until the process is killed; returns the keys that were acknowledged. */
async function writeUntilKilled(
  child: ChildProcess,
  write: (number: number) => Promise<Response>,
): Promise<readonly number[]> {
  const acknowledged: number[] = []
  for (let number = 1; number < 100_000; number++) {
    try {
      const response = await write(number)
      await response.text()
      if (response.ok) acknowledged.push(number)
      // the signal arrives while later calls are on their way
      if (acknowledged.length === 40) setTimeout(() => child.kill('SIGKILL'), 5)
    } catch {
      return acknowledged
    }
  }
  return acknowledged
}

const code = (number: number) => `000.00.00.G22-251017-${String(number).padStart(5, '0')}`

test('the portal killed at work has every acknowledged dossier in its record, once, and knows it after a restart', {
  timeout: 60_000,
}, async () => {
  const record = join(folder, 'dvcqg.jsonl')
  const { url, child } = await startProcess('createDvcqg', { record })
  const post = (path: string, body: unknown) =>
    fetch(url + path, { method: 'POST', headers: { dstcode: DVCQG_DSTCODE }, body: JSON.stringify(body) })
  const { session } = (await (await post(DVCQG_LOGIN_PATH, DVCQG_ACCOUNT)).json()) as { session: string }
  const dossier = (number: number) => ({
    MaHoSo: code(number),
    MaTTHC: '1.001193',
    TenTTHC: 'Đăng ký khai sinh',
    MaLinhVuc: 'G15-HT04',
    TenLinhVuc: 'Hộ tịch',
    KenhThucHien: '2',
    ChuHoSo: 'Nguyễn Thị Thử',
    LoaiDoiTuong: '1',
    TrichYeuHoSo: 'x',
    NgayTiepNhan: '20251017083000',
    TrangThaiHoSo: '2',
    DonViXuLy: 'UBND xã',
  })
  const acknowledged = await writeUntilKilled(child, (number) =>
    post(DVCQG_SERVICE_PATH, {
      session,
      madonvi: 'H22',
      service: 'DongBoHoSoMC',
      isUpdating: 'False',
      data: [dossier(number)],
    }),
  )
  expect(acknowledged.length).toBeGreaterThanOrEqual(40)
  const lines = readFileSync(record, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as { seq: number; key: string })
  expect(lines.map((line) => line.seq)).toEqual(lines.map((_line, index) => index + 1))
  expect(new Set(lines.map((line) => line.key)).size).toBe(lines.length)
  const again = createDvcqg({ record })
  for (const number of acknowledged) expect(again.effects()[code(number)]).toMatchObject({ inserts: 1, updates: 0 })
  await again.close()
})

test('the one-stop system killed at work has dossier, outbox row and record of every acknowledged call, together', {
  timeout: 60_000,
}, async () => {
  const options = { database: join(folder, 'mot-cua.sqlite'), record: join(folder, 'mot-cua.jsonl') }
  const { url, child } = await startProcess('createMotCua', options)
  const authorization = `Basic ${Buffer.from(`${MOT_CUA_ACCOUNT.username}:${MOT_CUA_ACCOUNT.password}`).toString('base64')}`
  const acknowledged = await writeUntilKilled(child, (number) =>
    fetch(`${url}/api/hoso`, {
      method: 'POST',
      headers: { authorization },
      body: JSON.stringify({
        MaHoSo: code(number),
        MaTTHC: 'HT-001',
        ChuHoSo: 'Nguyễn Thị Thử',
        SoGiayTo: '002190000001',
      }),
    }),
  )
  expect(acknowledged.length).toBeGreaterThanOrEqual(40)
  const again = createMotCua(options)
  const keys = again.recorded().map((entry) => entry.key)
  await again.close()
  const lines = readFileSync(options.record, 'utf8').split('\n').slice(0, -1)
  expect(lines).toHaveLength(keys.length)
  expect(keys).toEqual(expect.arrayContaining(acknowledged.map(code)))
  const database = new Database(options.database, { readonly: true })
  const stored = database
    .prepare<[], { code: string; outbox: number }>(
      "SELECT MaHoSo AS code, (SELECT count(*) FROM HangDoi h WHERE h.MaHoSo = HoSo.MaHoSo AND Loai = 'HoSo') AS outbox FROM HoSo ORDER BY rowid",
    )
    .all()
  database.close()
  expect(stored.map((row) => row.code)).toEqual(keys)
  expect(stored.every((row) => row.outbox === 1)).toBe(true)
})
