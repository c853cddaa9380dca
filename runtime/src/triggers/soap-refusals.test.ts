import { describe, expect, test } from 'vitest'
import { envelopeAround } from '#nodes/soap/operation.ts'
import { found, OPERATION, PATH, REQUEST, service, TYPES } from '#nodes/soap/service-flow.fixture.ts'
import { opened } from './testing/soap-entrance.ts'

/** A document of entities that grow, in front of a good request. */
const BOMB = `<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>${envelopeAround('1.1', REQUEST).slice(38)}`

describe('a request that is no good starts no run', () => {
  test.each([
    [
      'of another operation',
      envelopeAround('1.1', '<d:XoaHet xmlns:d="http://dancuquocgia.thu"/>'),
      'soap.unknown-operation',
    ],
    ['with an element in another namespace', envelopeAround('1.1', `<${OPERATION}/>`), 'soap.unknown-operation'],
    ['with nothing in it', envelopeAround('1.1', ''), 'soap.unknown-operation'],
    [
      'with an element too many',
      envelopeAround('1.1', REQUEST.replace('<d:HoVaTen>', '<d:La/><d:HoVaTen>')),
      'soap.wrong-data',
    ],
    [
      'with an element too few',
      envelopeAround('1.1', REQUEST.replace('<d:MaDVC>H22</d:MaDVC>', '')),
      'soap.wrong-data',
    ],
    ['that is cut off', envelopeAround('1.1', REQUEST).slice(0, -30), 'xml.malformed'],
    ['that is bare XML', '<ho-so/>', 'soap.wrong-envelope'],
    [
      'of an unknown SOAP',
      envelopeAround('1.1', REQUEST).replace('soap/envelope/', 'soap/2099/'),
      'soap.wrong-envelope',
    ],
    ['with entities', BOMB, 'xml.doctype-refused'],
    ['that reads a file', BOMB.replace('"ha"', 'SYSTEM "file:///etc/passwd"'), 'xml.doctype-refused'],
    ['that is empty', '', 'xml.malformed'],
  ])('%s', async (_name, text, code) => {
    const it = await opened()
    const { status, text: fault, headers } = await it.post(text)
    expect([status, headers.get('content-type')]).toEqual([500, TYPES['1.1']])
    expect(fault).toMatch(/<faultcode>soap:Client<\/faultcode><faultstring xml:lang="vi">[^<]+</)
    expect(fault).toContain(`<code>${code}</code>`)
    expect(await it.runs()).toEqual([])
  })

  test('with bytes that are no UTF-8, a type that is none of SOAP, a header that must be understood, or too much', async () => {
    const it = await opened(service(found, { maxBytes: 5000 }))
    const broken = await it.post(Buffer.concat([Buffer.from('<a>'), Buffer.from([0xff]), Buffer.from('</a>')]))
    expect(broken.text).toContain('<code>text.encoding</code>')
    const json = await it.post('{}', { 'content-type': 'application/json' })
    expect([json.status, json.text.includes('<code>gateway.wrong-type</code>')]).toEqual([415, true])
    const marked = '<x:An xmlns:x="urn:x" soap:mustUnderstand="1"/>'
    const demanding = await it.post(envelopeAround('1.1', REQUEST, [marked]))
    expect(demanding.text).toContain('<faultcode>soap:MustUnderstand</faultcode>')
    const large = await it.post(envelopeAround('1.1', REQUEST.replace('H22', 'H'.repeat(6000))))
    expect([large.status, large.text.includes('<code>gateway.too-large</code>')]).toEqual([413, true])
    expect(await it.runs()).toEqual([])
  })

  test('without the key of an address that asks for one, and neither is the WSDL given', async () => {
    const it = await opened(service(found, { access: 'key', connection: 'khoa' }))
    const without = await it.ask(REQUEST)
    expect([without.status, without.text.includes('<code>gateway.unauthorised</code>')]).toEqual([401, true])
    expect((await it.call(`${PATH}?wsdl`, { method: 'GET' })).status).toBe(401)
    expect((await it.ask(REQUEST, '1.1', { 'x-api-key': 'khoa-dung' })).status).toBe(200)
  })

  test('and in SOAP 1.2 it is a fault of 1.2 with status 400, in both languages', async () => {
    const it = await opened()
    const { status, text, headers } = await it.ask('<La/>', '1.2')
    expect([status, headers.get('content-type')]).toEqual([400, TYPES['1.2']])
    expect(text).toMatch(
      /<soap:Value>soap:Sender<\/soap:Value>.*xml:lang="vi">Dịch vụ không có.*xml:lang="en">The service has/,
    )
  })
})
