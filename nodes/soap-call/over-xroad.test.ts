import { afterEach, beforeEach, expect, test } from 'vitest'
import { createXroad, XROAD_CLIENT, XROAD_PROVIDER, type Xroad } from '#nodes/simulators/index.ts'
import { envelopeAround } from '#nodes/soap/operation.ts'
import { handle, type RealOptions, realPartners } from '#nodes/testing/real-partners.ts'
import { plainServer } from '#nodes/testing/soap-server.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { testNode } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

let xroad: Xroad
let url = ''
let wsdl = ''
beforeEach(async () => {
  xroad = createXroad()
  url = (await xroad.listen(0)).url
  const [xRoadInstance = '', memberClass = '', memberCode = '', subsystemCode = ''] = XROAD_PROVIDER.split('/')
  const query = { xRoadInstance, memberClass, memberCode, subsystemCode, serviceCode: 'TraCuuHoSo' }
  wsdl = await (await fetch(`${url}/wsdl?${new URLSearchParams(query)}`)).text()
})
afterEach(() => xroad.close())

const node = (settings: object = {}, values: object = {}, options: RealOptions = {}) =>
  testNode(
    { definition, run },
    { via: 'xroad', connection: 'x-road', provider: XROAD_PROVIDER, wsdl, operation: 'TraCuuHoSo', ...settings },
    realPartners([handle('xroad', { baseUrl: url, client: XROAD_CLIENT, ...values }, {}, 'x-road')], options),
  )
const failure = (settings: object = {}, body: unknown = { maHoSo: '1' }, values: object = {}) =>
  node(settings, values)
    .send(body)
    .then(() => expect.fail('it went through'), toErrorData)
const KNOWN = { maHoSo: '000.00.00.G98-260105-0001' }

test('a service of another member is asked by the WSDL that our security server gives, and both sides know the call', async () => {
  const sent = await node({ userId: 'VN-cán bộ', issue: { field: 'maHoSo' } }).send(KNOWN)
  expect(sent).toMatchObject({
    port: 'out',
    message: {
      body: { ...KNOWN, trangThai: '4', tenTrangThai: 'Đang xử lý' },
      headers: { status: '200', 'x-road-id': 'run-1/nut-thu', 'x-road-request-hash': expect.stringMatching(/^.{88}$/) },
    },
  })
})

test('the header is that of the protocol, whatever the officer typed, with signs that XML has to write otherwise', async () => {
  const answer = envelopeAround('1.1', '<b:TraCuuHoSoResponse xmlns:b="urn:mo-phong:ho-so-bo"/>')
  const server = await plainServer((response) => response.writeHead(200, { 'content-type': 'text/xml' }).end(answer))
  const settings = {
    userId: 'VN-<cán bộ> & 1',
    representedParty: 'COM/0100109106',
    securityServer: 'VN/GOV/000.00.00.G98/ss1',
    serviceVersion: 'v1',
    soapHeaders: [
      { target: 'id', value: 'mao-danh' },
      { target: 'AuthHash', value: 'abc' },
    ],
  }
  await node(settings, { baseUrl: server.url, client: 'VN/GOV/000.00.00.H22' }).send(KNOWN)
  await server.close()
  const { headers, body = '' } = server.seen[0] ?? {}
  expect(headers).toMatchObject({ 'content-type': 'text/xml; charset=utf-8', soapaction: '""' })
  const header = /<soap:Header>(.*)<\/soap:Header>/.exec(body)?.[1] ?? ''
  const X = 'xmlns:xrd="http://x-road.eu/xsd/xroad.xsd"'
  const I = 'xmlns:id="http://x-road.eu/xsd/identifiers"'
  const R = 'xmlns:r="http://x-road.eu/xsd/representation.xsd"'
  const member = (code: string): string =>
    `<id:xRoadInstance>VN</id:xRoadInstance><id:memberClass>GOV</id:memberClass><id:memberCode>${code}</id:memberCode>`
  const [, provider = '', subsystem = ''] = /^VN\/GOV\/([^/]+)\/([^/]+)$/.exec(XROAD_PROVIDER) ?? []
  expect(header).toBe(
    `<AuthHash>abc</AuthHash><xrd:client ${X} ${I} id:objectType="MEMBER">${member('000.00.00.H22')}</xrd:client>` +
      `<xrd:service ${X} ${I} id:objectType="SERVICE">${member(provider)}<id:subsystemCode>${subsystem}</id:subsystemCode><id:serviceCode>TraCuuHoSo</id:serviceCode><id:serviceVersion>v1</id:serviceVersion></xrd:service>` +
      `<xrd:securityServer ${X} ${I} id:objectType="SERVER">${member('000.00.00.G98')}<id:serverCode>ss1</id:serverCode></xrd:securityServer>` +
      `<xrd:userId ${X}>VN-&lt;cán bộ&gt; &amp; 1</xrd:userId><xrd:id ${X}>run-1/nut-thu</xrd:id>` +
      `<r:representedParty ${R}><r:partyClass>COM</r:partyClass><r:partyCode>0100109106</r:partyCode></r:representedParty>` +
      `<xrd:protocolVersion ${X}>4.0</xrd:protocolVersion>`,
  )
})

test('a fault of the service is the provider’s, one of X-Road says whose side of X-Road', async () => {
  const refused = await failure()
  expect(refused).toMatchObject({ code: 'soap.client-fault', side: 'partner', details: { faultCode: 'Client' } })
  expect(refused.message.vi).toBe(`${XROAD_PROVIDER}/TraCuuHoSo không nhận yêu cầu: Không có hồ sơ 1`)
  expect(await failure({ operation: 'NoiBo' }, {})).toMatchObject({ code: 'xroad.access', side: 'partner' })
  expect(await failure({ operation: 'TamDung' }, {})).toMatchObject({ code: 'xroad.disabled', class: 'transient' })
  expect(await failure({ provider: 'VN/GOV/0/la' })).toMatchObject({ code: 'xroad.refused' })
  expect(await failure({}, KNOWN, { client: 'VN/GOV/0/la' })).toMatchObject({ code: 'xroad.access' })
  xroad.failNext('Server.ClientProxy.OutdatedGlobalConf', 1)
  expect(await failure()).toMatchObject({
    code: 'xroad.own-server',
    side: 'ours',
    details: { faultCode: 'Server.ClientProxy.OutdatedGlobalConf' },
  })
  xroad.failNext('Server.ServerProxy.ServiceFailed.NetworkError', 1)
  expect(await failure()).toMatchObject({ code: 'xroad.unavailable', side: 'partner' })
})

const fault = (code: string, detail: string): string =>
  envelopeAround('1.1', `<soap:Fault><faultcode>${code}</faultcode><faultstring>x</faultstring>${detail}</soap:Fault>`)
const WAY = '<detail><x:faultDetail xmlns:x="http://x-road.eu/xsd/xroad.xsd">1</x:faultDetail></detail>'

test.each([
  ['Server.ClientProxy.SslAuthenticationFailed', WAY, 200, 'xroad.refused'],
  ['soap:Server.ServerProxy.InternalError', '', 500, 'xroad.unavailable'],
  ['Client.MissingHeaderField', WAY, 500, 'xroad.refused'],
  ['Client.DuLieu.Sai', '<detail><loi>A</loi></detail>', 500, 'soap.client-fault'],
  ['soap:Client.MissingHeaderField', WAY, 500, 'soap.client-fault'],
  ['Server', WAY, 500, 'soap.server-fault'],
])('the faultcode %s with %s and HTTP %i is %s', async (code, detail, status, expected) => {
  const server = await plainServer((response) =>
    response.writeHead(status, { 'content-type': 'text/xml' }).end(fault(code, detail)),
  )
  const error = await failure({}, KNOWN, { baseUrl: server.url })
  await server.close()
  expect(error.code).toBe(expected)
})

test('an answer to another call is none to ours, and a provider that is no identifier sends nothing', async () => {
  const id = '<x:id xmlns:x="http://x-road.eu/xsd/xroad.xsd">khac</x:id>'
  const answer = envelopeAround('1.1', '<b:TraCuuHoSoResponse xmlns:b="urn:mo-phong:ho-so-bo"/>', [id])
  const server = await plainServer((response) => response.writeHead(200, { 'content-type': 'text/xml' }).end(answer))
  expect(await failure({}, KNOWN, { baseUrl: server.url })).toMatchObject({ code: 'http.bad-answer' })
  expect(await failure({ provider: { field: 'maHoSo' } }, { maHoSo: '../..' })).toMatchObject({
    code: 'xroad.identifier',
  })
  expect(server.seen).toHaveLength(1)
  await server.close()
})

test('one step tried twice has one id, which the provider tells as a repetition', async () => {
  const settings = { operation: 'NopPhieu' }
  xroad.faults.set({ dropAfterRate: { value: 1, times: 1 } })
  expect(await failure(settings, KNOWN)).toMatchObject({ code: 'connect.cut' })
  expect(await node(settings).send(KNOWN)).toMatchObject({ message: { body: { soPhieu: 'PYC-0001', trung: 'true' } } })
  const next = await node(settings, {}, { idempotencyKey: `run-2/${'k'.repeat(400)}` }).send(KNOWN)
  expect(next).toMatchObject({ message: { body: { soPhieu: 'PYC-0002', trung: 'false' } } })
  expect(xroad.received().map((it) => it.xroadId.length)).toEqual([13, 64])
})

test('a file goes over X-Road beside the message', async () => {
  const settings = { operation: 'NopPhieu', attach: 'large', attachFrom: 1000 }
  const sent = await node(settings).send({ ...KNOWN, tep: Buffer.alloc(50_001).toString('base64') })
  expect(sent).toMatchObject({ message: { body: { soPhieu: 'PYC-0001', soByte: '50001' } } })
})

test.each([
  [{ halfResponseRate: 1 }, 'connect.cut'],
  [{ timeoutRate: 1 }, 'connect.timeout'],
  [{ errorRate5xx: 1 }, 'xroad.unavailable'],
  [{ htmlErrorRate: 1 }, 'http.bad-answer'],
  [{ invalidXmlRate: 1 }, 'http.bad-answer'],
] as const)('with the fault %j the error is %s', async (dial, code) => {
  xroad.faults.set(dial)
  expect(await failure({ timeout: 'PT0.5S' }, KNOWN)).toMatchObject({ code })
})

test.each([
  [{ provider: undefined }, 'provider'],
  [{ provider: 'VN/GOV' }, 'provider'],
  [{ version: '1.2' }, 'version'],
  [{ serviceVersion: 'a/b' }, 'serviceVersion'],
])('the settings %j are refused', (settings, place) => {
  const all = { via: 'xroad', connection: 'x', provider: XROAD_PROVIDER, wsdl: '<a/>', operation: 'A', ...settings }
  expect(definition.settings.safeParse(all).error?.issues[0]?.path).toEqual([place])
})
