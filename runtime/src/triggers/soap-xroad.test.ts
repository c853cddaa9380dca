import { createClientAsync } from 'soap'
import { expect, test } from 'vitest'
import { createXroad, XROAD_CALLER, XROAD_CLIENT } from '#nodes/simulators/index.ts'
import { ENVELOPES } from '#nodes/soap/envelope.ts'
import { found, OPERATION, REQUEST, requestOfLibrary, service } from '#nodes/soap/service-flow.fixture.ts'
import { parseClient } from '#nodes/xroad/identifier.ts'
import { callBlocks, type SoapXroadCall } from '#nodes/xroad/soap-header.ts'
import type { FlowNode } from '#shared/flow/flow.ts'
import { opened } from './testing/soap-entrance.ts'

const XROAD = {
  access: 'xroad',
  xroad: 'x-road',
  xroadClients: [{ client: XROAD_CALLER }, { client: 'VN/GOV/000.00.00.G97' }],
}
/** The WSDL without the operation that answers nothing. */
const wsdl = String(service().nodes.vao?.settings?.wsdl).replace(
  /<wsdl:operation name="GhiNhatKy">[\s\S]*?<\/wsdl:operation>/g,
  '',
)
const told: FlowNode = { ...found, settings: { ...found.settings, wsdl } }
const offered = (more: object = {}, a = told) => opened(service(a, { ...XROAD, wsdl, ...more }))

const caller = (text: string) => parseClient(text) ?? expect.fail(text)
const blocks = (more: Partial<SoapXroadCall> = {}): string =>
  callBlocks({
    client: caller(XROAD_CALLER),
    service: { provider: caller(XROAD_CLIENT), code: OPERATION },
    id: 'a-1',
    user: 'VN-cán bộ',
    ...more,
  }).join('')
/** As another tool writes it: prefixes declared at the root, a default namespace, comments, line breaks. */
const envelope = (header: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<e:Envelope xmlns:e="${ENVELOPES['1.1']}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:q="http://x-road.eu/xsd/xroad.xsd" xmlns="http://x-road.eu/xsd/identifiers">\n<e:Header>${header}</e:Header><e:Body>${REQUEST}</e:Body></e:Envelope>`
const headerOf = (text: string): string => /<soap:Header>(.*)<\/soap:Header>/s.exec(text)?.[1] ?? ''
const codeOf = (text: string): string => /<code>([^<]*)</.exec(text)?.[1] ?? ''

test('who asks reaches the flow in the header and as keys, and the answer repeats the header as it came', async () => {
  const it = await offered()
  const own = `<q:client objectType="SUBSYSTEM"><xRoadInstance>VN</xRoadInstance>\n <memberClass>GOV</memberClass><memberCode>000.00.00.G98</memberCode><subsystemCode>cong-tra-cuu</subsystemCode></q:client>`
  const rest = blocks({ issue: 'HS & 1', party: 'COM/01' }).replace(/<xrd:client.*<\/xrd:client>/, '')
  const { status, text } = await it.post(envelope(`${own}<x:la xmlns:x="urn:la">khong nhac lai</x:la>${rest}`))
  expect([status, text], text).toEqual([200, expect.stringContaining('>001099000123<')])
  const header = headerOf(text)
  expect(header).toMatch(/^<q:client [^>]*objectType="SUBSYSTEM"><xRoadInstance>VN<\/xRoadInstance>\n <memberClass>/)
  expect(header).not.toContain('khong nhac lai')
  const names = (xml: string): string[] => [...xml.matchAll(/<(?:q|xrd|r):(\w+)/g)].map((one) => one[1] ?? '')
  expect(names(header)).toEqual(names(own + rest))
  const keys = { xroadClient: XROAD_CALLER, xroadId: 'a-1', xroadUser: 'VN-cán bộ' }
  expect((await it.runs())[0]?.keys).toMatchObject(keys)
})

test('a message knows the service, the dossier and the party of its call', async () => {
  const expr = '$headers.`x-road-service` & "|" & $headers.`x-road-issue` & "|" & $headers.`x-road-represented-party`'
  const mapping = [{ target: 'GhiChu', value: { expr } }]
  const it = await offered({}, { ...told, settings: { wsdl, operation: OPERATION, mapping } })
  const { text } = await it.post(envelope(blocks({ issue: 'HS-1', party: 'COM/01' })))
  expect(/GhiChu>([^<]*)</.exec(text)?.[1]).toBe(`${XROAD_CLIENT}/${OPERATION}|HS-1|COM/01`)
})

const block = (name: string, inner: string): string => `<q:${name}>${inner}</q:${name}>`
test.each([
  ['without any header', '', 'gateway.xroad-header', 'protocolVersion'],
  ['of version 5', blocks().replace('4.0', '5.0'), 'gateway.xroad-header', 'protocolVersion'],
  ['without a client', blocks().replace(/<xrd:client.*<\/xrd:client>/, ''), 'gateway.xroad-header', 'client'],
  ['with two clients', blocks() + blocks(), 'gateway.xroad-header', 'protocolVersion'],
  ['without an id', blocks().replace(/<xrd:id .*<\/xrd:id>/, ''), 'gateway.xroad-header', 'id'],
  [
    'with an id in another namespace',
    `${blocks().replace(/<xrd:id .*<\/xrd:id>/, '')}<id>1</id>`,
    'gateway.xroad-header',
    'id',
  ],
  ['with an endless id', blocks().replace('a-1', 'k'.repeat(501)), 'gateway.xroad-header', 'id'],
  ['with a client that goes up', blocks().replace('cong-tra-cuu', '..'), 'gateway.xroad-header', 'client'],
  [
    'of a client that is not on the list',
    blocks({ client: caller('VN/GOV/0/la') }),
    'gateway.xroad-client',
    'VN/GOV/0/la',
  ],
  ['with a prefix that nobody declared', `${blocks().replace('>a-1<', '><z:b/>a-1<')}`, 'gateway.xroad-header', 'id'],
  ['for another service', blocks().replace(OPERATION, 'XoaHet'), 'gateway.xroad-service', 'XoaHet'],
  ['with a header that is no header any more', block('la', 'x'.repeat(30_000)), 'soap.wrong-envelope', '20 KB'],
])('a call %s is a fault of the client and starts no run', async (_name, header, code, words) => {
  const it = await offered()
  const { status, text } = await it.post(envelope(header))
  expect([status, codeOf(text), text], text).toEqual([500, code, expect.stringContaining(words)])
  expect(text).toContain('<faultcode>soap:Client</faultcode>')
  expect(await it.runs()).toEqual([])
})

test('what does not come from the security server is worth nothing, and neither is the WSDL given', async () => {
  const it = await offered({ xroad: 'noi-khac' })
  const { text } = await it.post(envelope(blocks()))
  expect(codeOf(text)).toBe('gateway.xroad-peer')
  expect((await it.call('/soap/dan-cu?wsdl', { method: 'GET' })).text).not.toContain('definitions')
})

test('a member on the list stands for its subsystems, and who asks may be demanded', async () => {
  const it = await offered({ xroadUser: true })
  const client = caller('VN/GOV/000.00.00.G97/bat-ky')
  const without = await it.post(envelope(blocks({ client, user: undefined })))
  expect([codeOf(without.text), without.text.includes('userId')]).toEqual(['gateway.xroad-header', true])
  expect((await it.post(envelope(blocks({ client })))).status).toBe(200)
})

test('one id of one client is one run, with the header of each request in its answer; with another request it is a conflict', async () => {
  const it = await offered()
  const [first, again] = [await it.post(envelope(blocks())), await it.post(envelope(blocks()))]
  expect(again.headers.get('x-lienthong-run')).toBe(first.headers.get('x-lienthong-run'))
  expect(again.text).toBe(first.text)
  const other = await it.post(envelope(blocks({ client: caller('VN/GOV/000.00.00.G97/b') })))
  expect(other.headers.get('x-lienthong-run')).not.toBe(first.headers.get('x-lienthong-run'))
  expect(codeOf((await it.post(envelope(blocks({ issue: 'khac' })))).text)).toBe('gateway.key-reused')
  expect(await it.runs()).toHaveLength(2)
})

test('the library calls through the simulated security server, and gets the answer with header and request hash', async () => {
  const it = await offered()
  const xroad = createXroad({ soapTargets: { [OPERATION]: it.url } })
  const { url } = await xroad.listen(0)
  const client = await createClientAsync(`${it.url}?wsdl`, { endpoint: `${url}/` })
  for (const one of callBlocks({
    client: caller(XROAD_CALLER),
    service: { provider: caller(XROAD_CLIENT), code: OPERATION },
    id: 'thu-vien-1',
  }))
    client.addSoapHeader(one)
  const [answer, raw, header] = await client[`${OPERATION}Async`](requestOfLibrary())
  expect(answer).toMatchObject({ GhiChu: 'NGUYỄN THỊ ÁNH' })
  expect(header).toMatchObject({ id: 'thu-vien-1', protocolVersion: '4.0' })
  expect(String(raw)).toContain('requestHash')
  xroad.setSoapTargets({ [OPERATION]: 'http://127.0.0.1:1/' })
  await expect(client[`${OPERATION}Async`](requestOfLibrary())).rejects.toThrow(/Server\.ServerProxy\.ServiceFailed/)
  await xroad.close()
})
