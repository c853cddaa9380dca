import { expect, test } from 'vitest'
import type { JsonSchema } from '../node/define.ts'
import { SchemaFault } from '../schema/import/fault.ts'
import { bodiesOfOpenApi, fromOpenApi } from '../schema/import/openapi.ts'
import { readExcerpt } from '../schema/openapi-schemas.ts'
import { operationsOf } from './openapi-document.ts'
import { excerptOf } from './openapi-excerpt.ts'
import { readOperation } from './openapi-operation.ts'
import { readOpenApi } from './read-openapi.ts'
import { settingsOfOperation } from './settings-of-operation.ts'
import { swashbuckle } from './swagger2-sample.ts'

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
const document = readOpenApi(JSON.stringify(swashbuckle))
const fields = { optional: new Set<string>(), body: 'fields' } as const

test('the operations of Swagger 2.0 have the addresses, parameters and answers of OpenAPI 3', () => {
  expect(operationsOf(document).map((it) => [it.name, it.summary])).toEqual([
    ['GET /HoSo/{maDonVi}', 'Danh sách hồ sơ theo đơn vị'],
    ['POST /HoSo/{maDonVi}', 'Tiếp nhận hồ sơ'],
    ['POST /TaiKhoan/DangNhap', 'TaiKhoan_DangNhap'],
    ['POST /PhanAnh', 'Gửi phản ánh'],
    ['POST /GiayTo', 'Nộp giấy tờ'],
  ])
  const { request } = pick(document, 'GET /HoSo/{maDonVi}')
  expect(request.servers).toEqual(['https://dvc.tinh.example/api/v1', 'http://dvc.tinh.example/api/v1'])
  expect(request.parameters).toEqual([
    { name: 'maDonVi', in: 'path', required: true, description: 'Mã đơn vị' },
    { name: 'trangThai', in: 'query', required: true, description: 'Trạng thái', list: { between: ',' } },
    { name: 'loai', in: 'query', required: false, description: '', list: { between: '|' } },
    { name: 'nam', in: 'query', required: false, description: '', list: 'repeated' },
  ])
  // The key's name does not look like one: `securityDefinitions` tells.
  expect(request.notes.map((it) => it.vi)).toEqual([expect.stringMatching(/^MaKetNoi: là khoá/)])
  expect(request.answer).toMatchObject({
    status: '200',
    schema: { type: 'array', items: { properties: { MaHoSo: { type: 'string' }, HoTen: { type: 'string' } } } },
  })
  expect(operationsOf(document).at(-1)?.operation.servers).toEqual([{ url: 'http://dvc.tinh.example/api/v1' }])
})

test('a body by reference, with allOf and enum, is mapped field by field', () => {
  const { found, request } = pick(document, 'POST /HoSo/{maDonVi}')
  expect(request.body).toMatchObject({
    as: 'json',
    required: true,
    schema: { required: ['MaHoSo'], properties: { Kenh: { enum: ['TrucTuyen', 'TrucTiep'] } } },
  })
  expect(request.answer?.schema).toMatchObject({ properties: { Loi: { type: 'string' } } })
  expect(settingsOfOperation(found, request, '/x', fields)).toMatchObject({
    method: 'POST',
    send: 'json',
    pathValues: [{ name: 'maDonVi', value: { field: 'maDonVi' } }],
    mapping: expect.arrayContaining([{ target: 'MaHoSo', value: { field: 'MaHoSo' } }]),
  })
  expect(readExcerpt(excerptOf(document, found).text)?.request.body?.schema).toEqual(request.body?.schema)
})

test('a form becomes fields; a file that may be left out is, with a word; one that may not is refused with its place', () => {
  const signIn = pick(document, 'POST /TaiKhoan/DangNhap')
  expect(signIn.request.body).toMatchObject({ as: 'form', schema: { required: ['tenDangNhap'] } })
  expect(settingsOfOperation(signIn.found, signIn.request, '/', fields)).toMatchObject({
    send: 'form',
    mapping: [
      { target: 'tenDangNhap', value: { field: 'tenDangNhap' } },
      { target: 'vaiTro', value: { expr: '$join(vaiTro.$string($), ",")' }, missing: 'omit' },
      { target: 'don-vi', each: { over: '`don-vi`' } },
    ],
  })
  const report = pick(document, 'POST /PhanAnh')
  expect(report.request.body?.as).toBe('multipart')
  expect(Object.keys(report.request.body?.schema.properties ?? {})).toEqual(['noiDung'])
  expect(report.request.notes.some((it) => it.vi.startsWith('anh: là tệp'))).toBe(true)
  expect(refusal(() => pick(document, 'POST /GiayTo'))).toMatch(/^#\/paths\/~1GiayTo\/post\/requestBody: cần tệp "tep"/)
})

test('a file in a form of OpenAPI 3 is found through references, allOf and lists', () => {
  const media = { schema: { allOf: [{ $ref: '#/components/schemas/A' }, { properties: { ten: { type: 'string' } } }] } }
  const post = { requestBody: { content: { 'multipart/form-data': media } }, responses: {} }
  const tep = { type: 'array', items: { type: 'string', format: 'binary' } }
  const made = (required: readonly string[]) =>
    readOpenApi(
      JSON.stringify({
        openapi: '3.0.1',
        paths: { '/a': { post } },
        components: { schemas: { A: { type: 'object', required, properties: { tep } } } },
      }),
    )
  const { body, notes } = pick(made([]), 'POST /a').request
  expect(body).toMatchObject({ as: 'multipart', schema: { properties: { ten: { type: 'string' } } } })
  expect(body?.schema.properties).not.toHaveProperty('tep')
  expect(notes[0]?.vi).toContain('tep: là tệp')
  expect(refusal(() => pick(made(['tep']), 'POST /a'))).toContain('cần tệp "tep"')
})

test('the mapper reads the bodies of Swagger 2.0 as well', () => {
  const parts = bodiesOfOpenApi(swashbuckle).map((it) => `${it.operation} ${it.part}`)
  expect(parts).toContain('POST /HoSo/{maDonVi} request')
  const { schema } = fromOpenApi(swashbuckle, { operation: 'POST /HoSo/{maDonVi}', part: 'request' })
  expect(schema).toMatchObject({ properties: { MaHoSo: { type: 'string' } } })
})

const good = { get: { parameters: [{ name: 'trang', in: 'query', type: 'integer' }] } }
const bad = (parameters: unknown) =>
  JSON.stringify({ swagger: '2.0', paths: { '/a': { post: { parameters } }, '/b': good } })
const shared = (parameters: unknown) =>
  JSON.stringify({ swagger: '2.0', paths: { '/a': { parameters, post: {} }, '/b': good } })
const body = { in: 'body', name: 'b', schema: {} }
test.each([
  ['{"swagger":"1.2","paths":{}}', /#\/swagger: chỉ đọc được Swagger 2.0/],
  ['{"swagger":"2.0"}', /#\/paths: không có thao tác/],
  ['swagger: "2.0"\npaths: {}', /#\/paths: không có thao tác/],
  ['{"swagger":"2.0","paths":{"/a":{"get":1}}}', /#\/paths\/~1a\/get: không đúng dạng/],
])('a bad document is refused with its place: %s', (text, sentence) => {
  expect(refusal(() => operationsOf(readOpenApi(text)))).toMatch(sentence)
})

test.each([
  [bad({}), /#\/paths\/~1a\/post\/parameters: phải là một danh sách/],
  [bad([{ $ref: '#/parameters/khong' }]), /#\/paths\/~1a\/post\/parameters\/0: không có tên/],
  [bad([{ name: 'a', in: 'cookie' }]), /parameters\/0\/in: phải là path/],
  [bad([{ name: 'a', in: 'body' }]), /parameters\/0\/schema: tham số body phải có lược đồ/],
  [bad([body, { name: 'c', in: 'formData', type: 'string' }]), /parameters\/1: một thao tác chỉ có một thân/],
  [shared([{ name: 'a', in: 'cookie' }]), /#\/paths\/~1a\/parameters\/0\/in: phải là path/],
])(
  'a bad operation is told with its place when it is chosen, and keeps no other from being read: %s',
  (text, sentence) => {
    const document = readOpenApi(text)
    expect(operationsOf(document).map((it) => it.name)).toEqual(['POST /a', 'GET /b'])
    expect(refusal(() => pick(document, 'POST /a'))).toMatch(sentence)
    expect(pick(document, 'GET /b').request.parameters).toMatchObject([{ name: 'trang', in: 'query' }])
  },
)

test('a reference to nothing is told when its operation is chosen', () => {
  const text = '{"swagger":"2.0","paths":{"/a":{"post":{"responses":{"200":{"$ref":"#/responses/khong"}}}}}}'
  expect(refusal(() => pick(readOpenApi(text), 'POST /a'))).toMatch(/#\/paths\/~1a\/post\/responses\/200: tham chiếu/)
})

test('YAML with an unquoted version, without host: the address is left to the connection', () => {
  const text = 'swagger: 2.0\nbasePath: /dvc\npaths:\n  /a:\n    get: { responses: { 200: { description: ok } } }\n'
  expect(pick(readOpenApi(text), 'GET /a').request.servers).toEqual(['/dvc'])
})
