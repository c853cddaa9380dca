import { createServer, type Server } from 'node:http'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type LinkedPartner, startLinkedPartner } from '#nodes/testing/dvclt-partner.ts'
import { handle, type RealPartners, realPartners } from '#nodes/testing/real-partners.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { effectsOf, portsOf } from '#shared/node/define.ts'
import { testNode } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

let it: LinkedPartner
const closing: Server[] = []
beforeEach(async () => {
  it = await startLinkedPartner()
})
afterEach(async () => {
  await it.linked.close()
  for (const server of closing.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

const node = (operation: string, more: object = {}, by: RealPartners = it.partners) =>
  testNode({ definition, run }, { connection: 'lt', operation, ...more }, by)
const body = (emission: unknown) => (emission as { message: { body: Record<string, unknown> } }).message.body

const push = {
  module: 'KS',
  maHoSoMCDT: '000.00.00.H22-260105-00001',
  maHoSoLT: '000.00.00.H22-260105-00001',
  maDonVi: '00697',
  ngayTiepNhan: '2026-01-05T08:00:00+07:00',
  data: { hoTich: { nksHoTen: 'Nguyễn Thử Bé', nksGioiTinh: '1', nksNgaySinh: '01/01/2026' } },
}
const question = { maDinhDanhHoSo: push.maHoSoMCDT, maTinh: '08', module: 'KS' }
const report = {
  maTTHC: '2.002621',
  soHoSoLT: push.maHoSoLT,
  maHoSo: push.maHoSoMCDT,
  trangThai: 1,
  thoiGianThucHien: '2026-01-05T08:00:00+07:00',
  nguoiXuLy: 'Cán bộ Thử',
}

test('new dossiers are listed by kind, got with their data opened, and not listed once they are reported received', async () => {
  const list = await node('danhSachHoSo', { module: 'KS' }).send(null)
  expect(list).toMatchObject({ port: 'out', message: { body: { ok: true, result: [{ id: '1', module: 'KS' }] } } })
  const got = body(await node('layHoSo', { key: { field: 'id' } }).send({ id: '1' }))
  expect(got).toMatchObject({
    maHoSo: push.maHoSoMCDT,
    ngayTiepNhan: '2026-01-05T08:00:00+07:00',
    data: { hoTich: { nksHoTen: expect.any(String), meNoiCuTru: { maXa: expect.stringMatching(/^\d{5}$/) } } },
    fileDinhKem: [{ loaiGiayTo: 'GCS', duLieuTepDinhKem: expect.any(String) }],
  })
  const mark = node('danhDauDaNhan', { key: { field: 'id' } })
  expect(await mark.send({ id: '1' })).toMatchObject({ port: 'out', message: { body: { duplicate: false } } })
  expect(await mark.send({ id: '1' })).toMatchObject({ port: 'out', message: { body: { ok: true, duplicate: true } } })
  expect(body(await node('danhSachHoSo', { module: 'KS' }).send(null)).result).toEqual([])
  expect(await node('layHoSo', { key: 'khong-co' }).send(null)).toMatchObject({ port: 'not-found' })
})

test('a dossier at the ministry goes from taken to registered, with the hour of each question', async () => {
  expect(await node('guiBoTuPhap').send(push)).toMatchObject({ message: { body: { ok: true, duplicate: false } } })
  for (const trangThai of ['1', '3', '4']) {
    const answer = body(await node('traKetQua').send(question))
    expect(answer).toMatchObject({ ok: true, hoiLuc: '2026-01-05T08:00:00+07:00', result: [{ trangThai }] })
    it.later(60)
  }
  const done = body(await node('traKetQua').send(question))
  expect(done.result).toMatchObject([
    { soDinhDanh: '002226000001', soDangKy: '10001', giayKhaiSinh: expect.any(String) },
  ])
})

test('the ministry gets slashed dates, JSON in a string and its own name of the module', async () => {
  const partner = await recording({ status: '1', errorDescription: 'Thành công' })
  await node('guiBoTuPhap', {}, partner.partners).send(push)
  expect(partner.bodies[0]).toEqual({
    ...push,
    module: 'LTKS',
    ngayTiepNhan: '05/01/2026 08:00:00',
    data: JSON.stringify(push.data),
    fileDinhKem: [],
  })
})

test('what is there already counts as sent; other refusals wait for an officer with the words of the ministry', async () => {
  await node('guiBoTuPhap').send(push)
  const again = await node('guiBoTuPhap').send(push)
  expect(again).toMatchObject({ port: 'out', message: { body: { ok: true, duplicate: true } } })
  const wrong = await node('guiBoTuPhap')
    .send({ ...push, maHoSoMCDT: 'x', data: 'chữ thường' })
    .catch(toErrorData)
  expect(wrong).toMatchObject({
    code: 'partner.rejected',
    class: 'data',
    message: { vi: expect.stringContaining('hoTich') },
  })
})

test('a result that was returned already counts as reported', async () => {
  const partner = await recording({ status: '0', errorDescription: 'HỒ SƠ ĐÃ TRẢ KẾT QUẢ'.normalize('NFD') })
  const answer = await node('baoTrangThai', {}, partner.partners).send(report)
  expect(answer).toMatchObject({ port: 'out', message: { body: { ok: true, duplicate: true } } })
})

test('states are reported as the software wants them, and a request for supplements needs its deadline', async () => {
  expect(await node('baoTrangThai').send(report)).toMatchObject({ message: { body: { ok: true } } })
  const missing = await node('baoTrangThai')
    .send({ ...report, trangThai: '2' })
    .catch(toErrorData)
  expect(missing).toMatchObject({ code: 'mapping.missing', message: { vi: expect.stringContaining('hanBoSungHoSo') } })
  await node('baoTrangThai').send({ ...report, trangThai: '2', hanBoSungHoSo: '2026-01-14' })
  await node('baoTrangThai').send({ ...report, trangThai: '4', ketQuaXuLy: { maKetQua: 'KQ.G15.000031' } })
  expect(it.linked.dossiers()[0]?.reports.map(({ trangThai }) => trangThai)).toEqual(['1', '2', '4'])
})

test.each([
  ['guiBoTuPhap', { ...push, ngayTiepNhan: '31/02/2026' }, 'message.wrong-shape'],
  ['guiBoTuPhap', { ...push, module: 'X' }, 'message.wrong-shape'],
  ['guiBoTuPhap', { ...push, maDonVi: '' }, 'mapping.missing'],
  ['traKetQua', { ...question, maDinhDanhHoSo: Array.from({ length: 201 }, () => 'a') }, 'message.wrong-shape'],
  ['traKetQua', { ...question, maTinh: undefined }, 'mapping.missing'],
  ['baoTrangThai', { ...report, trangThai: '9' }, 'message.wrong-shape'],
  ['baoTrangThai', 'không phải đối tượng', 'mapping.missing'],
])('%s: what cannot be sent is told before anything leaves (%#)', async (operation, input, code) => {
  expect(await node(operation).send(input).catch(toErrorData)).toMatchObject({ code, class: 'data' })
  expect(it.linked.state().calls).toBe(0)
})

test('after a cut connection the ministry is asked, and the dossier is not sent twice', async () => {
  const settings = { province: '08' }
  it.linked.faults.set({ dropAfterRate: { value: 1, times: 1 }, only: ['guiBoTuPhap'] })
  expect(await node('guiBoTuPhap', settings).send(push).catch(toErrorData)).toMatchObject({ code: 'connect.cut' })
  const found = await node('guiBoTuPhap', settings).probe(push)
  expect(found).toMatchObject({ port: 'out', message: { body: { ok: true, duplicate: true } } })
  expect(await node('guiBoTuPhap', settings).probe({ ...push, maHoSoMCDT: 'chua-gui' })).toBe('not-done')
  expect(await node('guiBoTuPhap').probe(push)).toBe('unknown')
  expect(it.linked.recorded().filter(({ operation }) => operation === 'guiBoTuPhap')).toHaveLength(1)
})

test('faults of the menu are passing, whatever they look like, and the next call goes through', async () => {
  await node('guiBoTuPhap').send(push)
  const ask = () => node('traKetQua').send(question).catch(toErrorData)
  for (const fault of ['errorRate5xx', 'htmlErrorRate', 'invalidXmlRate', 'halfResponseRate'] as const) {
    it.linked.faults.set({ [fault]: { value: 1, times: 3 } })
    for (let n = 0; n < 3; n++) expect(await ask(), fault).toMatchObject({ class: 'transient' })
    expect(await ask(), fault).toMatchObject({ port: 'out' })
  }
})

test('words about a fault on the other side make a look-up passing, and leave a push in doubt', async () => {
  const partner = await recording({ status: '0', errorDescription: 'Client received SOAP Fault from server' })
  const look = await node('traKetQua', {}, partner.partners).send(question).catch(toErrorData)
  expect(look).toMatchObject({ code: 'partner.unavailable', class: 'transient' })
  const sent = await node('guiBoTuPhap', {}, partner.partners).send(push).catch(toErrorData)
  expect(sent).toMatchObject({ code: 'http.bad-answer', class: 'transient' })
})

test('a token that is over is fetched anew; a wrong password is the fault of our side, without the password', async () => {
  await node('danhSachHoSo').send(null)
  it.linked.faults.set({ sessionExpiredRate: { value: 1, times: 1 } })
  expect(await node('danhSachHoSo').send(null)).toMatchObject({ port: 'out' })
  const wrong = it.over({}, { password: 'mat-khau-sai-123' })
  const error = await node('danhSachHoSo', {}, wrong).send(null).catch(toErrorData)
  expect(error).toMatchObject({ code: 'http.auth', class: 'auth' })
  expect(JSON.stringify(error)).not.toContain('mat-khau-sai-123')
})

test('a partner that is slow is given up after the time limit, one that is gone at once', async () => {
  it.linked.faults.set({ timeoutRate: 1, only: ['danhSachHoSo'] })
  const slow = await node('danhSachHoSo', { timeout: 'PT0.3S' }).send(null).catch(toErrorData)
  expect(slow).toMatchObject({ code: 'connect.timeout' })
  const gone = it.over({ baseUrl: 'http://127.0.0.1:1' })
  expect(await node('danhSachHoSo', {}, gone).send(null).catch(toErrorData)).toMatchObject({ class: 'transient' })
})

test('an id cannot walk out of its segment of the path', async () => {
  const partner = await recording({ status: '0', errorDescription: 'Không tìm thấy' })
  const get = node('layHoSo', { key: { field: 'id' } }, partner.partners)
  expect(await get.send({ id: '../../x?y=1' })).toMatchObject({ port: 'not-found' })
  expect(partner.paths).toEqual(['/api/lienthongdvclt/hosolienthong/..%2F..%2Fx%3Fy%3D1'])
  for (const id of ['', '.', '..', null])
    expect(await get.send({ id }).catch(toErrorData)).toMatchObject({ class: 'data' })
})

test('only a push is sent with an intent, and each operation tells the mapper what it gives', () => {
  const settings = (operation: string) => definition.settings.parse({ connection: 'a', key: '1', operation })
  const effects = ['guiBoTuPhap', 'baoTrangThai', 'danhDauDaNhan', 'traKetQua'].map((one) =>
    effectsOf(definition, settings(one)),
  )
  expect(effects).toEqual(['once', 'idempotent', 'idempotent', 'idempotent'])
  expect(portsOf(definition, settings('layHoSo'))[0]?.schema).toMatchObject({
    properties: { maDonVi: { type: 'string' } },
  })
  expect(definition.settings.safeParse({ connection: 'a', operation: 'layHoSo' }).success).toBe(false)
})

/** A partner that notes what it gets and always answers the same. */
async function recording(answer: object) {
  const bodies: unknown[] = []
  const paths: string[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      paths.push(request.url ?? '')
      const text = Buffer.concat(chunks).toString('utf8')
      bodies.push(text === '' ? undefined : JSON.parse(text))
      response.end(JSON.stringify(answer))
    })
  })
  closing.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const values = { baseUrl: `http://127.0.0.1:${port}`, style: 'adapter', dstcode: 'x', dstcodeIn: 'header' }
  return { bodies, paths, partners: realPartners([handle('national', values, {}, 'lt')]) }
}
