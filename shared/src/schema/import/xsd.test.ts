import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fieldAt } from '../body-schema.ts'
import { SchemaFault } from './fault.ts'
import { fromWsdl, operationsOfWsdl } from './wsdl.ts'
import { fromXsd, rootsOfXsd } from './xsd.ts'

const types = `
  <xs:simpleType name="MaSo"><xs:restriction base="xs:string"><xs:pattern value="[0-9]{12}"/></xs:restriction></xs:simpleType>
  <xs:simpleType name="TrangThai"><xs:restriction base="xs:string">
    <xs:enumeration value="1"><xs:annotation><xs:documentation>Mới tiếp nhận</xs:documentation></xs:annotation></xs:enumeration>
    <xs:enumeration value="2"/></xs:restriction></xs:simpleType>
  <xs:complexType name="Nguoi"><xs:sequence><xs:element name="HoTen" type="xs:string"/><xs:element name="CCCD" type="hs:MaSo" minOccurs="0"/></xs:sequence>
    <xs:attribute name="ma" type="xs:string" use="required"/><xs:attribute name="ghiChu"/></xs:complexType>
  <xs:complexType name="ChuHoSo"><xs:complexContent><xs:extension base="hs:Nguoi"><xs:sequence>
    <xs:choice><xs:element name="CaNhan" type="xs:boolean"/><xs:element name="MaSoThue" type="xs:string"/></xs:choice></xs:sequence></xs:extension></xs:complexContent></xs:complexType>
  <xs:complexType name="Tien"><xs:simpleContent><xs:extension base="xs:decimal"><xs:attribute name="donVi" type="xs:string"/></xs:extension></xs:simpleContent></xs:complexType>
  <xs:complexType name="ToChuc"><xs:sequence><xs:element name="Ten" type="xs:string"/><xs:element name="Con" type="hs:ToChuc" minOccurs="0"/></xs:sequence></xs:complexType>
  <xs:element name="HoSo"><xs:annotation><xs:documentation>Hồ sơ một cửa</xs:documentation></xs:annotation><xs:complexType><xs:sequence>
    <xs:element name="MaHoSo" type="xs:string"/><xs:element name="TrangThai" type="hs:TrangThai"/><xs:element name="ChuHoSo" type="hs:ChuHoSo"/>
    <xs:element name="GiayTo" maxOccurs="unbounded" minOccurs="0"><xs:complexType><xs:sequence><xs:element name="Ten" type="xs:string"/></xs:sequence></xs:complexType></xs:element>
    <xs:element name="LePhi" type="hs:Tien"/><xs:element name="DonVi" type="hs:ToChuc"/><xs:element name="NgayTra" type="xs:date" nillable="true"/>
  </xs:sequence></xs:complexType></xs:element>`
const xsd = `<?xml version="1.0"?><xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:hs="urn:ho-so" targetNamespace="urn:ho-so">
  <xs:import namespace="urn:khac" schemaLocation="khac.xsd"/>${types}</xs:schema>`

test('an XML schema becomes the object that reading such XML gives', () => {
  const { schema, notes } = fromXsd(xsd)
  const at = (path: string) => fieldAt(schema, path.split('.'))
  expect(rootsOfXsd(xsd)).toEqual(['HoSo'])
  expect(at('HoSo.MaHoSo')).toEqual({ is: 'sure', schema: { type: 'string' } })
  expect(at('HoSo.TrangThai').schema).toEqual({ type: 'string', enum: ['1', '2'], description: '1: Mới tiếp nhận' })
  expect(at('HoSo.GiayTo')).toMatchObject({ is: 'maybe', schema: { type: 'array' } })
  expect(at('HoSo.GiayTo.Ten').schema).toEqual({ type: 'string' })
  expect(at('HoSo.ChuHoSo.HoTen').is).toBe('sure')
  expect(at('HoSo.ChuHoSo.CCCD')).toEqual({ is: 'maybe', schema: { type: 'string', format: 'digits' } })
  expect(at('HoSo.ChuHoSo.@ma').is).toBe('sure')
  expect(at('HoSo.ChuHoSo.@ghiChu').is).toBe('maybe')
  expect([at('HoSo.ChuHoSo.CaNhan').is, at('HoSo.ChuHoSo.MaSoThue').is]).toEqual(['maybe', 'maybe'])
  expect(at('HoSo.LePhi.#text').schema).toEqual({ type: 'string' })
  expect(at('HoSo.LePhi.@donVi').is).toBe('maybe')
  expect(at('HoSo.NgayTra').schema).not.toHaveProperty('type')
  expect(at('HoSo.Khac').is).toBe('absent')
  expect(at('HoSo').schema.description).toBe('Hồ sơ một cửa')
  expect(notes.map((it) => it.text.en)).toEqual([
    'a schema elsewhere is not fetched',
    'the parts of an xs:choice are all taken as optional',
    'the type contains itself; cut here',
  ])
})

test('the same document gives the same schema, so lines survive', () => {
  expect(JSON.stringify(fromXsd(xsd))).toBe(JSON.stringify(fromXsd(xsd)))
})

const wsdl = `<?xml version="1.0"?><wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:tns="urn:dich-vu" xmlns:hs="urn:ho-so" xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <wsdl:types><xs:schema targetNamespace="urn:ho-so">${types}</xs:schema></wsdl:types>
  <wsdl:message name="Gui"><wsdl:part name="thamSo" element="hs:HoSo"/></wsdl:message>
  <wsdl:message name="Nhan"><wsdl:part name="ma" type="xs:string"/><wsdl:part name="nguoi" type="hs:Nguoi"/></wsdl:message>
  <wsdl:portType name="HoSoPort"><wsdl:operation name="DongBo"><wsdl:input message="tns:Gui"/><wsdl:output message="tns:Nhan"/></wsdl:operation></wsdl:portType>
</wsdl:definitions>`

test('a WSDL gives the body of the chosen operation and direction', () => {
  expect(operationsOfWsdl(wsdl)).toEqual([{ port: 'HoSoPort', name: 'DongBo', directions: ['input', 'output'] }])
  const sent = fromWsdl(wsdl, { port: 'HoSoPort', name: 'DongBo', direction: 'input', part: 'body' }).schema
  expect(fieldAt(sent, ['HoSo', 'ChuHoSo', 'HoTen']).is).toBe('sure')
  const got = fromWsdl(wsdl, { port: 'HoSoPort', name: 'DongBo', direction: 'output', part: 'body' }).schema
  expect(fieldAt(got, ['nguoi', '@ma']).is).toBe('sure')
  expect(fieldAt(got, ['ma']).schema).toEqual({ type: 'string' })
  expect(() => fromWsdl(wsdl, { port: 'HoSoPort', name: 'Khac', direction: 'input', part: 'body' })).toThrow(
    SchemaFault,
  )
})

test('what is hostile, broken or something else is refused with its place', () => {
  const refused: readonly (readonly [string, RegExp])[] = [
    ['<!DOCTYPE x [<!ENTITY a "b">]><x/>', /dòng 1: .*DOCTYPE/],
    ['<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element>', /dòng \d+/],
    ['<a/>', /<a>/],
    ['', /dòng/],
    ['không phải', /dòng/],
    [`${'<a>'.repeat(200)}${'</a>'.repeat(200)}`, /lồng quá sâu/],
    [`<a>${'<b/>'.repeat(200_001)}</a>`, /quá nhiều/],
    [`<a>${'x'.repeat(5_000_001)}</a>`, /5 triệu/],
    ['<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"/>', /phần tử gốc/],
  ]
  for (const [text, place] of refused) {
    const thrown = caught(() => fromXsd(text))
    expect(thrown).toBeInstanceOf(SchemaFault)
    expect(thrown instanceof SchemaFault ? thrown.text.vi : '').toMatch(place)
  }
})

test('a schema that multiplies itself stays bounded', () => {
  const wide = (n: number) =>
    `<xs:complexType name="t${n}"><xs:sequence>${Array.from({ length: 10 }, (_, i) => `<xs:element name="e${i}" type="t${n + 1}"/>`).join('')}</xs:sequence></xs:complexType>`
  const bomb = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">${Array.from({ length: 20 }, (_, n) => wide(n)).join('')}<xs:element name="r" type="t0"/></xs:schema>`
  const { schema, notes } = fromXsd(bomb)
  expect(JSON.stringify(schema).length).toBeLessThan(2_000_000)
  expect(notes.map((it) => it.text.en)).toContain('only the first 5000 fields are taken')
})

test('groups that multiply without a field stay bounded', () => {
  const group = (n: number) =>
    `<xs:group name="g${n}"><xs:sequence>${`<xs:group ref="g${n + 1}"/>`.repeat(10)}</xs:sequence></xs:group>`
  const groups = Array.from({ length: 20 }, (_, n) => group(n)).join('')
  const bomb = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">${groups}<xs:group name="g20"><xs:sequence/></xs:group><xs:element name="r"><xs:complexType><xs:group ref="g0"/></xs:complexType></xs:element></xs:schema>`
  expect(fromXsd(bomb).notes.map((it) => it.text.en)).toContain(
    'the schema is too complex; the rest is taken as anything',
  )
})

test('any damage to a schema gives a schema or a fault that says where, never another error', () => {
  fc.assert(
    fc.property(fc.nat(xsd.length), fc.nat(40), fc.string({ maxLength: 5 }), (at, cut, put) => {
      const damaged = xsd.slice(0, at) + put + xsd.slice(at + cut)
      const thrown = caught(() => fromXsd(damaged))
      if (thrown !== undefined) expect(thrown).toBeInstanceOf(SchemaFault)
    }),
    { numRuns: 300 },
  )
})

function caught(act: () => unknown): unknown {
  try {
    act()
    return undefined
  } catch (thrown) {
    return thrown
  }
}
