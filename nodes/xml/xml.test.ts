import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FlowError } from '#shared/errors/flow-error.ts'
import { buildXml } from './build.ts'
import { xmlDocument } from './document.fixture.ts'
import { parseXml, type XmlParseOptions } from './parse.ts'

const options: XmlParseOptions = { lists: new Set(), cdata: 'text', trim: false, maxBytes: 10 * 1024 * 1024 }
const plain = { declaration: false, indent: false, shortEmpty: false }
const parse = (text: string, more: Partial<XmlParseOptions> = {}): Record<string, unknown> =>
  parseXml(text, { ...options, ...more })

const faultOf = (text: string, more: Partial<XmlParseOptions> = {}) => {
  try {
    parse(text, more)
  } catch (thrown) {
    if (thrown instanceof FlowError) return thrown.data
    throw thrown
  }
  throw new Error(`accepted: ${text.slice(0, 80)}`)
}

test('codes, long digits and exponents stay the same text', () => {
  const xml =
    '<HoSo Ma="00123"><CCCD>001199000123</CCCD><A>1e5</A><B>12345678901234567890</B><C>true</C><D>0x1F</D></HoSo>'
  expect(parse(xml)).toEqual({
    HoSo: { '@Ma': '00123', CCCD: '001199000123', A: '1e5', B: '12345678901234567890', C: 'true', D: '0x1F' },
  })
})

test('attributes, text beside them, repeated elements, namespaces, entities and CDATA have their places', () => {
  const xml =
    '<e:Thu xmlns:e="urn:x"><e:Nhan loai="chinh">A &amp; B &#65;&#x1EA1;</e:Nhan><e:Nhan>C</e:Nhan><G><![CDATA[<b>]]>!</G><R/></e:Thu>'
  expect(parse(xml)).toEqual({
    'e:Thu': { '@xmlns:e': 'urn:x', 'e:Nhan': [{ '@loai': 'chinh', '#text': 'A & B Aạ' }, 'C'], G: '<b>!', R: '' },
  })
})

test('without prefixes paths stay the same whatever prefix a partner writes, and nothing is lost where names meet', () => {
  const of = (p: string) =>
    `<${p}:HoSo xmlns:${p}="urn:hs" xmlns:xsi="urn:i" xsi:loai="1"><${p}:GiayTo><${p}:Ten>a</${p}:Ten></${p}:GiayTo></${p}:HoSo>`
  const drop = { prefixes: 'drop', lists: new Set(['HoSo.GiayTo']) } as const
  expect(parse(of('ns1'), drop)).toEqual({ HoSo: { '@loai': '1', GiayTo: [{ Ten: 'a' }] } })
  expect(parse(of('q'), drop)).toEqual(parse(of('ns1'), drop))
  expect(
    parse('<h xmlns:a="1" xmlns:b="2" a:x="1" b:x="2" x="3"><a:y>1</a:y><b:y>2</b:y><a:y>3</a:y></h>', drop),
  ).toEqual({
    h: { '@x': '3', '@a:x': '1', '@b:x': '2', y: ['1', '3'], 'b:y': '2' },
  })
})

test('a name that reaches a prototype is refused behind a prefix too', () => {
  for (const xml of [
    '<a:__proto__ xmlns:a="1"/>',
    '<a xmlns:b="1" b:__proto__="1"/>',
    '<h xmlns:a="1"><a:constructor/></h>',
  ])
    expect(faultOf(xml, { prefixes: 'drop' }).code).toBe('json.forbidden-key')
})

test('chosen paths are lists even with one element', () => {
  const xml = '<H><DS><GiayTo><Ten>Đơn</Ten></GiayTo></DS><GiayTo/></H>'
  expect(parse(xml, { lists: new Set(['H.DS.GiayTo']) })).toEqual({
    H: { DS: { GiayTo: [{ Ten: 'Đơn' }] }, GiayTo: '' },
  })
})

test('white space in text is kept, between elements left out, and cut when asked', () => {
  expect(parse('<a>\n  <b> x </b>\n  <c> </c>\n</a>')).toEqual({ a: { b: ' x ', c: ' ' } })
  expect(parse('<a>\n  <b> x </b>\n  <c> </c>\n</a>', { trim: true })).toEqual({ a: { b: 'x', c: '' } })
})

test('a byte order mark, white space and stray characters in front are skipped', () => {
  for (const lead of ['\uFEFF', ' \r\n\t', 'ÿþ', '\u200B\uFEFF', 'data='])
    expect(parse(`${lead}<?xml version="1.0" encoding="UTF-8"?><a>1</a>`)).toEqual({ a: '1' })
  expect(parse('\uFEFF\n<a>1</a>\n')).toEqual({ a: '1' })
})

test('NFC and NFD Vietnamese stay as they came', () => {
  for (const form of ['NFC', 'NFD'] as const) {
    const name = 'Nguyễn Thị Thử'.normalize(form)
    expect(parse(`<a x="${name}">${name}</a>`)).toEqual({ a: { '@x': name, '#text': name } })
  }
})

test.each([
  ['truncated', '<a><b>', '1:6', 'chưa đóng'],
  ['mismatched', '<a>\n <b></a></b>', '2:8', 'không khớp'],
  ['two roots', '<a/><b/>', '1:7', 'gốc'],
  ['no root', '  ', '1:2', 'gốc'],
  ['text outside', 'abc', '1:4', 'ngoài phần tử gốc'],
  ['undefined entity', '<a>&nbsp;</a>', '1:9', 'thực thể'],
  ['lone ampersand', '<a>A & B</a>', '1:6', '&amp;'],
  ['duplicate attribute', '<a x="1" x="2"/>', '1:16', 'bị lặp'],
  ['less-than in attribute', '<a x="<"/>', '1:7', 'ký tự'],
  ['NUL', '<a>\u0000</a>', '1:4', 'ký tự'],
  ['control character by reference', '<a>&#1;</a>', '1:7', 'thực thể'],
  ['truncated behind a stray first line', 'ÿ\n<?xml version="1.0"?>\n<a><b></b>', '3:10', 'chưa đóng'],
])('refuses %s with its place', (_name, text, place, reason) => {
  const data = faultOf(text)
  expect(data.code).toBe('xml.malformed')
  expect(data.message.vi).toContain(`(dòng:cột ${place})`)
  expect(data.message.vi).toContain(reason)
  expect(data.message.vi.length).toBeLessThan(1024)
})

test('refuses any DOCTYPE, and so entity bombs and outside entities', () => {
  const bomb = '<!DOCTYPE l [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;&a;">]><l>&b;</l>'
  expect(faultOf(bomb).code).toBe('xml.doctype-refused')
  expect(faultOf('<!DOCTYPE a SYSTEM "file:///etc/hostname"><a/>').code).toBe('xml.doctype-refused')
  expect(parse('<a><![CDATA[<!DOCTYPE x>]]></a>')).toEqual({ a: '<!DOCTYPE x>' })
})

test('refuses what is too large or too deep', () => {
  expect(faultOf('<a>ệ</a>', { maxBytes: 9 }).code).toBe('xml.too-large')
  const nested = (depth: number): string => '<a>'.repeat(depth) + '</a>'.repeat(depth)
  expect(faultOf(nested(201)).code).toBe('xml.too-large')
  expect(faultOf(nested(1_000_000)).code).toBe('xml.too-large')
  expect(parse(nested(200))).toHaveProperty('a')
})

test('refuses element names that reach a prototype; other names of objects are ordinary', () => {
  for (const name of ['__proto__', 'constructor', 'prototype'])
    expect(faultOf(`<a><${name}>1</${name}></a>`).code).toBe('json.forbidden-key')
  expect(faultOf('<a __proto__="1"/>').code).toBe('json.forbidden-key')
  expect(parse('<a><toString>1</toString><b constructor="2"/></a>')).toEqual({
    a: { toString: '1', b: { '@constructor': '2' } },
  })
})

test('parse and build give back the same document, with the misspelt Bussiness of the standard', () => {
  const xml =
    '<edXML:Header xmlns:edXML="http://www.e-doc.vn/Schema/"><edXML:Bussiness><edXML:BussinessDocType>0</edXML:BussinessDocType>' +
    '<edXML:Paper>01</edXML:Paper></edXML:Bussiness><To Loai="1"><OrganId>000.00.01.H26</OrganId></To>' +
    '<To Loai="2"><OrganId>000.00.02.H26</OrganId></To><Ghi>A &amp; B &lt; C  </Ghi><R></R></edXML:Header>'
  expect(buildXml(parse(xml), plain)).toBe(xml)
})

test('CDATA is built again as CDATA when it was kept apart', () => {
  const xml = '<a><b><![CDATA[<x> & ]]></b></a>'
  expect(buildXml(parse(xml, { cdata: 'keep' }), plain)).toBe(xml)
  const split = buildXml({ a: { '#cdata': 'x]]>y' } }, plain)
  expect(parse(split)).toEqual({ a: 'x]]>y' })
})

test('builds with declaration, short empty elements, indentation and a given root', () => {
  const value = { Ten: 'Đơn', So: 2, Co: true, Rong: null, Bo: undefined, DS: [], M: [1, { '@k': 'v' }] }
  expect(buildXml(value, { root: 'GiayTo', declaration: true, indent: false, shortEmpty: true })).toBe(
    '<?xml version="1.0" encoding="UTF-8"?><GiayTo><Ten>Đơn</Ten><So>2</So><Co>true</Co><Rong/><M>1</M><M k="v"/></GiayTo>',
  )
  expect(buildXml({ a: { b: '1' } }, { ...plain, declaration: true, indent: true })).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n<a>\n  <b>1</b>\n</a>',
  )
})

test.each([
  ['two roots', { a: 1, b: 2 }],
  ['a list as root', { a: [1, 2] }],
  ['text', 'abc'],
  ['a name with a space', { a: { 'b c': 1 } }],
  ['a name that injects', { a: { 'b><script': 1 } }],
  ['a control character', { a: '\u0001' }],
  ['half a character', { a: '\uD83D' }],
  ['an object as attribute', { a: { '@x': {} } }],
])('refuses to build from %s', (_name, value) => {
  expect(() => buildXml(value, plain)).toThrow('message.wrong-shape')
})

test('what was parsed is the same after build and parse', () => {
  fc.assert(
    fc.property(xmlDocument, fc.constantFrom('text' as const, 'keep' as const), (xml, cdata) => {
      const once = parse(xml, { cdata })
      expect(parse(buildXml(once, plain), { cdata })).toEqual(once)
    }),
    { numRuns: 500 },
  )
})

test('any text is either parsed or refused with a typed error', () => {
  const pieces = fc.array(
    fc.constantFrom(
      '<a>',
      '</a>',
      '<',
      '&',
      'x',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '<?xml',
      '?>',
      '"',
      '<!DOCTYPE',
      '\u0000',
      '="',
    ),
  )
  fc.assert(
    fc.property(
      fc.oneof(
        pieces.map((it) => it.join('')),
        fc.string(),
      ),
      (broken) => {
        try {
          parse(broken)
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(FlowError)
        }
      },
    ),
    { numRuns: 1000 },
  )
})
