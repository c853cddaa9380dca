import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDatDai, type DatDai, LAND_ACCESS } from '#nodes/simulators/index.ts'
import { handle, type RealPartners, realPartners } from '#nodes/testing/real-partners.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { effectsOf } from '#shared/node/define.ts'
import { testNode } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

let land: DatDai
let url: string
beforeEach(async () => {
  land = createDatDai()
  url = (await land.listen(0)).url
})
afterEach(() => land.close())

const ilis = (password: string = LAND_ACCESS.password): RealPartners => {
  const values = { baseUrl: `${url}/ilis`, style: 'password', accountIn: 'form', username: LAND_ACCESS.username }
  return realPartners([handle('national', values, { password }, 'dd')])
}
const vbdlis = (urlCode: string = LAND_ACCESS.code): RealPartners =>
  realPartners([handle('national', { baseUrl: `${url}/vbdlis`, style: 'url-code' }, { urlCode }, 'dd')])
const node = (operation: string, by: RealPartners, more: object = {}) =>
  testNode({ definition, run }, { connection: 'dd', operation, ...more }, by)

const dossier = {
  SoBienNhan: '0000123',
  MaHoSoMotCua: '000.00.00.H22-260105-0001',
  NgayTiepNhan: '05/01/2026 08:00:00',
  ThongTinNguoiNopDon: { HoTen: 'Nguyễn Thị Thử' },
  ThongTinQuyTrinh: { MaQuyTrinh: 12 },
}
const notices = {
  SoBienNhan: '0000123',
  NguoiXuLy: 'Cán bộ Thử',
  NgayCoKetQuaThue: '12/01/2026',
  DanhSachThongBaoThue: { HoVaChu: 'Nguyễn Thị Thử', LoaiThue: '01', SoThongBaoThue: '0001/TB' },
}

test('a dossier is handed over to ILIS, and the tax notices reach it; one notice may come without its list', async () => {
  const by = ilis()
  expect(await node('TiepNhanHoSo', by).send(dossier)).toMatchObject({ port: 'out', message: { body: { ok: true } } })
  await node('CapNhatKetQuaThongBaoThue', by).send(notices)
  expect(land.dossiers()).toEqual([{ SoBienNhan: '0000123', taxNotices: ['0001/TB'] }])
  const unknown = await node('CapNhatKetQuaThongBaoThue', by).send({ ...notices, SoBienNhan: 'la' })
  expect(unknown).toMatchObject({ port: 'not-found' })
})

test('a dossier that is there already counts as handed over', async () => {
  const by = vbdlis()
  await node('ChuyenHoSo', by).send(dossier)
  expect(await node('ChuyenHoSo', by).send(dossier)).toMatchObject({
    port: 'out',
    message: { body: { duplicate: true } },
  })
  expect(land.recorded()).toHaveLength(1)
})

test('code tables of VBDLIS come with the security code in the address', async () => {
  const answer = await node('GetDanhMuc', vbdlis(), { key: 'LoaiHoSo' }).send(null)
  expect(answer).toMatchObject({ port: 'out', message: { body: { result: [{ Ma: '01', Ten: 'Đăng ký biến động' }] } } })
  expect(await node('GetDanhMuc', vbdlis(), { key: 'KhongCo' }).send(null)).toMatchObject({ port: 'not-found' })
})

test('the security code is in no error, log or fingerprint, even when the partner repeats the address', async () => {
  const by = vbdlis('bi-mat/ma sai 9876')
  const error = await node('GetDanhMuc', by, { key: 'LoaiHoSo' }).send(null).catch(toErrorData)
  expect(error).toMatchObject({ code: 'http.auth', class: 'auth' })
  const dead = realPartners([
    handle('national', { baseUrl: 'http://127.0.0.1:1', style: 'url-code' }, { urlCode: 'bi-mat/ma sai 9876' }, 'dd'),
  ])
  const gone = await node('ChuyenHoSo', dead).send(dossier).catch(toErrorData)
  expect(gone).toMatchObject({ class: 'transient' })
  expect(JSON.stringify([error, gone, by.logged])).not.toMatch(/9876|bi-mat/)
  expect(error).toMatchObject({ details: { answer: expect.stringContaining('maBaoMat=***') } })
  const refused = await node('ChuyenHoSo', vbdlis()).send({ SoBienNhan: ' 1' }).catch(toErrorData)
  expect(refused).toMatchObject({ code: 'partner.rejected', message: { vi: expect.stringContaining('maBaoMat=***') } })
  expect(JSON.stringify(refused)).not.toContain('ma-vbdlis')
})

test('a wrong password of ILIS is the fault of our side, without the password', async () => {
  const error = await node('TiepNhanHoSo', ilis('mat-khau-sai')).send(dossier).catch(toErrorData)
  expect(error).toMatchObject({ code: 'http.auth', class: 'auth' })
  expect(JSON.stringify(error)).not.toContain('mat-khau-sai')
})

test.each([
  ['TiepNhanHoSo', { ...dossier, ThongTinNguoiNopDon: {} }, 'ThongTinNguoiNopDon.HoTen'],
  ['TiepNhanHoSo', null, 'SoBienNhan'],
  ['ChuyenHoSo', { SoBienNhan: '' }, 'SoBienNhan'],
  ['CapNhatKetQuaThongBaoThue', { ...notices, DanhSachThongBaoThue: [] }, 'DanhSachThongBaoThue'],
  ['CapNhatKetQuaThongBaoThue', { ...notices, DanhSachThongBaoThue: [{ LoaiThue: '01' }] }, 'SoThongBaoThue'],
])('%s without %2$s is told before anything leaves', async (operation, data, field) => {
  const error = await node(operation, ilis()).send(data).catch(toErrorData)
  expect(error).toMatchObject({ code: 'mapping.missing', message: { vi: expect.stringContaining(field) } })
  expect(land.state().calls).toBe(0)
})

test('faults of the menu are passing, and a token that is over is fetched anew', async () => {
  const by = ilis()
  await node('TiepNhanHoSo', by).send(dossier)
  const note = () => node('CapNhatKetQuaThongBaoThue', by).send(notices).catch(toErrorData)
  for (const fault of [
    'errorRate5xx',
    'htmlErrorRate',
    'halfResponseRate',
    'dropAfterRate',
    'invalidXmlRate',
  ] as const) {
    land.faults.set({ [fault]: { value: 1, times: 1 } })
    expect(await note(), fault).toMatchObject({ class: 'transient' })
    expect(await note(), fault).toMatchObject({ port: 'out' })
  }
  land.faults.set({ sessionExpiredRate: { value: 1, times: 1 } })
  expect(await note()).toMatchObject({ port: 'out' })
  land.faults.set({ timeoutRate: 1 })
  const slow = await node('CapNhatKetQuaThongBaoThue', by, { timeout: 'PT0.3S' }).send(notices).catch(toErrorData)
  expect(slow).toMatchObject({ code: 'connect.timeout' })
})

test('a hand-over is repeated by itself only where the officer allows it', () => {
  const effects = (operation: string, repeatSafe = false) =>
    effectsOf(definition, definition.settings.parse({ connection: 'a', key: 'X', operation, repeatSafe }))
  expect([effects('TiepNhanHoSo'), effects('ChuyenHoSo'), effects('ChuyenHoSo', true)]).toEqual([
    'once',
    'once',
    'idempotent',
  ])
  expect([effects('CapNhatKetQuaThongBaoThue'), effects('GetDanhMuc')]).toEqual(['idempotent', 'idempotent'])
})
