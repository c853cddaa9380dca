import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { DVCLT_ACCOUNT } from '../access.ts'
import { createDvclt, type Dvclt, type DvcltOptions } from './create-dvclt.ts'

const open: Dvclt[] = []
const folder = mkdtempSync(join(tmpdir(), 'sim-dvclt-'))
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})
let now = new Date(0)

async function start(options: DvcltOptions = {}) {
  const simulator = createDvclt({ clock: () => now, stateSeconds: 60, ...options })
  open.push(simulator)
  const { url } = await simulator.listen(0)
  const send = async (method: string, path: string, body: unknown, headers = {}) => {
    const init = method === 'GET' ? {} : { body: JSON.stringify(body) }
    const answer = await fetch(url + path, { method, headers, ...init })
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
  }
  const account = { userName: DVCLT_ACCOUNT.username, password: DVCLT_ACCOUNT.password }
  const { body } = await send('POST', '/token', account)
  const call = (method: string, path: string, given: unknown) =>
    send(method, path, given, { authorization: `Bearer ${body.token}` })
  return { simulator, call, send, token: body }
}

const push = (code: string, more: object = {}) => ({
  module: 'LTKS',
  maHoSoMCDT: code,
  maHoSoLT: code,
  maDonVi: '00697',
  ngayTiepNhan: '05/01/2026 08:00:00',
  data: JSON.stringify({ hoTich: { nksHoTen: 'Lò Thị Thử', nksGioiTinh: '2', nksNgaySinh: '03/01/2026', ...more } }),
  fileDinhKem: [],
})
const JUSTICE = '/apiHoTichTuPhap/nhanHoSoLienThong'
const RESULT = '/apiHoTichTuPhap/traKetQuaLienThong'

test('a token is needed, and only the account gets one', async () => {
  const { send, token } = await start()
  expect(Object.keys(token)).toEqual(['token', 'refreshToken', 'refreshTokenExpiryTime'])
  expect((await send('POST', '/token', { userName: 'mo-phong', password: 'sai' })).status).toBe(401)
  expect((await send('GET', '/api/lienthongdvclt/hosolienthong', undefined)).status).toBe(401)
})

test('a dossier that lacks papers waits at 2 and is registered later; one that does not belong there is refused with 6', async () => {
  now = new Date('2026-01-05T01:00:00Z')
  const { call } = await start()
  await call('POST', JUSTICE, push('thieu', { moPhong: 'boSung' }))
  await call('POST', JUSTICE, push('sai', { moPhong: 'tuChoi' }))
  const seen: unknown[] = []
  for (let n = 0; n < 5; n++) {
    const { body } = await call('POST', RESULT, {
      maDinhDanhHoSo: ['thieu', 'sai', 'la'],
      maTinh: '02',
      module: 'LTKS',
    })
    seen.push((body.data as { trangThai: string }[]).map(({ trangThai }) => trangThai).join())
    now = new Date(now.getTime() + 60_000)
  }
  expect(seen).toEqual(['1,1', '2,6', '2,6', '3,6', '4,6'])
})

test('BHXH knows a child some time after it was registered, not before', async () => {
  now = new Date('2026-01-05T01:00:00Z')
  const { simulator, call } = await start()
  const code = simulator.dossiers()[0]?.fields.maHoSo ?? ''
  await call('POST', JUSTICE, push(code))
  const asked = { hoTen: 'LÒ THỊ THỬ', ngaySinh: '20260103', loaiNgaySinh: '0', gioiTinh: '2' }
  const look = async () => (await call('POST', '/apiBHXH/1.0/getMaSoBhxhTheoTieuChi', asked)).body
  now = new Date(now.getTime() + 120_000)
  expect(await look()).toMatchObject({ status: '0' })
  now = new Date(now.getTime() + 60_000)
  expect(await look()).toMatchObject({ status: '1', data: [{ maSoBhxh: '9900010001', hoTen: 'Lò Thị Thử' }] })
})

test('states are checked, and after the result was returned nothing more is taken', async () => {
  const { simulator, call } = await start()
  const soHoSoLT = simulator.dossiers()[0]?.fields.maHoSo
  const state = { soHoSoLT, coQuanXuLy: '5', thoiGianThucHien: '05/01/2026 08:00:00', trangThai: '5' }
  const report = async (more: object) =>
    (await call('POST', '/api/lienthongdvclt/capNhatTrangThai', { ...state, ...more })).body.errorDescription
  expect(await report({})).toContain('ketQuaXuLy')
  expect(await report({ thoiGianThucHien: '2026-01-05' })).toContain('thoiGianThucHien')
  expect(await report({ soHoSoLT: 'la' })).toContain('Không tìm thấy')
  expect(await report({ ketQuaXuLy: '{}' })).toBe('Thành công')
  expect(await report({ ketQuaXuLy: '{}' })).toContain('đã trả kết quả')
})

test('after a restart with the same record everything is as it was', async () => {
  now = new Date('2026-01-05T01:00:00Z')
  const record = join(folder, 'dvclt.jsonl')
  const first = await start({ record })
  first.simulator.handIn('KT', 'supplement')
  await first.call('PUT', '/api/lienthongdvclt/hosolienthong/3', { daNhan: true })
  await first.call('POST', JUSTICE, push('mot'))
  const before = first.simulator.dossiers()
  const counts = first.simulator.state().counts
  await first.simulator.close()
  const second = await start({ record })
  expect(second.simulator.dossiers()).toEqual(before)
  expect(second.simulator.state().counts).toEqual(counts)
  rmSync(folder, { recursive: true, force: true })
})

test('what citizens hand in by themselves is synthetic and repeatable', async () => {
  now = new Date('2026-01-05T01:00:00Z')
  const [one, two] = [await start(), await start()]
  for (const { simulator } of [one, two]) for (let n = 0; n < 20; n++) simulator.handIn(n % 2 ? 'KT' : 'KS')
  expect(one.simulator.dossiers()).toEqual(two.simulator.dossiers())
  expect(new Set(one.simulator.dossiers().map(({ fields }) => fields.maHoSo)).size).toBe(22)
})
