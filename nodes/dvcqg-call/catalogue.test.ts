import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDvcqg, DVCQG_ACCOUNT, DVCQG_DSTCODE, type Dvcqg, GPLX_DSTCODE } from '#nodes/simulators/index.ts'
import { handle, realPartners } from '#nodes/testing/real-partners.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { effectsOf, type JsonSchema, portsOf } from '#shared/node/define.ts'
import type { Emission } from '#shared/node/run.ts'
import { testNode } from '#shared/node/testing.ts'
import { fieldAt } from '#shared/schema/body-schema.ts'
import { definition } from './definition.ts'
import { refusalCode } from './refusals.ts'
import { run } from './run.ts'
import { SERVICES } from './services.ts'

let portal: Dvcqg
let url: string

beforeEach(async () => {
  portal = createDvcqg()
  url = (await portal.listen(0)).url
})
afterEach(() => portal.close())

function node(service: string, settings: object = {}, dstcode: string = DVCQG_DSTCODE) {
  const baseUrl = `${url}/XrdAdapter/RestService/forward`
  const values = { baseUrl, style: 'session', maDonVi: '000.00.00.H22', username: DVCQG_ACCOUNT.username, dstcode }
  const partners = realPartners([handle('national', values, { password: DVCQG_ACCOUNT.password }, 'cong')])
  return testNode({ definition, run }, { connection: 'cong', service, ...settings }, partners)
}
const gplx = (service: string, settings: object = {}) => node(service, settings, GPLX_DSTCODE)

const bodyOf = (emission: Emission): Readonly<Record<string, unknown>> =>
  emission.kind === 'emit' && typeof emission.message.body === 'object' ? { ...emission.message.body } : {}
const resultOf = async (emission: Promise<Emission>): Promise<readonly Record<string, unknown>[]> => {
  const { result } = bodyOf(await emission)
  return Array.isArray(result) ? result : []
}

const answer = (more: object = {}) => ({
  HOIDAPID: 90001,
  MADONVI: '000.00.00.H22',
  NGUOITRALOI: 'Lê Văn Thử',
  CHUCVUNGUOITRALOI: 'Chuyên viên',
  NGAYTRALOI: '05/01/2026',
  NOIDUNGTRALOI: 'Đăng ký tại nơi cư trú của cha hoặc mẹ.',
  ...more,
})

test('every service says what leaves, so that the mapper offers its fields', () => {
  const outOf = (service: string): JsonSchema =>
    portsOf(definition, definition.settings.parse({ connection: 'a', service, otherService: 'X' }))[0]?.schema ?? {}
  const at = (service: string, ...path: string[]) => fieldAt(outOf(service), ['result', ...path]).is
  for (const { name } of SERVICES) expect(fieldAt(outOf(name), ['ok']).is, name).toBe('sure')
  expect(at('TraCuuHoSo', 'DanhSachTienDo', 'NguoiXuLy')).toBe('sure')
  expect(at('LayThuTuc', 'CACHTHUCTHUCHIEN', 'THOIGIAN', 'THOIGIANGIAIQUYET')).toBe('sure')
  expect(at('GplxDanhSachHoSo', 'hoSoDinhKem', 'filedinhkem')).toBe('sure')
  expect(at('GplxLayTaiLieuHoSo', 'Base64')).toBe('sure')
  expect(at('LayDanhSachHoiDapGuiTuDVCQG', 'NOIDUNG')).toBe('sure')
  expect(outOf('other')).toEqual({})
})

test('reading repeats freely and every writing service does not', () => {
  for (const { name, kind } of SERVICES)
    expect(effectsOf(definition, definition.settings.parse({ connection: 'a', service: name })), name).toBe(
      kind === 'read' ? 'idempotent' : 'once',
    )
})

test.each([
  ['TraCuuHoSo', 'mahoso'],
  ['LayThuTuc', 'maTTHC'],
  ['TraCuuTechID', 'mstorcmnd'],
  ['LayNoiDungTraLoiTheoCauHoi', 'cauhoiid'],
  ['GplxDanhSachHoSo', 'ngayNhan1'],
  ['GplxTraCuuHoSo', 'mahoso'],
  ['GplxLayTaiLieuHoSo', 'duongdanteptin'],
])('%s without %s is refused before anything is sent', async (service, field) => {
  const error = await node(service).send({ khac: 1 }).catch(toErrorData)
  expect(error).toMatchObject({ code: 'mapping.missing' })
  expect(JSON.stringify(error)).toContain(field)
  expect(portal.state().calls).toBe(0)
})

test('a look-up takes only its own fields out of the message', async () => {
  const asked: unknown[] = []
  const http = async (_id: string, request: { readonly body?: unknown }): Promise<never> => {
    asked.push(request.body)
    throw new Error('chỉ xem yêu cầu')
  }
  const values = { baseUrl: url, style: 'session', maDonVi: 'H22', username: 'a', dstcode: 'x' }
  const { connection } = realPartners([handle('national', values, { password: 'b' }, 'cong')])
  const tested = testNode({ definition, run }, { connection: 'cong', service: 'TraCuuHoSo' }, { http, connection })
  await tested.send({ MaHoSo: 'a', ChuHoSo: 'Nguyễn Thị Thử' }, { shared: async () => 'phien' as never }).catch(() => 0)
  expect(asked).toEqual([{ mahoso: 'a', session: 'phien', madonvi: 'H22', service: 'TraCuuHoSo' }])
})

test('questions of citizens come in, an answer goes out once, and the portal shows it', async () => {
  const asked = await resultOf(node('LayDanhSachHoiDapGuiTuDVCQG').send({}))
  expect(asked[0]).toMatchObject({ HOIDAPID: 90001, TRALOIID: 0, NOIDUNG: expect.stringContaining('khai sinh') })
  expect(await node('DongBoKetQuaHoiDapGuiTuDVCQG').send(answer())).toMatchObject({
    port: 'out',
    message: { body: { ok: true, duplicate: false, result: [{ HOIDAPID: 90001 }] } },
  })
  expect(await node('DongBoKetQuaHoiDapGuiTuDVCQG').send([answer()])).toMatchObject({
    port: 'out',
    message: { body: { ok: true, duplicate: true } },
  })
  expect(await resultOf(node('LayNoiDungTraLoiTheoCauHoi').send({ HOIDAPID: 90001 }))).toEqual([
    { TRALOIID: expect.any(Number), NOIDUNGTRALOI: answer().NOIDUNGTRALOI },
  ])
  const wrong = await node('DongBoKetQuaHoiDapGuiTuDVCQG')
    .send(answer({ HOIDAPID: 7 }))
    .catch(toErrorData)
  expect(wrong).toMatchObject({ code: 'dvcqg.rejected', message: { vi: expect.stringContaining('câu hỏi 7') } })
  const shape = await node('DongBoHoiDap')
    .send([{ NOIDUNG: 'x' }])
    .catch(toErrorData)
  expect(shape).toMatchObject({ code: 'message.wrong-shape' })
})

test.each([
  ['a connection lost after the work', { dropAfterRate: { value: 1, times: 1 } }, 'done'],
  ['half an answer after the work', { halfResponseRate: { value: 1, times: 1 } }, 'done'],
  ['a SOAP fault after the work', { invalidXmlRate: { value: 1, times: 1 } }, 'done'],
  ['an error page with HTTP 200', { htmlErrorRate: { value: 1, times: 1 } }, 'not-done'],
  ['no answer', { timeoutRate: { value: 1, times: 1 } }, 'not-done'],
] as const)('after %s the probe asks for the answer by its question', async (_name, dial, expected) => {
  const sending = node('DongBoKetQuaHoiDapGuiTuDVCQG', { timeout: 'PT0.4S' })
  portal.faults.set({ ...dial, only: ['DongBoKetQuaHoiDapGuiTuDVCQG'] })
  expect(await sending.send(answer()).catch(toErrorData)).toMatchObject({ class: 'transient' })
  portal.faults.clear()
  const found = await sending.probe(answer())
  if (expected === 'done') expect(found).toMatchObject({ port: 'out', message: { body: { duplicate: true } } })
  else expect(found).toBe('not-done')
})

test('a question of the agency is found in the list; one that is not shown yet is a matter for a person', async () => {
  const sending = node('DongBoHoiDap')
  const question = { HOIDAPID: '501', MaLinhVuc: 'G15-HT04', NOIDUNG: 'Cần giấy tờ gì?', MADONVI: '000.00.00.H22' }
  expect(await sending.probe(question)).toBe('unknown')
  await sending.send(question)
  expect(await sending.probe(question)).toMatchObject({ port: 'out' })
  expect(await sending.probe({ ...question, NOIDUNG: 'Khác' })).toBe('unknown')
})

test('licence dossiers: list, detail and file, each with its own shape of reply in one', async () => {
  const days = { ngayNhan1: '2026-01-02', ngayNhan2: '2026-01-05' }
  const listed = await resultOf(gplx('GplxDanhSachHoSo').send(days))
  expect(listed).toHaveLength(8)
  expect(listed[0]).toMatchObject({ maHoSo: '000.00.00.G01-260102-0001', ngaySinh: expect.stringMatching(/^\d{4}-/) })
  expect(await resultOf(gplx('GplxTraCuuHoSo').send(listed[0]))).toMatchObject([
    { MaHoSo: '000.00.00.G01-260102-0001', MaTTHC: '1.002809', NgayNop: expect.stringMatching(/^02\/01\/2026 /) },
  ])
  expect(await resultOf(gplx('GplxTraCuuHoSo').send({ mahoso: '000.00.00.G01-260102-0009' }))).toEqual([])
  const papers = listed[0]?.hoSoDinhKem
  const [file] = await resultOf(gplx('GplxLayTaiLieuHoSo').send(Array.isArray(papers) ? papers[1] : {}))
  expect(Buffer.from(String(file?.Base64), 'base64').toString('latin1')).toMatch(/^%PDF-1\.4/)
  const long = await gplx('GplxDanhSachHoSo')
    .send({ ngayNhan1: '2026-01-01', ngayNhan2: '2026-03-01' })
    .catch(toErrorData)
  expect(long).toMatchObject({ code: 'dvcqg.bad-field', message: { vi: expect.stringContaining('31 ngày') } })
  const wrongPlace = await node('GplxDanhSachHoSo').send(days).catch(toErrorData)
  expect(wrongPlace).toMatchObject({ code: 'dvcqg.unknown-service', side: 'ours' })
})

test.each([
  ['an expired session', { sessionExpiredRate: { value: 1, times: 1 } }, 'out'],
  ['HTTP 200 with an error page', { htmlErrorRate: { value: 1, times: 1 } }, 'http.bad-answer'],
  ['a SOAP fault as text', { invalidXmlRate: { value: 1, times: 1 } }, 'http.bad-answer'],
  ['half a reply', { halfResponseRate: { value: 1, times: 1 } }, 'connect.cut'],
  ['a lost connection', { dropAfterRate: { value: 1, times: 1 } }, 'connect.cut'],
  ['a slow partner', { delayMs: { value: 5000, times: 1 } }, 'connect.timeout'],
  ['HTTP 5xx', { errorRate5xx: { value: 1, times: 1 } }, 'http.server-error'],
] as const)('a licence file with %s ends in a known way', async (_name, dial, expected) => {
  portal.faults.set({ ...dial, only: ['GPLX.LayTaiLieuHoSo'] })
  const body = { filedinhkem: '/gplx/000.00.00.G01-260102-0001/1.pdf' }
  const got = await gplx('GplxLayTaiLieuHoSo', { timeout: 'PT0.4S' }).send(body).catch(toErrorData)
  if (expected === 'out') expect(got).toMatchObject({ port: 'out' })
  else expect(got).toMatchObject({ code: expected, class: 'transient' })
})

test.each([
  ['Cán bộ CHƯA ĐƯỢC CẤP QUYỀN sử dụng dịch vụ', 'dvcqg.access'],
  ['Dịch vụ "X" không được hỗ trợ', 'dvcqg.unknown-service'],
  ['Mã thủ tục 9.999999 không có trên Cổng Dịch vụ công quốc gia', 'dvcqg.unknown-procedure'],
  ['Không tìm thấy hồ sơ A để cập nhật'.normalize('NFD'), 'dvcqg.unknown-dossier'],
  ['Dữ liệu không hợp lệ: data[0].MaTTHC không đúng định dạng', 'dvcqg.bad-field'],
  ['Hồ sơ đang được xử lý ở nơi khác', 'dvcqg.rejected'],
])('the refusal "%s" is %s', (words, code) => {
  expect(refusalCode(words)).toBe(code)
})
