import { afterEach, beforeEach, expect, test } from 'vitest'
import { createNgsp, NGSP_CONSUMER, NGSP_LGSP_ACCESS, type Ngsp, SAMPLE_TAX_CODES } from '#nodes/simulators/index.ts'
import { handle, type RealPartners, realPartners } from '#nodes/testing/real-partners.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { effectsOf } from '#shared/node/define.ts'
import { testNode } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { readEnterprise } from './enterprise.ts'
import { run } from './run.ts'

let platform: Ngsp
let url: string
let partners: RealPartners

beforeEach(async () => {
  platform = createNgsp()
  url = (await platform.listen(0)).url
  partners = oauth()
})

afterEach(() => platform.close())

function oauth(secret: string = NGSP_CONSUMER.secret, more: object = {}): RealPartners {
  const values = { baseUrl: url, consumerKey: NGSP_CONSUMER.key, ...more }
  return realPartners([handle('national', values, { consumerSecret: secret }, 'ngsp')])
}

const node = (settings: object = {}, by: RealPartners = partners) =>
  testNode({ definition, run }, { connection: 'ngsp', key: { field: 'mst' }, ...settings }, by)

const calls = (): number => platform.state().calls

test('both generations of the register give one shape', async () => {
  for (const mst of SAMPLE_TAX_CODES) {
    const known = platform.enterprises().get(mst)
    const [day, month, year] = known?.founded.split('/') ?? []
    expect(await node().send({ mst }), known?.shape ?? '').toEqual({
      kind: 'emit',
      port: 'out',
      message: {
        headers: {},
        keys: {},
        body: {
          maSo: mst,
          ten: known?.name,
          tenVietTat: known?.shortName,
          loaiHinh: known?.type.name,
          maTrangThai: known?.status,
          trangThai: expect.stringMatching(/^(Đang hoạt động|Tạm ngừng kinh doanh|Đã giải thể)$/),
          ngayThanhLap: `${year}-${month}-${day}`,
          diaChi: known?.address,
          nguoiDaiDien: expect.stringContaining(known?.representatives[0]?.name ?? '?'),
          nganhNghe: known?.activities.map(({ code, name, main }) => ({ ma: code, ten: name, chinh: main })),
        },
      },
    })
  }
})

test('without normalising the answer stays as it is', async () => {
  const answer = await node({ normalise: false }).send({ mst: SAMPLE_TAX_CODES[0] })
  expect(answer).toMatchObject({ message: { body: { ENTERPRISE_GDT_CODE: SAMPLE_TAX_CODES[0] } } })
})

test('an enterprise that is not there leaves through its own port with the message as it came', async () => {
  expect(await node().send({ mst: '0000000000' })).toMatchObject({
    port: 'not-found',
    message: { body: { mst: '0000000000' } },
  })
  expect(await node({ operation: 'Category' }).send({ mst: 'khong-co' })).toMatchObject({ port: 'not-found' })
  expect(await node({ operation: 'tinhTrangHoSo' }).send({ mst: 'khong-co' })).toMatchObject({ port: 'not-found' })
})

test('a refusal with HTTP 200 is an error with the words of the platform', async () => {
  const parameters = [{ name: 'from_ts', value: 'sáng' }]
  const today = node({ operation: 'danhSachHoSoTrongNgay', key: undefined, parameters })
  expect(await today.send({}).catch(toErrorData)).toMatchObject({
    code: 'ngsp.rejected',
    message: { vi: expect.stringContaining('HH:mm') },
  })
})

test('an empty number is refused before anything is sent', async () => {
  expect(await node().send({ mst: ' ' }).catch(toErrorData)).toMatchObject({ code: 'mapping.missing' })
  expect(calls()).toBe(0)
})

test('code tables come as lists, with and without version segment', async () => {
  const peoples = { port: 'out', message: { body: expect.arrayContaining([{ MaDanToc: '01', TenDanToc: 'Kinh' }]) } }
  expect(await node({ operation: 'Category' }).send({ mst: 'madantoc' })).toMatchObject(peoples)
  expect(await node({ operation: 'Category', version: 'none' }).send({ mst: 'madantoc' })).toMatchObject(peoples)
  expect(await node({ operation: 'Metadata' }).send({ mst: 'madantoc' })).toMatchObject({
    message: { body: [{ PropertyCode: 'MaDanToc' }, {}] },
  })
  const free = { operation: 'free', path: '/dmdc/1.0/Category/madantoc', key: undefined }
  expect(await node(free).send({})).toMatchObject(peoples)
})

test('one token serves many calls at once', async () => {
  await Promise.all(SAMPLE_TAX_CODES.map((mst) => node().send({ mst })))
  expect(calls()).toBe(SAMPLE_TAX_CODES.length + 1)
})

test('a token that the platform no longer takes is replaced once within the call', async () => {
  await node().send({ mst: SAMPLE_TAX_CODES[0] })
  platform.faults.set({ sessionExpiredRate: { value: 1, times: 1 } })
  expect(await node().send({ mst: SAMPLE_TAX_CODES[0] })).toMatchObject({ port: 'out' })
  platform.faults.set({ sessionExpiredRate: 1 })
  const error = await node().send({ mst: SAMPLE_TAX_CODES[0] }).catch(toErrorData)
  expect(error).toMatchObject({ code: 'http.auth', class: 'auth' })
  platform.faults.clear()
  expect(await node().send({ mst: SAMPLE_TAX_CODES[0] })).toMatchObject({ port: 'out' })
})

test('the LGSP style sends its header with the token and with each call', async () => {
  const { AccessKey, SecretKey, AppName, PartnerCode, PartnerCodeCus } = NGSP_LGSP_ACCESS
  const values = {
    baseUrl: url,
    style: 'lgsp',
    accessKey: AccessKey,
    appName: AppName,
    partnerCode: PartnerCode,
    partnerCodeCus: PartnerCodeCus,
  }
  const lgsp = realPartners([handle('national', values, { secretKey: SecretKey }, 'ngsp')])
  expect(await node({}, lgsp).send({ mst: SAMPLE_TAX_CODES[0] })).toMatchObject({ port: 'out' })
})

test.each(['basic', 'form', 'json'])('keys may be sent as %s', async (clientAuth) => {
  expect(await node({}, oauth(undefined, { clientAuth })).send({ mst: SAMPLE_TAX_CODES[0] })).toMatchObject({
    port: 'out',
  })
})

test('wrong keys are a matter of the connection and do not show in the error', async () => {
  const error = await node({}, oauth('khoa-sai-hoan-toan')).send({ mst: SAMPLE_TAX_CODES[0] }).catch(toErrorData)
  expect(error).toMatchObject({ code: 'http.auth' })
  expect(JSON.stringify(error)).not.toContain('khoa-sai-hoan-toan')
})

test('too many calls are transient', async () => {
  platform.setQuota(1)
  await node().send({ mst: SAMPLE_TAX_CODES[0] })
  const again = await node().send({ mst: SAMPLE_TAX_CODES[1] }).catch(toErrorData)
  expect(again).toMatchObject({
    code: 'http.too-many',
    class: 'transient',
    details: { retryAfter: expect.any(String) },
  })
})

test('a tax code that came as a number gets its leading zero back', () => {
  const main = { ENTERPRISE_GDT_CODE: 100109106, NAME: 'CÔNG TY THỬ', FOUNDING_DATE: '2010-02-03T00:00:00' }
  expect(
    readEnterprise({ Data: { MainInformation: main, Representatives: [{ FULL_NAME: 'A' }, { FULL_NAME: 'B' }] } }),
  ).toMatchObject({
    maSo: '0100109106',
    ngayThanhLap: '2010-02-03',
    nguoiDaiDien: 'A; B',
  })
})

test.each([null, [], {}, { Data: {} }, { GetEntCert: null }, { Data: { MainInformation: [] } }])(
  '%j is no enterprise',
  (answer) => {
    expect(readEnterprise(answer)).toBeUndefined()
  },
)

test.each(['/../quan-tri', '//ke-xau.example', '/a/..', 'a', '/a?b=c'])('the path %s is refused', (path) => {
  expect(definition.settings.safeParse({ connection: 'a', operation: 'free', path }).success).toBe(false)
})

test('an operation says what it needs, and only posting may not be repeated', () => {
  expect(definition.settings.safeParse({ connection: 'a' }).error?.issues[0]?.path).toEqual(['key'])
  expect(definition.settings.safeParse({ connection: 'a', operation: 'free' }).error?.issues[0]?.path).toEqual(['path'])
  const effects = (settings: object) =>
    effectsOf(definition, definition.settings.parse({ connection: 'a', key: '1', ...settings }))
  expect(effects({})).toBe('idempotent')
  expect(effects({ operation: 'free', path: '/a' })).toBe('idempotent')
  expect(effects({ operation: 'free', path: '/a', method: 'POST' })).toBe('once')
  expect(effects({ operation: 'free', path: '/a', method: 'POST', repeatSafe: true })).toBe('idempotent')
})
