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
  for (const text of ['', 'không phải', '{"a":', `${'['.repeat(200)}${']'.repeat(200)}`, '<a', '{"swagger":"1.2"}'])
    expect(() => readDocument(text).parts[0]?.read()).toThrow(SchemaFault)
})

const api = `# Do cổng dịch vụ công tỉnh cấp
openapi: 3.0.3
info: { title: Tiếp nhận hồ sơ, version: "1.0" }
paths:
  /ho-so:
    post:
      summary: Nộp hồ sơ
      requestBody:
        content:
          application/json:
            schema: { $ref: '#/components/schemas/HoSo' }
      responses:
        200:
          description: Đã nhận
          content:
            application/json:
              schema:
                type: object
                properties: { soBienNhan: { type: string } }
components:
  schemas:
    HoSo:
      type: object
      required: [maHoSo]
      properties:
        maHoSo: { type: string, description: Mã hồ sơ }
        maXa: { type: string, enum: [00697, 01234] }
        giayTo: { type: array, items: { type: object, properties: { ten: { type: string } } } }
`

test('OpenAPI and JSON Schema are read as YAML too, and codes keep their zeros', () => {
  const { kind, parts } = readDocument(api)
  expect([kind, parts.map((it) => it.label)]).toEqual([
    'openapi',
    ['POST /ho-so · request (Nộp hồ sơ)', 'POST /ho-so · 200 (Nộp hồ sơ)'],
  ])
  const schema = parts[0]?.read().schema ?? {}
  expect(schema.required).toEqual(['maHoSo'])
  expect(fieldAt(schema, ['maXa']).schema).toMatchObject({ enum: ['00697', '01234'] })
  expect(fieldAt(schema, ['giayTo']).schema).toMatchObject({ type: 'array' })
  expect(readDocument('---\ntype: object\nproperties:\n  ma: { type: string }\n').kind).toBe('json-schema')
})

test('YAML that is malformed, a bomb, too deep or no schema is refused with its line or its reason', () => {
  const reason = (text: string): string => {
    try {
      readDocument(text)
    } catch (thrown) {
      if (thrown instanceof SchemaFault) return thrown.text.vi
      throw thrown
    }
    return ''
  }
  expect(reason('openapi: 3.0.0\npaths:\n  /a: [\n')).toMatch(/^YAML, dòng \d+: chưa đúng cú pháp/)
  expect(reason('openapi: 3.0.0\nopenapi: 3.1.0\n')).toContain('dòng 2')
  expect(reason('title: chỉ là ghi chú\n')).toContain('không phải OpenAPI 3 hay JSON Schema')
  const bomb = [
    'title: &a [x, x, x, x, x, x, x, x, x]',
    ...'bcdefg'.split('').map((it, i) => `${it}: &${it} [${`*${'abcdef'[i]}, `.repeat(9)}]`),
  ]
  expect(reason(bomb.join('\n'))).toContain('quá phức tạp')
  expect(reason(`title: ${'['.repeat(20_000)}${']'.repeat(20_000)}`)).not.toBe('')
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  expect(readDocument('type: object\nproperties: { __proto__: { type: string }, a: { type: string } }').kind).toBe(
    'json-schema',
  )
})
