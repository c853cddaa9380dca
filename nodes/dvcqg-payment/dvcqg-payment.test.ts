import { createServer, type Server } from 'node:http'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { paymentConnection } from '#nodes/connections/payment.ts'
import { isPaymentTime, paymentTime } from '#nodes/payment/time.ts'
import { type Dvcqg, PAYMENT_PARTNER } from '#nodes/simulators/index.ts'
import { DOSSIER, startPlatform, toPlatform } from '#nodes/testing/payment-platform.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { effectsOf } from '#shared/node/define.ts'
import type { Emission } from '#shared/node/run.ts'
import { type TestTools, testNode } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

let platform: Dvcqg
let url: string
let server: Server | undefined

beforeEach(async () => {
  ;({ platform, url } = await startPlatform())
})
afterEach(async () => {
  server?.close()
  server = undefined
  await platform.close()
})

const REFERENCE = `${DOSSIER}20260105080000`
const order = { maHoSo: DOSSIER, soTien: 50000, nguoiNop: 'Nguyễn Thị Thử' }
const initSettings = {
  connection: 'tt',
  dossier: { field: 'maHoSo' },
  amount: { field: 'soTien' },
  receipt: [{ target: 'HoTenNguoiNop', value: { field: 'nguoiNop' } }],
}
const init = (tools: TestTools = toPlatform(url), more: object = {}) =>
  testNode({ definition, run }, { ...initSettings, timeout: 'PT0.5S', ...more }, tools)
const query = (tools: TestTools = toPlatform(url), more: object = {}) =>
  testNode(
    { definition, run },
    {
      connection: 'tt',
      operation: 'QUERY',
      reference: { field: 'ma' },
      time: { field: 'luc' },
      timeout: 'PT0.5S',
      ...more,
    },
    tools,
  )
const asked = { ma: REFERENCE, luc: '20260105080000' }
const bodyOf = (emission: Emission | string) =>
  typeof emission === 'object' && emission.kind === 'emit' ? emission.message.body : emission

test('a payment is begun once and gives the address where the citizen pays', async () => {
  const emission = await init().send(order)
  expect(emission).toMatchObject({ port: 'out' })
  expect(bodyOf(emission)).toEqual({
    MaThamChieu: REFERENCE,
    ThoiGianGD: '20260105080000',
    MaHoSo: DOSSIER,
    SoTien: '50000',
    UrlThanhToan: `${url}/thanh-toan/trang/${REFERENCE}`,
    trangThai: 'dang-cho',
  })
  expect(platform.recorded().map(({ operation, key }) => [operation, key])).toEqual([['INIT', REFERENCE]])
  const page = await (await fetch(`${url}/thanh-toan/trang/${REFERENCE}`)).text()
  expect(page).toContain('50000 đồng')
})

test('the result is asked for: open, paid, failed, unknown', async () => {
  await init().send(order)
  expect(bodyOf(await query().send(asked))).toMatchObject({ trangThai: 'dang-cho', TrangThaiGD: '3' })
  await platform.pay(REFERENCE, { silent: true })
  expect(bodyOf(await query().send(asked))).toMatchObject({
    trangThai: 'da-thanh-toan',
    MaThamChieu: REFERENCE,
    MaGiaoDich: expect.stringMatching(/^GD\d{10}$/),
    SoTien: 50000,
  })
  expect(bodyOf(await query().send({ ...asked, ma: 'KHONGCO' }))).toMatchObject({ trangThai: 'khong-co' })
  const second = await init(undefined, { reference: 'B2' }).send(order)
  expect(bodyOf(second)).toMatchObject({ MaThamChieu: 'B2' })
  await platform.pay('B2', { silent: true, state: '4' })
  expect(bodyOf(await query().send({ ...asked, ma: 'B2' }))).toMatchObject({ trangThai: 'that-bai' })
})

test('an afternoon is written in 24 hours, and no other time can be sent', async () => {
  expect(paymentTime('2026-01-05T07:30:00Z')).toBe('20260105143000')
  const afternoon = { run: { id: 'r', flow: 'f', at: '2026-01-05T10:30:00Z', test: true } }
  expect(bodyOf(await init({ ...toPlatform(url), ...afternoon }).send(order))).toMatchObject({
    ThoiGianGD: '20260105173000',
  })
  for (const luc of ['20260105', '2026010517300', '20261305173000', '20260105253000', '05/01/2026 17:30:00'])
    expect(
      await query()
        .send({ ...asked, luc })
        .catch(toErrorData),
      luc,
    ).toMatchObject({ code: 'message.wrong-shape' })
  expect(isPaymentTime('20260105173000')).toBe(true)
})

test.each([
  ['', 'payment.amount'],
  [0, 'payment.amount'],
  [-5, 'payment.amount'],
  [1.5, 'payment.amount'],
  ['50.000', 'payment.amount'],
  ['1e5', 'payment.amount'],
  ['0050000', 'payment.amount'],
  ['9999999999999', 'payment.amount'],
])('the amount %j is refused before anything is sent', async (soTien, code) => {
  expect(
    await init()
      .send({ ...order, soTien })
      .catch(toErrorData),
  ).toMatchObject({ code })
  expect(platform.state().calls).toBe(0)
})

test('text that would move between fields under one hash is refused before anything is sent', async () => {
  const error = await init(undefined, { info: 'Thu phí|PAY' }).send(order).catch(toErrorData)
  expect(error).toMatchObject({
    code: 'message.wrong-shape',
    message: { vi: expect.stringContaining('ThongTinGiaoDich') },
  })
  expect(platform.state().calls).toBe(0)
})

test('a wrong secret or order of fields is a matter of the connection; the secret shows nowhere', async () => {
  const wrongKey = await init(toPlatform(url, {}, 'sai-ma-bi-mat'))
    .send(order)
    .catch(toErrorData)
  expect(wrongKey).toMatchObject({ code: 'payment.hash', class: 'auth', side: 'ours' })
  const initOrder = 'MaThamChieu|SoTien|ThoiGianGD|MaBiMat'
  expect(await init(toPlatform(url, { initOrder })).send(order).catch(toErrorData)).toMatchObject({
    code: 'payment.hash',
  })
  expect(
    await query(toPlatform(url, {}, 'sai-ma-bi-mat'))
      .send(asked)
      .catch(toErrorData),
  ).toMatchObject({
    code: 'payment.hash',
  })
  expect(JSON.stringify(wrongKey)).not.toContain('sai-ma-bi-mat')
  expect(
    await init(toPlatform(url, { maDoiTac: 'KHAC' }))
      .send(order)
      .catch(toErrorData),
  ).toMatchObject({
    code: 'payment.rejected',
    message: { vi: expect.stringContaining('Mã đối tác') },
  })
})

test('what is sent has the hash, the token of the LGSP and never the secret', async () => {
  const sent: { headers: unknown; body: string }[] = []
  server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      sent.push({ headers: request.headers, body: Buffer.concat(chunks).toString() })
      response.end(JSON.stringify({ error_code: '00', message: '{"UrlThanhToan":"https://tt.example/1"}' }))
    })
  })
  const emission = await init(toPlatform(await listening(server))).send(order)
  expect(bodyOf(emission)).toMatchObject({ UrlThanhToan: 'https://tt.example/1' })
  expect(sent[0]?.headers).toMatchObject({ authorization: 'Bearer ma-truy-cap-lgsp' })
  expect(JSON.stringify(sent)).not.toContain(PAYMENT_PARTNER.secretKey)
  expect(JSON.parse(sent[0]?.body ?? '')).toMatchObject({
    LoaiBanTin: 'INIT',
    PhienBan: '1.0.6',
    MaTienTe: 'VND',
    MaXacThuc: expect.stringMatching(/^[0-9a-f]{64}$/),
    ThongTinBienLai: {
      MaHoSo: DOSSIER,
      HoTenNguoiNop: 'Nguyễn Thị Thử',
      DSKhoanNop: [{ NoiDung: `THANH TOAN HO SO ${DOSSIER}`, SoTien: '50000' }],
    },
  })
})

test.each([
  ['a connection lost after the work', { dropAfterRate: { value: 1, times: 1 } }, 'done'],
  ['half a reply after the work', { halfResponseRate: { value: 1, times: 1 } }, 'done'],
  ['a SOAP fault after the work', { invalidXmlRate: { value: 1, times: 1 } }, 'done'],
  ['no answer', { timeoutRate: { value: 1, times: 1 } }, 'not-done'],
  ['a slow answer', { delayMs: { value: 1500, times: 1 } }, 'not-done'],
  ['HTTP 5xx', { errorRate5xx: { value: 1, times: 1 } }, 'not-done'],
  ['HTTP 200 with an error page', { htmlErrorRate: { value: 1, times: 1 } }, 'not-done'],
] as const)('after %s nobody knows, and the probe asks before a second INIT', async (_name, dial, expected) => {
  platform.faults.set({ ...dial, only: ['INIT'] })
  expect(await init().send(order).catch(toErrorData)).toMatchObject({ class: 'transient' })
  platform.faults.clear()
  const found = await init().probe(order)
  if (expected === 'not-done') {
    expect(found).toBe('not-done')
    return
  }
  expect(bodyOf(found)).toMatchObject({ MaThamChieu: REFERENCE, UrlThanhToan: expect.stringContaining(REFERENCE) })
  expect(platform.recorded().filter(({ operation }) => operation === 'INIT')).toHaveLength(1)
})

test('a known payment whose address is lost is a matter for a person, unless it has been paid', async () => {
  await init().send(order)
  platform.paymentSettings.repeatsUrl = false
  expect(await init().probe(order)).toBe('unknown')
  await platform.pay(REFERENCE, { silent: true })
  expect(bodyOf(await init().probe(order))).toMatchObject({ trangThai: 'da-thanh-toan', UrlThanhToan: '' })
})

test('"already there" sends the step to its probe instead of begging twice', async () => {
  await init().send(order)
  expect(await init().send(order).catch(toErrorData)).toMatchObject({ code: 'http.bad-answer', class: 'transient' })
  expect(platform.recorded()).toHaveLength(1)
})

test.each([
  ['a reply without code', '{"message":"x"}', 'http.bad-answer'],
  ['a message that is no JSON', '{"error_code":0,"message":"Thành công"}', 'http.bad-answer'],
  [
    'an address that is none',
    '{"error_code":"0","message":"{\\"UrlThanhToan\\":\\"javascript:alert(1)\\"}"}',
    'http.bad-answer',
  ],
  ['a SOAP fault as text', '{"error_code":"-1","message":"Client received SOAP Fault from server"}', 'http.bad-answer'],
  ['a list', '[]', 'http.bad-answer'],
  ['a refusal', '{"error_code":"07","message":"Tài khoản thụ hưởng không đúng"}', 'payment.rejected'],
])('INIT with %s is an error', async (_name, text, code) => {
  server = createServer((_request, response) => void response.end(text))
  const tools = toPlatform(await listening(server))
  expect(await init(tools).send(order).catch(toErrorData)).toMatchObject({ code })
})

test('a QUERY that answers for another payment is not believed, and a dead platform is transient', async () => {
  server = createServer((_request, response) => {
    response.end(JSON.stringify({ MaLoi: '00', TrangThaiGD: '1', MaThamChieu: 'KHAC' }))
  })
  const tools = toPlatform(await listening(server))
  expect(await query(tools).send(asked).catch(toErrorData)).toMatchObject({ code: 'http.bad-answer' })
  expect(await query(toPlatform('http://127.0.0.1:9')).send(asked).catch(toErrorData)).toMatchObject({
    code: 'connect.unreachable',
  })
})

test('beginning is done once, asking repeats freely; each says what it needs', () => {
  expect(effectsOf(definition, definition.settings.parse(initSettings))).toBe('once')
  const settings = { connection: 'a', operation: 'QUERY', reference: 'x', time: 'y' }
  expect(effectsOf(definition, definition.settings.parse(settings))).toBe('idempotent')
  const missing = (given: object) =>
    definition.settings.safeParse({ connection: 'a', ...given }).error?.issues.map(({ path }) => path.join('.'))
  expect(missing({})).toEqual(['dossier', 'amount'])
  expect(missing({ operation: 'QUERY' })).toEqual(['reference', 'time'])
})

test.each([
  ['callbackOrder', 'MaLoi|MaThamChieu|MaBiMat'],
  ['callbackOrder', 'MaThamChieu|SoTien|MaBiMat'],
  ['initOrder', 'MaThamChieu|SoTien'],
  ['initOrder', 'MaThamChieu|MaThamChieu|MaBiMat'],
  ['queryOrder', 'MaThamChieu,MaBiMat'],
])('the order of fields %s = %s is refused when the connection is saved', (name, value) => {
  const base = { baseUrl: 'https://a.vn', maDoiTac: 'X' }
  expect(paymentConnection.values.safeParse(base).success).toBe(true)
  expect(paymentConnection.values.safeParse({ ...base, [name]: value }).success).toBe(false)
})

async function listening(it: Server): Promise<string> {
  await new Promise<void>((done) => it.listen(0, '127.0.0.1', done))
  const address = it.address()
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
}
