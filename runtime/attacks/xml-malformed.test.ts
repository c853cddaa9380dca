import iconv from 'iconv-lite'
import { expect, test } from 'vitest'
import { flowOf, unharmed, useInstallation } from './installation.ts'

const system = useInstallation(async (it) => {
  await it.publish(flowOf('nhan-xml', { accepts: 'xml' }))
  await it.publish(
    flowOf(
      'doc-xml',
      { accepts: 'json' },
      {
        doc: { use: 'xml-parse@1', settings: { from: { field: 'xml' } } },
        'tra-loi': { use: 'http-reply@1' },
      },
    ),
  )
})

test.each([
  ['truncated', '<a><b>1</b>', /1:\d+/],
  ['truncated in a tag', '<a><b', /1:\d+/],
  ['truncated in the third line', '<a>\n<b>1</b>\n<c>', /3:\d+/],
  ['mismatched', '<a>\n  <b>1</c>\n</a>', /2:\d+/],
  ['two roots', '<a/>\n<b/>', /2:\d+/],
  ['text behind the root', '<a/>x', /1:\d+/],
  ['no root', '<!-- a -->', /\d+:\d+/],
  ['empty', ' ', /\d+:\d+/],
  ['an unknown entity', '<a>&nbsp;</a>', /1:\d+/],
  ['a lone ampersand', '<a>\n<b>Điện & Nước</b></a>', /2:\d+/],
  ['an attribute twice', '<a b="1" b="2"/>', /1:\d+/],
  ['an attribute without quotes', '<a b=1/>', /1:\d+/],
  ['a less-than sign in an attribute', '<a b="<"/>', /1:\d+/],
  ['NUL', '<a>\0</a>', /1:\d+/],
  ['a control character', '<a>\u0001</a>', /1:\d+/],
  ['a control character by number', '<a>&#1;</a>', /1:\d+/],
  ['a number beyond Unicode', '<a>&#x110000;</a>', /1:\d+/],
  ['an open comment', '<a><!-- </a>', /\d+:\d+/],
  ['two dashes in a comment', '<a><!-- -- --></a>', /1:\d+/],
  ['an open CDATA', '<a><![CDATA[x</a>', /\d+:\d+/],
  ['the end of CDATA in text', '<a>]]></a>', /1:\d+/],
  ['a declaration that is late', '<a/><?xml version="1.0"?>', /1:\d+/],
  ['a name that begins with a digit', '<1a/>', /1:\d+/],
  ['JSON', '{"a":1}', /1:\d+/],
  ['a megabyte without an end', `<a>${'x'.repeat(1_000_000)}`, /1:\d+/],
])('%s: refused with line and column, in at most 1 KB', async (_name, xml, place) => {
  const answers = [
    await system().send('/nhan-xml', { body: xml, headers: { 'content-type': 'text/xml' } }),
    await system().send('/doc-xml', { body: { xml } }),
  ]
  for (const { status, body } of answers) {
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'xml.malformed' })
    expect(/\(dòng:cột (\d+:\d+)\)/.exec(body.message.vi)?.[1]).toMatch(place)
    expect(Buffer.byteLength(JSON.stringify(body.message))).toBeLessThan(1024)
  }
})

test('201 levels are refused, 200 pass', async () => {
  const nested = (levels: number): string => `${'<a>'.repeat(levels)}${'</a>'.repeat(levels)}`
  const send = (xml: string) => system().send('/nhan-xml', { body: xml, headers: { 'content-type': 'text/xml' } })
  expect((await send(nested(200))).status).toBe(200)
  expect(await send(nested(201))).toMatchObject({ status: 413, body: { code: 'xml.too-large' } })
  expect(await send(nested(100_000))).toMatchObject({ status: 413, body: { code: 'xml.too-large' } })
})

test('the declared encoding is read; a wrong one is refused with the byte', async () => {
  const text = (encoding: string): string => `<?xml version="1.0" encoding="${encoding}"?><a>Tiếng Việt</a>`
  const send = async (body: Buffer, type = 'application/xml') => {
    const answer = await system().send('/nhan-xml', { body, headers: { 'content-type': type } })
    return answer.status === 200 ? (/<a>(.*)<\/a>/.exec(answer.text)?.[1] ?? '') : String(answer.body.code)
  }
  expect(await send(iconv.encode(text('utf-16'), 'utf-16le', { addBOM: true }))).toBe('Tiếng Việt')
  expect(await send(iconv.encode(text('UTF-16'), 'utf-16be', { addBOM: true }))).toBe('Tiếng Việt')
  expect(await send(iconv.encode(text('utf-16'), 'utf-16le'))).toBe('Tiếng Việt')
  expect(await send(Buffer.from(text('utf-16')))).toBe('Tiếng Việt')
  expect(await send(Buffer.from(`\uFEFF${text('utf-8')}`))).toBe('Tiếng Việt')
  expect(await send(iconv.encode('<?xml version="1.0" encoding="iso-8859-1"?><a>Hué</a>', 'latin1'))).toBe('Hué')
  expect(await send(iconv.encode('<a>Hué</a>', 'latin1'), 'text/xml; charset=iso-8859-1')).toBe('Hué')
  expect(await send(iconv.encode('<?xml version="1.0" encoding="utf-8"?><a>Hué</a>', 'latin1'))).toBe('text.encoding')
  expect(await send(Buffer.from('<?xml version="1.0" encoding="x-khong-co"?><a/>'))).toBe('text.encoding')
  expect(await send(Buffer.from('<?xml version="1.0" encoding="utf-7"?><a>+ADw-b/+AD4-</a>'))).toBe('text.encoding')
})

test('afterwards everything stands', () => unharmed(system()))
