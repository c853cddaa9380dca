import { expect, test } from 'vitest'
import { fieldAt } from '../body-schema.ts'
import { listPaths } from '../list-paths.ts'
import { readDocument } from './read-document.ts'

const wsdl = `<d:definitions xmlns:d="http://schemas.xmlsoap.org/wsdl/" xmlns:t="urn:dv" xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <d:types><xs:schema targetNamespace="urn:dv" xmlns:t="urn:dv"><xs:element name="TraHoSo"><xs:complexType><xs:sequence>
    <xs:element name="HoSo" maxOccurs="unbounded"><xs:complexType><xs:sequence><xs:element name="Ma" type="xs:string"/></xs:sequence>
      <xs:attribute ref="xml:lang"/></xs:complexType></xs:element></xs:sequence></xs:complexType></xs:element></xs:schema></d:types>
  <d:message name="M"><d:part name="p" element="t:TraHoSo"/></d:message>
  <d:portType name="P"><d:operation name="Tra"><d:output message="t:M"/></d:operation></d:portType></d:definitions>`

test('a message of a service is described with its envelope, as an answer is read, or by its body alone', () => {
  const { kind, parts } = readDocument(wsdl)
  expect(kind).toBe('wsdl')
  expect(parts.map(({ label }) => label)).toEqual(['Tra · output · Envelope (P)', 'Tra · output · Body (P)'])
  const [whole, body] = parts.map((it) => it.read().schema)
  const at = (path: string) => fieldAt(whole ?? {}, path.split('.')).is
  expect(at('Envelope.Body.TraHoSo.HoSo.Ma')).toBe('sure')
  expect(at('Envelope.Body.Fault')).toBe('maybe')
  expect(at('Envelope.Body.Khac')).toBe('absent')
  expect(at('Envelope.Body.TraHoSo.HoSo.@lang')).toBe('maybe')
  expect(listPaths(whole ?? {})).toEqual(['Envelope.Body.TraHoSo.HoSo'])
  expect(listPaths(body ?? {})).toEqual(['TraHoSo.HoSo'])
})

test('a sample is read with or without prefixes, as its reader does', () => {
  const xml = '<n:HoSo xmlns:n="urn:x"><n:Ma n:loai="1">01</n:Ma></n:HoSo>'
  const fields = (prefixes: 'keep' | 'drop') => readDocument(xml, prefixes).parts[0]?.read().schema ?? {}
  expect(fieldAt(fields('drop'), ['HoSo', 'Ma', '@loai']).is).toBe('sure')
  expect(fieldAt(fields('keep'), ['n:HoSo', 'n:Ma', '@n:loai']).is).toBe('sure')
})
