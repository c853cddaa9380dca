import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { JsonSchema } from '../node/define.ts'
import { SchemaFault } from '../schema/import/fault.ts'
import { openApiSchema, readExcerpt } from '../schema/openapi-schemas.ts'
import { operationsOf } from './openapi-document.ts'
import { excerptOf } from './openapi-excerpt.ts'
import { readOperation } from './openapi-operation.ts'
import { readOpenApi } from './read-openapi.ts'
import { settingsOfOperation } from './settings-of-operation.ts'

const text = `openapi: 3.0.3
info: { title: Một cửa, version: '1.0' }
servers: [{ url: 'https://{noi}.gov.vn/v1', variables: { noi: { default: tinh } } }]
paths:
  /ho-so/{ma}:
    parameters:
      - { name: ma, in: path, required: true, schema: { type: string } }
      - { name: kenh, in: query, schema: { type: string } }
    get:
      summary: Xem hồ sơ
      parameters:
        - { name: kenh, in: query, required: true, description: Kênh nộp, schema: { type: string } }
        - { name: X-Don-Vi, in: header, schema: { type: string } }
        - { name: X-Api-Key, in: header, required: true, schema: { type: string } }
        - { name: phien, in: cookie, schema: { type: string } }
      responses:
        '404': { description: không có }
        '200': { $ref: '#/components/responses/HoSo' }
  /ho-so:
    post:
      operationId: taoHoSo
      requestBody:
        required: true
        content:
          application/json:
            schema: { $ref: '#/components/schemas/HoSoMoi' }
            example: { MaTTHC: '1.001193' }
      responses:
        '202': { description: đã nhận }
components:
  responses:
    HoSo:
      description: hồ sơ
      content: { application/json: { schema: { $ref: '#/components/schemas/HoSo' } } }
  schemas:
    HoSo:
      type: object
      required: [MaHoSo]
      properties:
        MaHoSo: { type: string, pattern: '^\\d{12}$' }
        example: { type: string, example: tên trường là example }
        HoSoCha: { $ref: '#/components/schemas/HoSo' }
        ChuHoSo: { $ref: '#/components/schemas/Nguoi' }
    HoSoMoi:
      type: object
      required: [MaTTHC, ChuHoSo, GiayTo]
      properties:
        MaTTHC: { type: string }
        ChuHoSo: { $ref: '#/components/schemas/Nguoi' }
        GiayTo: { type: array, items: { type: object, properties: { Ten: { type: string } } } }
        Nhan: { type: array, items: { type: string } }
    Nguoi: { type: object, required: [HoTen], properties: { HoTen: { type: string }, 'so-dt': { type: string } } }
    KhongDung: { type: object, properties: { a: { type: string } } }
`
const pick = (document: JsonSchema, name: string) => {
  const found = operationsOf(document).find((it) => it.name === name)
  if (!found) throw new Error(name)
  return { found, request: readOperation(document, found) }
}
const refusal = (act: () => unknown): string => {
  try {
    act()
  } catch (thrown) {
    if (thrown instanceof SchemaFault) return thrown.text.vi
    throw thrown
  }
  return ''
}

test('operations are listed in the order of the document, with parameters of the path and of the operation', () => {
  const document = readOpenApi(text)
  expect(operationsOf(document).map(({ name, summary }) => [name, summary])).toEqual([
    ['GET /ho-so/{ma}', 'Xem hồ sơ'],
    ['POST /ho-so', 'taoHoSo'],
  ])
  const { request } = pick(document, 'GET /ho-so/{ma}')
  expect(request.servers).toEqual(['https://tinh.gov.vn/v1'])
  expect(request.parameters).toEqual([
    { name: 'ma', in: 'path', required: true, description: '' },
    { name: 'kenh', in: 'query', required: true, description: 'Kênh nộp' },
    { name: 'X-Don-Vi', in: 'header', required: false, description: '' },
  ])
  expect(request.notes[0]?.vi).toContain('X-Api-Key, phien')
})

test('the answer is that of success, through references and a schema that contains itself', () => {
  const { request } = pick(readOpenApi(text), 'GET /ho-so/{ma}')
  expect(request.answer?.status).toBe('200')
  expect(request.answer?.schema).toMatchObject({
    required: ['MaHoSo'],
    properties: {
      MaHoSo: { type: 'string', format: 'digits' },
      example: { type: 'string' },
      HoSoCha: {},
      ChuHoSo: { properties: { HoTen: { type: 'string' } } },
    },
  })
  expect(request.notes.some((it) => it.vi.includes('lặp lại chính nó'))).toBe(true)
})

test('an operation becomes settings whose values are read from the fields of the same names', () => {
  const document = readOpenApi(text)
  const get = pick(document, 'GET /ho-so/{ma}')
  const none = { optional: new Set<string>(), body: 'fields' } as const
  expect(settingsOfOperation(get.found, get.request, '/ho-so/{ma}', none)).toMatchObject({
    method: 'GET',
    path: '/ho-so/{ma}',
    pathValues: [{ name: 'ma', value: { field: 'ma' } }],
    query: [{ name: 'kenh', value: { field: 'kenh' } }],
    headers: undefined,
    mapping: undefined,
    send: undefined,
  })
  const more = settingsOfOperation(get.found, get.request, '/', { ...none, optional: new Set(['X-Don-Vi']) })
  expect(more.headers).toEqual([{ name: 'X-Don-Vi', value: { expr: '`X-Don-Vi`' } }])
  const post = pick(document, 'POST /ho-so')
  expect(settingsOfOperation(post.found, post.request, '/ho-so', none)).toMatchObject({
    method: 'POST',
    send: 'json',
    body: undefined,
    mapping: [
      { target: 'MaTTHC', value: { field: 'MaTTHC' } },
      {
        target: 'ChuHoSo',
        fields: [
          { target: 'HoTen', value: { field: 'ChuHoSo.HoTen' } },
          { target: 'so-dt', value: { field: 'ChuHoSo.`so-dt`' }, missing: 'omit' },
        ],
      },
      { target: 'GiayTo', each: { over: 'GiayTo', fields: [{ target: 'Ten', value: { field: 'Ten' } }] } },
      { target: 'Nhan', each: { over: 'Nhan', value: { expr: '$' } } },
    ],
  })
  const example = settingsOfOperation(post.found, post.request, '/ho-so', { ...none, body: 'example' })
  expect(example).toMatchObject({ body: { expr: JSON.stringify({ MaTTHC: '1.001193' }, null, 2) }, mapping: undefined })
})

test('an excerpt says the same of its operation as the whole document, and carries nothing else', () => {
  const document = readOpenApi(text)
  for (const { name } of operationsOf(document)) {
    const { found, request } = pick(document, name)
    const excerpt = excerptOf(document, found).text
    expect(excerpt).not.toMatch(/KhongDung|"404"|tên trường là example/)
    const read = readExcerpt(excerpt)
    expect(read?.name).toBe(name)
    expect(read?.request.answer).toEqual(request.answer)
    expect(read?.request.body?.schema).toEqual(request.body?.schema)
    expect(read?.request.parameters).toEqual(request.parameters)
    expect(openApiSchema(excerpt, 'answer')).toBe(openApiSchema(excerpt, 'answer'))
  }
})

const deep = (levels: number): string =>
  `{"openapi":"3.1.0","paths":{"/a":${'{"x":'.repeat(levels)}1${'}'.repeat(levels)}}}`

test.each([
  ['{"openapi":"3.1.0",\n"paths": }', /JSON, dòng 2: /],
  ['openapi: 3.1.0\npaths: [a\n', /YAML, dòng \d+: /],
  ['{"swagger":"2.0","paths":{}}', /#\/paths: không có thao tác/],
  ['{"openapi":"2.0","paths":{}}', /#\/openapi: không phải/],
  ['[1]', /#: không phải/],
  ['openapi: 3.0.0\npaths: {}', /#\/paths: không có thao tác/],
  ['{"openapi":"3.0.0","paths":{"a":{}}}', /#\/paths\/a: đường dẫn phải bắt đầu/],
  ['{"openapi":"3.0.0","paths":{"/a/b":{"get":1}}}', /#\/paths\/~1a~1b\/get: không đúng dạng/],
  [deep(200), /lồng quá sâu/],
  [`openapi: 3.0.0\n${'#'.repeat(5_000_001)}`, /lớn hơn 5 triệu/],
])('a bad document is refused with its place: %.40s', (bad, sentence) => {
  expect(refusal(() => operationsOf(readOpenApi(bad)))).toMatch(sentence)
})

test('a reference to nothing in an operation is refused with its pointer', () => {
  const document = readOpenApi(
    '{"openapi":"3.0.0","paths":{"/a":{"post":{"requestBody":{"$ref":"#/components/khong"},"responses":{}}}}}',
  )
  expect(refusal(() => pick(document, 'POST /a'))).toBe(
    '#/paths/~1a/post/requestBody: tham chiếu tới chỗ không có trong tài liệu',
  )
})

test('thousands of operations are listed, and one of them is read alone', () => {
  const paths = Object.fromEntries(
    Array.from({ length: 5_000 }, (_, i) => [`/p${i}`, { get: { summary: `Việc ${i}`, responses: {} } }]),
  )
  const document = readOpenApi(JSON.stringify({ openapi: '3.1.0', info: {}, paths }))
  expect(operationsOf(document)).toHaveLength(5_000)
  const { found } = pick(document, 'GET /p4999')
  expect(excerptOf(document, found).text.length).toBeLessThan(500)
})

test('an operation whose schemas are too large for a flow keeps the levels of fields that fit', () => {
  const schemas = Object.fromEntries(
    Array.from({ length: 900 }, (_, i) => [
      `S${i}`,
      {
        type: 'object',
        properties: Object.fromEntries(
          Array.from({ length: 20 }, (_none, k) => [
            `truong${k}`,
            k < 4
              ? { $ref: `#/components/schemas/S${(i * 7 + k * 13 + 1) % 900}` }
              : { type: 'string', description: 'x'.repeat(60) },
          ]),
        ),
      },
    ]),
  )
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/S0' } } }
  const paths = { '/a': { post: { requestBody: { content }, responses: { 200: { content } } } } }
  const document = readOpenApi(JSON.stringify({ openapi: '3.0.0', info: {}, paths, components: { schemas } }))
  const { found } = pick(document, 'POST /a')
  const excerpt = excerptOf(document, found)
  expect(excerpt.cut).toBe(true)
  expect(excerpt.text.length).toBeLessThanOrEqual(400_000)
  const read = readExcerpt(excerpt.text)
  const inner = { properties: { truong5: { type: 'string' } } }
  expect(read?.request.answer?.schema).toMatchObject({ properties: { truong0: inner, truong9: { type: 'string' } } })
  expect(read?.request.body?.as).toBe('json')
})

test('whatever stands in a document, it is read or refused with a sentence, and an excerpt can be read', () => {
  const refs = fc.constantFrom('#/components/schemas/A', '#/components/schemas/B', '#/paths', '#', 'x.yaml#/A')
  const { schema } = fc.letrec<{ schema: unknown }>((tie) => ({
    schema: fc.oneof(
      { maxDepth: 4 },
      fc.record({ $ref: refs }),
      fc.constant({ type: 'string' }),
      fc.record({ type: fc.constant('object'), properties: fc.dictionary(fc.string({ maxLength: 9 }), tie('schema')) }),
      fc.record({ allOf: fc.array(tie('schema'), { maxLength: 3 }) }),
      fc.record({ type: fc.constant('array'), items: tie('schema') }),
      fc.jsonValue({ maxDepth: 1 }),
    ),
  }))
  const media = fc.record({ content: fc.record({ 'application/json': fc.record({ schema }) }) })
  fc.assert(
    fc.property(schema, schema, media, fc.oneof(media, fc.jsonValue()), (A, B, requestBody, answer) => {
      const value = {
        openapi: '3.1.0',
        paths: { '/a/{b}': { post: { requestBody, responses: { 200: answer } } } },
        components: { schemas: { A, B } },
      }
      const said = refusal(() => {
        const document = readOpenApi(JSON.stringify(value))
        const { found, request } = pick(document, 'POST /a/{b}')
        const excerpt = readExcerpt(excerptOf(document, found).text)
        expect(excerpt?.request.body?.schema).toEqual(request.body?.schema)
        settingsOfOperation(found, request, '/', { optional: new Set(), body: 'fields' })
      })
      expect(said).not.toContain('undefined')
    }),
    { numRuns: 200 },
  )
})
