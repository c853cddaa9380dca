import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  createNgsp,
  NGSP_CONSUMER,
  NGSP_DSTCODE,
  type Ngsp,
  SAMPLE_CITIZEN,
  XROAD_CLIENT,
  XROAD_SERVICE,
} from '#nodes/simulators/index.ts'
import { handle, type RealPartners, realPartners } from '#nodes/testing/real-partners.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { effectsOf, portsOf } from '#shared/node/define.ts'
import { testNode } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

let platform: Ngsp
let partners: RealPartners
let now: Date
let url: string

beforeEach(async () => {
  now = new Date('2026-01-05T01:00:00Z')
  platform = createNgsp({ clock: () => now, stateSeconds: 60 })
  url = (await platform.listen(0)).url
  partners = over({ consumerKey: NGSP_CONSUMER.key })
})

afterEach(() => platform.close())

function over(values: object): RealPartners {
  const secrets = { consumerSecret: NGSP_CONSUMER.secret }
  return realPartners([handle('national', { baseUrl: url, ...values }, secrets, 'qg')])
}

const node = (operation: string, by: RealPartners = partners) =>
  testNode({ definition, run }, { connection: 'qg', operation }, by)
const later = (seconds: number): void => {
  now = new Date(now.getTime() + seconds * 1000)
}

const form = { fullName: 'Nguyễn Văn Thử', birthDateStr: '05/01/1999', identifyNo: SAMPLE_CITIZEN }
const application = { idReceivedDec: '000.00.00.H22-260105-0001', declarationWSForm: form }

test('an application for a criminal record certificate goes from received to issued', async () => {
  expect(await node('nhanHoSoDangKy').send(application)).toMatchObject({
    port: 'out',
    message: { body: { ok: true, duplicate: false, result: { ID: '10001' } } },
  })
  const state = async (): Promise<unknown> => {
    const answer = await node('traTrangThaiHs').send({ idReceivedDec: application.idReceivedDec })
    return answer.kind === 'emit' && answer.message.body
  }
  expect(await state()).toMatchObject({ result: { DEC_STATUS_ID: '3' } })
  later(60)
  expect(await state()).toMatchObject({ result: { DEC_STATUS_ID: '4', APPROVE_DATE: '05/01/2026' } })
  later(60)
  expect(await state()).toMatchObject({ result: { DEC_STATUS_ID: '5', soPhieuLLTP: '10001/LLTP-GIALAP' } })
  expect(await node('danhDauHsThanhCong').send({ ids: '10001' })).toMatchObject({ message: { body: { ok: true } } })
})

test('who asks and asks without waiting, as a trial does, has the certificate at the third question', async () => {
  await node('nhanHoSoDangKy').send(application)
  const states: unknown[] = []
  for (let question = 0; question < 4; question++) {
    const answer = await node('traTrangThaiHs').send({ idReceivedDec: application.idReceivedDec })
    states.push(answer.kind === 'emit' && answer.message.body)
  }
  expect(states).toMatchObject(['3', '4', '5', '5'].map((DEC_STATUS_ID) => ({ result: { DEC_STATUS_ID } })))
})

test('an application that is there already counts as sent', async () => {
  await node('nhanHoSoDangKy').send(application)
  expect(await node('nhanHoSoDangKy').send(application)).toMatchObject({
    port: 'out',
    message: { body: { ok: true, duplicate: true, message: expect.stringContaining('đã tồn tại') } },
  })
})

test('after a cut connection the application is asked after, and not sent twice', async () => {
  platform.faults.set({ dropAfterRate: { value: 1, times: 1 }, only: ['nhanHoSoDangKy'] })
  const cut = await node('nhanHoSoDangKy').send(application).catch(toErrorData)
  expect(cut).toMatchObject({ code: 'connect.cut' })
  expect(await node('nhanHoSoDangKy').probe(application)).toMatchObject({
    port: 'out',
    message: { body: { ok: true, duplicate: true } },
  })
  const other = { ...application, idReceivedDec: '000.00.00.H22-260105-0002' }
  expect(await node('nhanHoSoDangKy').probe(other)).toBe('not-done')
  expect(platform.recorded().filter(({ operation }) => operation === 'nhanHoSoDangKy')).toHaveLength(1)
})

test('missing fields are named before anything is sent, and wrong ones in the words of the ministry', async () => {
  const early = await node('nhanHoSoDangKy').send({ idReceivedDec: '1' }).catch(toErrorData)
  expect(early).toMatchObject({
    code: 'mapping.missing',
    message: { vi: expect.stringContaining('declarationWSForm') },
  })
  expect(platform.state().calls).toBe(0)
  const wrong = { ...application, declarationWSForm: { ...form, birthDateStr: '1999-01-05' } }
  const error = await node('nhanHoSoDangKy').send(wrong).catch(toErrorData)
  expect(error).toMatchObject({ code: 'ngsp.rejected', message: { vi: expect.stringContaining('birthDateStr') } })
})

const birth = {
  maDonVi: 697,
  module: 'KS',
  maHoSo: '000.00.00.H22-260105-0003',
  ngayTiepNhan: '05/01/2026 08:00:00',
  data: '<hoTich><nksHoTen>Nguyễn Thử Bé</nksHoTen></hoTich>',
}
const asked = { maDonVi: 697, maHoSo: birth.maHoSo }

test('a birth registration goes 1, 3, 4 and then has its outcome', async () => {
  await node('dangKyHoTich').send(birth)
  for (const trangThai of ['1', '3', '4']) {
    const answer = await node('traTrangThaiHoSo').send(asked)
    expect(answer).toMatchObject({ message: { body: { ok: true, result: { trangThai } } } })
    later(60)
  }
  expect(await node('ketQuaDangKyHS').send(asked)).toMatchObject({ message: { body: { result: { trangSo: '1' } } } })
  expect(await node('traHoSoHoTich').send(asked)).toMatchObject({ message: { body: { result: { module: 'KS' } } } })
})

test('a registration that lacks papers waits for them', async () => {
  await node('dangKyHoTich').send({ ...birth, data: '<hoTich><boSung/><boSung>giấy chứng sinh</boSung></hoTich>' })
  later(120)
  const answer = await node('traTrangThaiHoSo').send(asked)
  expect(answer).toMatchObject({ message: { body: { result: { trangThai: '2' } } } })
})

test('the codes of the guide say whose turn it is', async () => {
  expect(await node('traTrangThaiHoSo').send(asked)).toMatchObject({ port: 'not-found' })
  const unit = await node('dangKyHoTich')
    .send({ ...birth, maDonVi: 'H22' })
    .catch(toErrorData)
  expect(unit).toMatchObject({ code: 'ngsp.unit', message: { vi: expect.stringContaining('AGENCY_ID_INCORRECT') } })
  const type = await node('dangKyHoTich')
    .send({ ...birth, data: 'chữ thường' })
    .catch(toErrorData)
  expect(type).toMatchObject({ code: 'ngsp.rejected', details: { code: '302' } })
})

test('an insurance number is found by name and a birth date of which only the year is known', async () => {
  const criteria = { hoTen: 'NGUYỄN VĂN THỬ', ngaySinh: '19990101', loaiNgaySinh: '2', gioiTinh: '1' }
  const found = { port: 'out', message: { body: { ok: true, result: [{ maSoBhxh: '9900000017' }] } } }
  expect(await node('getMaSoBhxhTheoTieuChi').send(criteria)).toMatchObject(found)
  expect(await node('getTraCuuTtHgdByMaSoBhxh').send({ maSoBhxh: '9900000017' })).toMatchObject(found)
  expect(await node('getMaSoBhxhTheoTieuChi').send({ ...criteria, loaiNgaySinh: '0' })).toMatchObject({
    port: 'not-found',
  })
})

test.each([
  ['the gateway', { consumerKey: NGSP_CONSUMER.key }],
  ['X-Road', { style: 'xroad', xroadClient: XROAD_CLIENT, xroadService: XROAD_SERVICE }],
  ['the adapter', { baseUrl: '/XrdAdapter/RestService/forward', style: 'adapter', dstcode: NGSP_DSTCODE }],
])('the same node gets the same answer over %s: only the connection changes', async (_name, values) => {
  const base = 'baseUrl' in values ? { baseUrl: `${url}${values.baseUrl}` } : {}
  const answer = await node('getTraCuuTtHgdByMaSoBhxh', over({ ...values, ...base })).send({ maSoBhxh: '9900000017' })
  expect(answer).toMatchObject({ port: 'out', message: { body: { result: [{ hoTen: 'Nguyễn Văn Thử' }] } } })
})

test('a client whom X-Road does not let through is a fault of the way', async () => {
  const stranger = over({ style: 'xroad', xroadClient: 'VN/GOV/0/la', xroadService: XROAD_SERVICE })
  const error = await node('getTraCuuTtHgdByMaSoBhxh', stranger).send({ maSoBhxh: '9900000017' }).catch(toErrorData)
  expect(error).toMatchObject({ code: 'xroad.access' })
})

test('rows are added to a shared code table, and rows that are there count as added', async () => {
  const add = testNode(
    { definition, run },
    { connection: 'qg', operation: 'CategoryInsert', key: 'madantoc' },
    partners,
  )
  const rows = [{ MaDanToc: '99', TenDanToc: 'Thử' }]
  expect(await add.send(rows)).toMatchObject({ port: 'out', message: { body: { ok: true, duplicate: false } } })
  expect(await add.send(rows)).toMatchObject({ port: 'out', message: { body: { ok: true, duplicate: true } } })
})

test('faults of the menu are passing, whatever they look like', async () => {
  await node('nhanHoSoDangKy').send(application)
  const ask = () => node('traTrangThaiHs').send({ idReceivedDec: application.idReceivedDec }).catch(toErrorData)
  for (const fault of ['errorRate5xx', 'htmlErrorRate', 'invalidXmlRate', 'halfResponseRate'] as const) {
    platform.faults.set({ [fault]: { value: 1, times: 1 } })
    expect(await ask(), fault).toMatchObject({ class: 'transient' })
    expect(await ask(), fault).toMatchObject({ port: 'out' })
  }
})

test('an operation tells the mapper what it gives, and only applications are not repeated', () => {
  const settings = (operation: string) => definition.settings.parse({ connection: 'a', key: '1', operation })
  expect(portsOf(definition, settings('traTrangThaiHs'))[0]?.schema).toMatchObject({
    properties: { result: { properties: { DEC_STATUS_ID: { type: 'string' } } } },
  })
  expect(portsOf(definition, settings('chiTietDoanhNghiep'))[0]).not.toHaveProperty('schema')
  const effects = (operation: string) => effectsOf(definition, settings(operation))
  expect(['nhanHoSoDangKy', 'dangKyHoTich', 'CategoryInsert'].map(effects)).toEqual(['once', 'once', 'once'])
  expect(['traTrangThaiHs', 'getTraCuuThongTinHgd'].map(effects)).toEqual(['idempotent', 'idempotent'])
})

const papers = {
  SoDinhDanhChuSoHuu: SAMPLE_CITIZEN,
  HoTenNguoiYeuCau: 'Lê Văn Thử',
  KenhThucHien: '1',
  SoDinhDanhNguoiYeuCau: SAMPLE_CITIZEN,
  MaThuTuc: '1.001193',
}

test('the document store lists the papers of one person, all or those that were asked for', async () => {
  const all = await node('GetDanhSachKetQua').send(papers)
  expect(all).toMatchObject({
    port: 'out',
    message: {
      body: { ok: true, code: '0', result: { DanhSachGiayToKetQua: [{ MaKetQua: 'KQ.G15.000031' }, {}] } },
    },
  })
  const some = { ...papers, DanhSachDanhMucKetQua: [{ MaKetQua: 'KQ.G15.000033', SoKyHieu: '' }] }
  expect(await node('GetDanhSachKetQua').send(some)).toMatchObject({
    message: { body: { result: { DanhSachGiayToKetQua: [{ TenGiayTo: 'Giấy xác nhận tình trạng hôn nhân' }] } } },
  })
  const nobody = { ...papers, SoDinhDanhChuSoHuu: '001099999999' }
  expect(await node('GetDanhSachKetQua').send(nobody)).toMatchObject({
    message: { body: { ok: true, result: { DanhSachGiayToKetQua: [] } } },
  })
  const { MaThuTuc: _, ...short } = papers
  expect(await node('GetDanhSachKetQua').send(short).catch(toErrorData)).toMatchObject({ code: 'mapping.missing' })
  const wrong = { ...papers, DanhSachDanhMucKetQua: 'x' }
  expect(await node('GetDanhSachKetQua').send(wrong).catch(toErrorData)).toMatchObject({ code: 'ngsp.rejected' })
})
