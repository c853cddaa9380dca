import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDvcqg, DVCQG_ACCOUNT, DVCQG_DSTCODE, type Dvcqg } from '#nodes/simulators/index.ts'
import { handle, type RealPartners, realPartners } from '#nodes/testing/real-partners.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { effectsOf } from '#shared/node/define.ts'
import { testNode } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

let portal: Dvcqg
let partners: RealPartners
let url: string

function connect(password: string = DVCQG_ACCOUNT.password, more: object = {}): RealPartners {
  const baseUrl = `${url}/XrdAdapter/RestService/forward`
  const values = {
    baseUrl,
    style: 'session',
    maDonVi: '000.00.00.H22',
    username: DVCQG_ACCOUNT.username,
    dstcode: DVCQG_DSTCODE,
    ...more,
  }
  return realPartners([handle('national', values, { password }, 'cong')])
}

beforeEach(async () => {
  portal = createDvcqg()
  url = (await portal.listen(0)).url
  partners = connect()
})

afterEach(() => portal.close())

const node = (settings: object = {}, by: RealPartners = partners) =>
  testNode({ definition, run }, { connection: 'cong', ...settings }, by)

const codeOf = (number: number): string => `000.00.00.H22-260105-${String(number).padStart(4, '0')}`

const dossier = (number: number, more: object = {}) => ({
  MaHoSo: codeOf(number),
  MaTTHC: '1.001193',
  TenTTHC: 'Đăng ký khai sinh',
  MaLinhVuc: 'G15-HT',
  TenLinhVuc: 'Hộ tịch',
  KenhThucHien: '1',
  ChuHoSo: 'Trần Thị Thử',
  LoaiDoiTuong: '1',
  TrichYeuHoSo: 'Đăng ký khai sinh',
  NgayTiepNhan: '20260105080000',
  TrangThaiHoSo: '2',
  DonViXuLy: 'UBND phường (thử)',
  ...more,
})

const step = (number: number, content: string) => ({
  MaHoSo: codeOf(number),
  NguoiXuLy: 'Lê Văn Thử',
  ThoiDiemXuLy: '20260105090000',
  NoiDungXuLy: content,
  TrangThai: '4',
})

test('a new dossier is inserted and the reply comes in one shape', async () => {
  const message = { body: dossier(1), headers: { a: 'b' }, keys: { maHoSo: codeOf(1) } }
  expect(await node().send(message)).toEqual({
    kind: 'emit',
    port: 'out',
    message: {
      ...message,
      body: {
        ok: true,
        duplicate: false,
        retryable: false,
        code: expect.stringMatching(/^00?$/),
        message: 'Đồng bộ hồ sơ thành công',
        result: [{ MaHoSo: codeOf(1) }],
      },
    },
  })
  expect(portal.effects()[codeOf(1)]).toMatchObject({ inserts: 1, updates: 0 })
})

test('what the portal has already is updated, kept, or only updated, as the node says', async () => {
  await node().send(dossier(1))
  expect(await node().send(dossier(1, { TrangThaiHoSo: '4' }))).toMatchObject({
    message: { body: { ok: true, duplicate: true } },
  })
  expect(portal.dossier(codeOf(1))?.data.TrangThaiHoSo).toBe('4')
  expect(await node({ mode: 'insert' }).send(dossier(1, { TrangThaiHoSo: '9' }))).toMatchObject({
    port: 'out',
    message: { body: { duplicate: true } },
  })
  expect(portal.dossier(codeOf(1))?.data.TrangThaiHoSo).toBe('4')
  await node({ mode: 'update' }).send(dossier(1, { TrangThaiHoSo: '9' }))
  expect(portal.dossier(codeOf(1))?.data.TrangThaiHoSo).toBe('9')
  expect(portal.effects()[codeOf(1)]).toMatchObject({ inserts: 1, updates: 2 })
})

test.each(['insert', 'insert-then-update'])(
  'in a list (%s) the dossiers beside one that exists are not lost',
  async (mode) => {
    await node().send(dossier(2))
    const list = [dossier(1), dossier(2, { TrangThaiHoSo: '4' }), dossier(3)]
    expect(await node({ mode }).send(list)).toMatchObject({
      port: 'out',
      message: { body: { ok: true, duplicate: true } },
    })
    expect(Object.keys(portal.effects()).sort()).toEqual([codeOf(1), codeOf(2), codeOf(3)])
    expect(portal.dossier(codeOf(2))?.data.TrangThaiHoSo).toBe(mode === 'insert' ? '2' : '4')
  },
)

test('a refusal is an error with the words of the portal, or leaves through its own port', async () => {
  const wrong = dossier(1, { MaTTHC: '9.999999' })
  const error = await node().send(wrong).catch(toErrorData)
  expect(error).toMatchObject({ code: 'dvcqg.unknown-procedure', class: 'data' })
  expect(JSON.stringify(error)).toContain('9.999999')
  expect(await node({ onReject: 'port' }).send(wrong)).toMatchObject({
    port: 'rejected',
    message: { body: { ok: false, code: '-1' } },
  })
})

test('one session serves many calls at once, and one that is over is replaced within the call', async () => {
  await Promise.all(Array.from({ length: 8 }, (_, index) => node().send(dossier(index))))
  expect(portal.state().counts.sessions).toBe(1)
  portal.faults.set({ sessionExpiredRate: { value: 1, times: 1 } })
  expect(await node({ mode: 'update' }).send(dossier(1))).toMatchObject({ port: 'out' })
  expect(portal.effects()[codeOf(1)]).toMatchObject({ inserts: 1, updates: 1 })
})

test('a session that is over again and again is transient', async () => {
  portal.faults.set({ sessionExpiredRate: 1 })
  expect(await node().send(dossier(1)).catch(toErrorData)).toMatchObject({ code: 'dvcqg.session', class: 'transient' })
})

test('a wrong password is a matter of the connection and does not show in the error', async () => {
  const error = await node({}, connect('sai-mat-khau')).send(dossier(1)).catch(toErrorData)
  expect(error).toMatchObject({ code: 'http.auth', class: 'auth' })
  expect(JSON.stringify(error)).not.toContain('sai-mat-khau')
})

test('dstcode may travel as a header', async () => {
  expect(await node({}, connect(undefined, { dstcodeIn: 'header' })).send(dossier(1))).toMatchObject({ port: 'out' })
})

test('look-ups take their fields from the node or from the message', async () => {
  await node().send(dossier(1))
  const found = {
    port: 'out',
    message: {
      body: { ok: true, result: [expect.objectContaining({ MaHoSo: codeOf(1), TenTrangThaiHoSo: 'Được tiếp nhận' })] },
    },
  }
  const fields = [{ name: 'mahoso', value: { field: 'ma' } }]
  expect(await node({ service: 'TraCuuHoSo', fields }).send({ ma: codeOf(1) })).toMatchObject(found)
  expect(await node({ service: 'TraCuuHoSo' }).send({ MaHoSo: codeOf(1) })).toMatchObject(found)
  expect(await node({ service: 'LayThuTuc' }).send({ maTTHC: '1.001193' })).toMatchObject({
    message: { body: { ok: true } },
  })
  const tables = ['LayDanhMucLinhVuc', 'LayDanhMucCoQuan', 'LayDanhSachTTHC']
  for (const service of tables)
    expect(await node({ service }).send({})).toMatchObject({
      message: { body: { result: expect.arrayContaining([expect.any(Object)]) } },
    })
  const other = { service: 'other', otherService: 'TraCuuTechID', otherKind: 'read' }
  expect(await node({ service: 'TraCuuTechID' }).send({ SoDinhDanh: '001099000001' })).toMatchObject({
    message: { body: { result: [{ TECHNICALID: 'GL0001099000001' }] } },
  })
  expect(await node(other).send({ provider: 'wso2is', mstorcmnd: '001099000001' })).toMatchObject({
    message: { body: { ok: true } },
  })
})

test('more than ten progress steps are refused before anything is sent', async () => {
  const steps = Array.from({ length: 11 }, (_, index) => step(1, `Bước ${index}`))
  const refused = await node({ service: 'CapNhatTienDoHoSoMC' }).send(steps).catch(toErrorData)
  expect(refused).toMatchObject({ code: 'dvcqg.too-many', message: { vi: expect.stringContaining('11') } })
  expect(portal.state().calls).toBe(0)
})

test.each([[[]], ['chữ'], [{ MaTTHC: '1' }], [[dossier(1), { MaHoSo: 7 }]]])(
  'the data %j has not the shape',
  async (body) => {
    expect(await node().send(body).catch(toErrorData)).toMatchObject({ code: 'message.wrong-shape' })
  },
)

const UNKNOWN = new Set(['connect.timeout', 'connect.cut', 'http.bad-answer'])

test.each([
  ['no answer', { timeoutRate: { value: 1, times: 1 } }, 'not-done'],
  ['HTTP 5xx', { errorRate5xx: { value: 1, times: 1 } }, 'not-done'],
  ['an error page with HTTP 200', { htmlErrorRate: { value: 1, times: 1 } }, 'not-done'],
  ['a connection cut after the work', { dropAfterRate: { value: 1, times: 1 } }, 'done'],
  ['half an answer after the work', { halfResponseRate: { value: 1, times: 1 } }, 'done'],
] as const)('after %s the outcome of a write is unknown, and the probe finds out', async (_name, dial, expected) => {
  await node().send(dossier(1))
  const services = [
    [node({ timeout: 'PT0.3S' }), dossier(2), 'DongBoHoSoMC'],
    [node({ service: 'CapNhatTienDoHoSoMC', timeout: 'PT0.3S' }), step(1, 'Thẩm định'), 'CapNhatTienDoHoSoMC'],
  ] as const
  for (const [sending, body, only] of services) {
    portal.faults.set({ ...dial, only: [only] })
    const error = await sending.send(body).catch(toErrorData)
    expect(error).toMatchObject({ class: 'transient' })
    expect(UNKNOWN).toContain('code' in error ? error.code : '')
    portal.faults.clear()
    const found = await sending.probe(body)
    if (expected === 'done')
      expect(found).toMatchObject({ port: 'out', message: { body: { ok: true, duplicate: true } } })
    else expect(found).toBe('not-done')
  }
})

test('the answer "already there" after the work was done is success', async () => {
  portal.faults.set({ duplicateRate: { value: 1, times: 1 } })
  expect(await node().send(dossier(1))).toMatchObject({ port: 'out', message: { body: { ok: true } } })
  expect(portal.effects()[codeOf(1)]?.inserts).toBe(1)
})

test('the probe does not take an older state of the dossier for ours', async () => {
  await node().send(dossier(1))
  expect(await node().probe(dossier(1, { TrangThaiHoSo: '4' }))).toBe('not-done')
  expect(await node().probe(dossier(1, { NgayTiepNhan: '20260106080000' }))).toBe('not-done')
  expect(await node().probe([dossier(1), dossier(2)])).toBe('not-done')
})

test('a person decides when only some steps are there', async () => {
  await node().send(dossier(1))
  const progress = node({ service: 'CapNhatTienDoHoSoMC' })
  await progress.send(step(1, 'Một'))
  expect(await progress.probe([step(1, 'Một'), step(1, 'Hai')])).toBe('unknown')
  expect(await progress.probe(step(9, 'Chưa có hồ sơ'))).toBe('not-done')
})

test('reading repeats freely, writing does not', () => {
  const effects = (settings: object) =>
    effectsOf(definition, definition.settings.parse({ connection: 'a', ...settings }))
  expect(effects({})).toBe('once')
  expect(effects({ service: 'CapNhatTienDoHoSoMC' })).toBe('once')
  expect(effects({ service: 'TraCuuHoSo' })).toBe('idempotent')
  expect(effects({ service: 'other', otherService: 'A' })).toBe('once')
  expect(effects({ service: 'other', otherService: 'A', otherKind: 'read' })).toBe('idempotent')
})
