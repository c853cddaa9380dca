import { readFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import { expect, test, vi } from 'vitest'
import { fromUnicode } from '#shared/vietnam/encodings/convert.ts'
import { seededRandom } from '../frame/random.ts'
import { createMotCua, type MotCua } from './create-mot-cua.ts'
import { INCOMING, inFolder, make, rows, start } from './test-client.ts'

test('generated dossiers look like those of a one-stop system, and a second connection reads them', () => {
  const simulator = make()
  const codes = simulator.generate(300)
  expect(new Set(codes).size).toBe(300)
  const dossiers = rows(simulator, 'SELECT * FROM HoSo')
  expect(dossiers).toHaveLength(300)
  for (const row of dossiers) {
    expect(row.MaHoSo).toMatch(/^000\.00\.00\.H22-2509\d\d-\d{4}$|^000\.00\.00\.H22-2510\d\d-\d{4}$/)
    expect(row.MaXa).toMatch(/^0\d{4}$/)
    expect(row.SoGiayTo).toMatch(
      row.LoaiGiayTo === 'CMND' ? /^\d{9}$/ : row.LoaiGiayTo === 'CCCD' ? /^\d{12}$/ : /^99\d{8}$/,
    )
    expect(row.NgayNopHoSo).toMatch(/^\d{2}\/\d{2}\/\d{4} \d{2}:\d{2}:\d{2}$/)
    if (row.NgaySinh !== null) expect(row.NgaySinh).toMatch(/^(?:\d{2}\/\d{2}\/\d{4}|\d{4})$/)
    if (row.TrangThai === 'done') expect(row.NgayTra).not.toBeNull()
  }
  const share = (test: (row: Record<string, unknown>) => boolean) => dossiers.filter(test).length / 300
  expect(share((row) => row.BangMa === 'TCVN3')).toBeGreaterThan(0.1)
  expect(share((row) => row.LoaiGiayTo === 'CMND')).toBeGreaterThan(0.05)
  expect(share((row) => row.MaTTHC === 'HG-101' || row.MaTTHC === 'HG-102')).toBeGreaterThan(0.02)
  expect(new Set(dossiers.map((row) => row.TrangThai)).size).toBe(12)
})

test('legacy rows hold TCVN3 text in names, addresses and summaries', () => {
  const simulator = make()
  simulator.generate(100)
  const legacy = rows(simulator, "SELECT ChuHoSo, DiaChi FROM HoSo WHERE BangMa = 'TCVN3'")
  expect(legacy.length).toBeGreaterThan(5)
  expect(
    legacy.every(
      (row) =>
        String(row.DiaChi).includes(fromUnicode('Tỉnh', 'tcvn3')) ||
        String(row.DiaChi).includes(fromUnicode('Thành phố', 'tcvn3')),
    ),
  ).toBe(true)
})

test('each dossier and each step has its outbox row, in the order of the work', () => {
  const simulator = make()
  simulator.generate(50)
  const [count] = rows(
    simulator,
    `SELECT (SELECT count(*) FROM HangDoi WHERE Loai = 'HoSo') AS dossiers,
    (SELECT count(*) FROM HangDoi WHERE Loai = 'TienDo') AS steps, (SELECT count(*) FROM TienDo) AS allSteps,
    (SELECT count(*) FROM HangDoi h JOIN TienDo t ON t.Id = h.TienDoId AND t.MaHoSo = h.MaHoSo) AS joined,
    (SELECT sum(DaDongBo) FROM HangDoi) AS sent`,
  )
  expect(count?.dossiers).toBe(50)
  expect(count?.steps).toBe(count?.allSteps)
  expect(count?.joined).toBe(count?.steps)
  expect(count?.sent).toBe(0)
})

test('the file is in WAL mode, another writer marks outbox rows while the simulator works', () => {
  const simulator = make()
  simulator.generate(5)
  const writer = new Database(simulator.database)
  expect(writer.pragma('journal_mode', { simple: true })).toBe('wal')
  writer
    .prepare("UPDATE HangDoi SET DaDongBo = 1, LanThu = LanThu + 1, NgayDongBo = '17/10/2025 10:00:00' WHERE Id = 1")
    .run()
  simulator.generate(1)
  writer.close()
  expect(simulator.state().counts).toMatchObject({
    HoSo: 6,
    'HangDoi.chuaDongBo': (simulator.state().counts.HangDoi ?? 0) - 1,
  })
})

test('a memory database is refused, since flows could not open it', () => {
  expect(() => createMotCua({ database: ':memory:' })).toThrow(/file/)
})

test('equal seeds make equal databases; a reset brings the same again', () => {
  const dump = (simulator: MotCua) =>
    JSON.stringify(rows(simulator, 'SELECT * FROM HoSo JOIN TienDo USING (MaHoSo) ORDER BY TienDo.Id'))
  const one = make({ database: inFolder('1.sqlite'), random: seededRandom('a') })
  const two = make({ database: inFolder('2.sqlite'), random: seededRandom('a') })
  const other = make({ database: inFolder('3.sqlite'), random: seededRandom('b') })
  for (const simulator of [one, two, other]) simulator.generate(40)
  expect(dump(two)).toBe(dump(one))
  expect(dump(other)).not.toBe(dump(one))
  const first = dump(one)
  one.reset()
  expect(one.state().counts.HoSo).toBe(0)
  one.generate(40)
  expect(dump(one)).toBe(first)
})

test('a demonstration begins with a stock, once', async () => {
  const first = make({ demo: true })
  expect(first.state().counts.HoSo).toBe(120)
  await first.close()
  expect(make({ demo: true }).state().counts.HoSo).toBe(120)
})

test('traffic adds dossiers, moves states and adds steps, each with its outbox rows', { timeout: 30_000 }, async () => {
  const simulator = make()
  simulator.generate(20)
  simulator.traffic({ perMinute: 60_000 })
  await vi.waitFor(() => expect(simulator.state().traffic.done).toBeGreaterThan(150), { timeout: 25_000 })
  simulator.traffic({ perMinute: 0 })
  const { counts } = simulator.state()
  expect(counts.HoSo).toBeGreaterThan(60)
  const [count] = rows(
    simulator,
    'SELECT count(*) AS n FROM TienDo t LEFT JOIN HangDoi h ON h.TienDoId = t.Id WHERE h.Id IS NULL',
  )
  expect(count?.n).toBe(0)
  const bad = rows(
    simulator,
    `SELECT MaHoSo FROM HoSo WHERE TrangThai <> (SELECT TrangThai FROM TienDo t WHERE t.MaHoSo = HoSo.MaHoSo ORDER BY Id DESC LIMIT 1)`,
  )
  expect(bad).toEqual([])
})

test('the record outlives a restart, with and without a file, and counts on after a reset', async () => {
  const record = inFolder('record.jsonl')
  const first = await start()
  await first.call('POST', '/api/hoso', INCOMING)
  await first.simulator.close()
  const second = await start({ record })
  expect(second.simulator.recorded().map((entry) => entry.key)).toEqual([INCOMING.MaHoSo])
  expect(readFileSync(record, 'utf8').trim().split('\n')).toHaveLength(1)
  second.simulator.reset()
  await second.call('POST', '/api/hoso', { ...INCOMING, MaHoSo: '000.00.00.G22-251017-00002' })
  await second.simulator.close()
  const third = await start()
  expect(third.simulator.recorded().map((entry) => [entry.seq, entry.key])).toEqual([[3, '000.00.00.G22-251017-00002']])
})
