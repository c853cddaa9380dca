import { randomBytes } from 'node:crypto'
import { createClientAsync } from 'soap'
import { expect, onTestFinished, test } from 'vitest'
import { makeIdentities } from '#nodes/signature/certificates.fixture.ts'
import { envelopeAround } from '#nodes/soap/operation.ts'
import { COMMON_XSD, citizenWsdl, LOOK_UP } from '#nodes/soap/services.fixture.ts'
import { readMultipart, withoutXop } from '#nodes/soap/xop.ts'
import { handle, realPartners } from '#nodes/testing/real-partners.ts'
import { plainServer } from '#nodes/testing/soap-server.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { testNode } from '#shared/node/testing.ts'
import { bundleWsdl } from '#shared/schema/import/bundle-wsdl.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

const wsdl = bundleWsdl([
  { name: 'DanCu.wsdl', text: citizenWsdl() },
  { name: 'chung.xsd', text: COMMON_XSD },
])
const ANSWER = '<d:TraCuuThongTinCongDanResponse xmlns:d="http://dancuquocgia.thu"/>'
const { unit } = makeIdentities()

/** What the partner got: the type, the bytes, and the document that they stand for. */
async function sent(settings: object, body: object) {
  const answer = envelopeAround('1.1', ANSWER)
  const server = await plainServer((response) => response.writeHead(200, { 'content-type': 'text/xml' }).end(answer))
  onTestFinished(() => server.close())
  const connections = [
    handle('http', { baseUrl: server.url }, {}, 'doi-tac'),
    handle('signing', { certificate: unit.certificate }, { privateKey: unit.key }, 'ky-so'),
  ]
  const all = { connection: 'doi-tac', wsdl, operation: 'TraCuuThongTinCongDan', ...settings }
  const it = testNode({ definition, run }, all, { ...realPartners(connections), now: () => Date.now() })
  await it.send({ ...LOOK_UP, ...body })
  const { headers, bytes = Buffer.alloc(0) } = server.seen[0] ?? {}
  const type = headers?.['content-type'] ?? ''
  const message = readMultipart(bytes, type)
  const root = message?.root.bytes.toString() ?? bytes.toString()
  const whole = withoutXop(root, message?.parts ?? [], 100_000_000)
  return { type, headers, bytes, root, parts: message?.parts ?? [], whole: 'text' in whole ? whole.text : '' }
}

const LARGE = { attach: 'large', attachFrom: 1000 }

test('a large file goes as bytes beside the message, and the document stays the one that it was', async () => {
  const file = Buffer.concat([Buffer.from('\r\n--lienthong-\r\n\r\n'), randomBytes(200_000)])
  const Tep = file.toString('base64')
  const [packed, inline] = [await sent(LARGE, { Tep }), await sent({}, { Tep })]
  expect(packed.type).toMatch(
    /^multipart\/related; type="application\/xop\+xml"; start="<goc@lienthong>"; start-info="text\/xml"; boundary="/,
  )
  expect(packed.headers?.soapaction).toBe(inline.headers?.soapaction)
  expect(packed.parts.map((it) => it.bytes.equals(file))).toEqual([true])
  expect(packed.root).toMatch(/<n0:Tep><xop:Include [^>]*href="cid:tep-1@lienthong"\/><\/n0:Tep>/)
  expect(packed.whole).toBe(inline.root)
  expect(packed.bytes.length).toBeLessThan(inline.bytes.length * 0.8)
})

test('what is small, what the WSDL does not call a file, and everything when nothing was chosen stays in its field', async () => {
  const small = Buffer.alloc(999).toString('base64')
  const text = Buffer.alloc(3000).toString('base64')
  const stays = await sent(LARGE, { Tep: small, GhiChu: [text] })
  expect([stays.type, stays.root.includes(small), stays.root.includes(text)]).toEqual([
    'text/xml; charset=utf-8',
    true,
    true,
  ])
  const just = await sent(LARGE, { Tep: Buffer.alloc(1000).toString('base64') })
  expect(just.parts.map((it) => it.bytes.length)).toEqual([1000])
})

test('fields that were named go whatever their size, each row of a list in its order, equal ones too', async () => {
  const files = [Buffer.from('a'), Buffer.from('bb'), Buffer.from('a')]
  const named = { attach: 'named', attachNames: [{ field: 'GhiChu' }] }
  const { parts, root, whole } = await sent(named, {
    GhiChu: files.map((it) => it.toString('base64')),
    HoVaTen: 'YQ==',
  })
  expect(parts.map((it) => it.bytes.toString())).toEqual(['a', 'bb', 'a'])
  expect(root).toContain('<n0:HoVaTen>YQ==</n0:HoVaTen>')
  expect(whole.match(/GhiChu>[^<]+</g)).toEqual(['GhiChu>YQ==<', 'GhiChu>YmI=<', 'GhiChu>YQ==<'])
})

test('Base64 with line breaks is written in one, and a named field that is none is told with its place', async () => {
  const file = randomBytes(3000)
  const broken = file.toString('base64').replace(/.{76}/g, '$&\r\n')
  expect((await sent(LARGE, { Tep: broken })).parts[0]?.bytes.equals(file)).toBe(true)
  const named = { attach: 'named', attachNames: [{ field: 'GhiChu' }] }
  for (const GhiChu of ['không phải', 'YQ=', 'YR==']) {
    const error = await sent(named, { GhiChu }).then(() => expect.fail('it went'), toErrorData)
    expect([error.code, error.message.vi]).toEqual(['soap.wrong-data', expect.stringContaining('GhiChu')])
  }
})

test('SOAP 1.2 says so in its parts, with its action', async () => {
  const { type, bytes } = await sent({ ...LARGE, version: '1.2' }, { Tep: Buffer.alloc(2000).toString('base64') })
  expect(type).toMatch(
    /start-info="application\/soap\+xml"; action="http:\/\/dancuquocgia\.thu\/TraCuu[^"]*"; boundary=/,
  )
  expect(bytes.toString('latin1')).toContain('type="application/soap+xml"\r\nContent-Transfer-Encoding: 8bit')
})

test('the signature is over the document with its files inside, as the receiver puts it together', async () => {
  const Tep = randomBytes(5000).toString('base64')
  const { parts, whole } = await sent({ ...LARGE, timestamp: true, signing: 'ky-so' }, { Tep })
  expect(parts).toHaveLength(1)
  expect(whole).toContain('<ds:SignatureValue>')
  expect(whole).toContain(`>${Tep}<`)
})

test('the soap library reads the parts byte for byte', async () => {
  const file = randomBytes(100_000)
  const { type, bytes } = await sent(LARGE, { Tep: file.toString('base64') })
  const server = await plainServer((response) => response.writeHead(200, { 'content-type': type }).end(bytes))
  onTestFinished(() => server.close())
  const folder = await plainServer((response) => response.end(wsdl))
  onTestFinished(() => folder.close())
  const client = await createClientAsync(folder.url, { endpoint: server.url, parseReponseAttachments: true })
  await client.TraCuuThongTinCongDanAsync({}).catch(() => undefined)
  const found = client.lastResponseAttachments?.parts ?? []
  expect(found.map((it) => [it.headers['content-id'], Buffer.from(it.body).equals(file)])).toEqual([
    ['<tep-1@lienthong>', true],
  ])
})
