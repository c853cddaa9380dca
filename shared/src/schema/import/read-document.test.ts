import { expect, test } from 'vitest'
import { fieldAt } from '../body-schema.ts'
import { SchemaFault } from './fault.ts'
import { readDocument } from './read-document.ts'

const schemaOf = (text: string) => readDocument(text).parts[0]?.read().schema ?? {}

test('documents are recognised by what they hold', () => {
  const kinds = [
    '{"MaHoSo": "01"}',
    '[{"a": 1}]',
    '<HoSo><Ma>01</Ma></HoSo>',
    'Mã;Tên\n001;Tân An',
    '{"type":"object","properties":{"a":{"type":"string"}}}',
    '{"openapi":"3.0.0","paths":{}}',
    '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="a"/></xs:schema>',
    '<definitions xmlns="http://schemas.xmlsoap.org/wsdl/"/>',
  ].map((text) => readDocument(text).kind)
  expect(kinds).toEqual(['json', 'json', 'xml', 'csv', 'json-schema', 'openapi', 'xsd', 'wsdl'])
})

test('a sample of XML has its attributes, its prefixes and its lists', () => {
  const schema = schemaOf(
    '\uFEFF<?xml version="1.0"?><n:HoSo xmlns:n="urn:x" ma="1"><n:Gt>a</n:Gt><n:Gt>b</n:Gt><Ten loai="x">An</Ten></n:HoSo>',
  )
  expect(fieldAt(schema, ['n:HoSo', '@ma']).is).toBe('sure')
  expect(fieldAt(schema, ['n:HoSo', 'n:Gt']).schema).toEqual({ type: 'array', items: { type: 'string' } })
  expect(fieldAt(schema, ['n:HoSo', 'Ten', '#text']).is).toBe('sure')
})

test('a sample of CSV is a list with the fields of its headings, codes as text', () => {
  expect(fieldAt(schemaOf('Mã xã,Tên\n00123,An'), ['Mã xã']).schema).toEqual({ type: 'string', format: 'digits' })
})

test('what cannot be read is refused with its place', () => {
  for (const text of ['', 'không phải', '{"a":', `${'['.repeat(200)}${']'.repeat(200)}`, '<a', '{"swagger":"2.0"}'])
    expect(() => readDocument(text).parts[0]?.read()).toThrow(SchemaFault)
})
