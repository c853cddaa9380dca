import { randomBytes } from 'node:crypto'
import { createClientAsync } from 'soap'
import { describe, expect, test, vi } from 'vitest'
import { envelopeAround } from '#nodes/soap/operation.ts'
import { OPERATION, REQUEST, requestOfLibrary, service, wsdl } from '#nodes/soap/service-flow.fixture.ts'
import { LOOK_UP } from '#nodes/soap/services.fixture.ts'
import { definition } from '#nodes/soap-call/definition.ts'
import { run } from '#nodes/soap-call/run.ts'
import { handle, realPartners } from '#nodes/testing/real-partners.ts'
import type { FlowNode } from '#shared/flow/flow.ts'
import { testNode } from '#shared/node/testing.ts'
import { opened } from './testing/soap-entrance.ts'

vi.setConfig({ testTimeout: 60_000 })

/** Answers with the file that came. */
const echo: FlowNode = {
  use: 'soap-reply@1',
  settings: { wsdl, operation: OPERATION, mapping: [{ target: 'GhiChu', value: { field: 'Tep' } }] },
}
const XOP = 'http://www.w3.org/2004/08/xop/include'
const include = (id: string): string => `<x:Include xmlns:x="${XOP}" href="cid:${id}"/>`
const withFile = (inner: string): string =>
  envelopeAround('1.1', REQUEST.replace(/<\/d:HoVaTen>/, `$&<d:Tep>${inner}</d:Tep>`))
const TYPE = 'multipart/related; type="application/xop+xml"; start="<goc>"; start-info="text/xml"; boundary="ranh"'

/** A message of RFC 2387 by hand. */
function parts(root: string, files: Readonly<Record<string, Buffer>>): Buffer {
  const part = (id: string, type: string, bytes: Buffer): Buffer =>
    Buffer.concat([
      Buffer.from(
        `--ranh\r\nContent-ID: <${id}>\r\nContent-Type: ${type}\r\nContent-Transfer-Encoding: binary\r\n\r\n`,
      ),
      bytes,
      Buffer.from('\r\n'),
    ])
  return Buffer.concat([
    part('goc', 'application/xop+xml; charset=UTF-8; type="text/xml"', Buffer.from(root)),
    ...Object.entries(files).map(([id, bytes]) => part(id, 'application/pdf', bytes)),
    Buffer.from('--ranh--\r\n'),
  ])
}

test('the soap library sends a file by MTOM and gets it back, byte for byte', async () => {
  const it = await opened(service(echo))
  const client = await createClientAsync(`${it.url}?wsdl`)
  const file = randomBytes(300_000)
  const request = requestOfLibrary()
  const call = {
    forceMTOM: true,
    attachments: [{ mimetype: 'application/pdf', contentId: 'tep-1', name: 'a.pdf', body: file }],
  }
  const Tep = { 'xop:Include': { attributes: { 'xmlns:xop': XOP, href: 'cid:tep-1' } } }
  const [answer] = await client[`${OPERATION}Async`]({ ...request, Tep }, call)
  expect(Buffer.from(String(answer.GhiChu), 'base64').equals(file)).toBe(true)
})

test.each(['1.1', '1.2'])(
  'our own call sends a file by MTOM over SOAP %s and gets it back, byte for byte',
  async (version) => {
    const it = await opened(service(echo))
    const file = randomBytes(300_000)
    const settings = { connection: 'a', wsdl, operation: OPERATION, version, attach: 'large' }
    const call = testNode({ definition, run }, settings, realPartners([handle('http', { baseUrl: it.url }, {}, 'a')]))
    const sent = await call.send({ ...LOOK_UP, Tep: file.toString('base64') })
    expect(sent).toMatchObject({ message: { body: { GhiChu: file.toString('base64') } } })
  },
)

test('parts built by hand come into their field, whatever bytes they hold', async () => {
  const it = await opened(service(echo))
  const file = Buffer.concat([Buffer.from('\r\n--ran\r\n\r\n'), randomBytes(1000), Buffer.from([0, 255, 13, 10])])
  const { status, text } = await it.post(parts(withFile(include('a%40b')), { 'a@b': file }), { 'content-type': TYPE })
  expect([status, /GhiChu>([^<]*)</.exec(text)?.[1]]).toEqual([200, file.toString('base64')])
})

describe('starts no run and says why:', () => {
  const good = parts(withFile(include('a')), { a: randomBytes(100) })
  const many = Object.fromEntries(Array.from({ length: 250 }, (_, i) => [`t${i}`, Buffer.from('a')]))
  test.each([
    ['a message that is cut in its part', good.subarray(0, good.length - 40), TYPE, 'soap.attachments', 'bị cắt'],
    ['one without a boundary', good, 'multipart/related; type="text/xml"', 'soap.attachments', 'bị cắt'],
    [
      'a part that is missing',
      parts(withFile(include('b')), { a: Buffer.from('x') }),
      TYPE,
      'soap.attachments',
      'thiếu',
    ],
    [
      'a part that nothing names',
      parts(withFile('AAAA'), { a: Buffer.from('x') }),
      TYPE,
      'soap.attachments',
      'tệp rời',
    ],
    ['more parts than anybody sends', parts(withFile(include('t1')), many), TYPE, 'soap.attachments', 'bị cắt'],
    ['bytes that are no envelope', parts('%PDF-1.7', {}), TYPE, 'xml.malformed', ''],
    [
      'entities in the root',
      parts(`<!DOCTYPE a [<!ENTITY b "c">]>${withFile('&b;').slice(38)}`, {}),
      TYPE,
      'xml.doctype-refused',
      '',
    ],
  ])('%s', async (_name, bytes, type, code, words) => {
    const it = await opened(service(echo))
    const { status, text } = await it.post(bytes, { 'content-type': type })
    expect([status, /<code>([^<]*)</.exec(text)?.[1]], text).toEqual([500, code])
    expect(text).toContain(words)
    expect(await it.runs()).toEqual([])
  })

  test('a part that is named a thousand times, and a root that makes a careless search slow', async () => {
    const it = await opened(service(echo, { maxBytes: 2_000_000 }))
    const bomb = parts(withFile(include('a').repeat(1000)), { a: randomBytes(1_000_000) })
    const refused = await it.post(bomb, { 'content-type': TYPE })
    expect(refused.text).toContain('lớn quá giới hạn')
    const began = Date.now()
    const slow = parts(withFile('<x:Include '.repeat(150_000)), {})
    expect((await it.post(slow, { 'content-type': TYPE })).status).toBe(500)
    // Quadratic it would be minutes.
    expect(Date.now() - began).toBeLessThan(30_000)
    expect(await it.runs()).toEqual([])
  })
})
