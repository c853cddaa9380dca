import { expect, test } from 'vitest'
import { type KnownNode, mayDeclare, outputSchema, rowsOf } from './infer.ts'

const good = { target: 'a', value: { field: 'x' } }

test.each([
  [{ target: 'a', value: { expr: undefined } }],
  [{ target: 'a', value: { field: 5 } }],
  [{ target: 'a', value: [1] }],
  [{ target: 5, value: 'x' }],
  [{ target: 'a', fields: 'x' }],
  [{ target: 'a', fields: [{ value: 'x' }] }],
  [{ target: 'a', when: 5, value: 'x' }],
  [{ target: 'a', each: 'x' }],
  [{ target: 'a', each: { over: 5 } }],
  [{ target: 'a', each: { over: 'x', sort: [{}] } }],
  [{ target: 'a', each: { over: 'x', fields: [null] } }],
  [null],
])('of a row of a draft that is no row nothing is claimed: %j', (row) => {
  expect(rowsOf([row, good])).toEqual([good])
})

test('rows that are being filled in stay', () => {
  const rows = [
    { target: 'a' },
    { target: 'b', each: { over: '' } },
    { target: 'c', value: null },
    { target: 'd', fields: [] },
  ]
  expect(rowsOf(rows)).toEqual(rows)
  expect(rowsOf('x')).toEqual([])
})

test('what a request gives follows from its OpenAPI excerpt, unless its answer is read as text or somebody declared it', () => {
  const schema = { type: 'object', properties: { soLuong: { type: 'integer' } } }
  const content = { 'application/json': { schema } }
  const openapi = JSON.stringify({
    openapi: '3.0.0',
    paths: { '/a': { get: { responses: { 200: { content } } } } },
  })
  const known = (settings: object, node: object = {}): KnownNode => ({
    node: { use: 'http-request@1', ...node },
    definition: { input: true, output: 'described', infers: 'openapi-answer' },
    ports: [{ name: 'out', title: { vi: 'Ra', en: 'Out' } }],
    settings: { ...settings },
    form: {},
  })
  const out = (it: KnownNode) => outputSchema(it, 'out', {})
  expect(out(known({ openapi }))).toMatchObject({ type: 'object', properties: { soLuong: { type: 'number' } } })
  const lines = JSON.stringify(JSON.parse(openapi), null, 2).split('\n')
  expect(out(known({ openapi: lines }))).toEqual(out(known({ openapi })))
  expect(out(known({ openapi, answer: 'text' }))).toEqual({ type: 'string' })
  expect(out(known({ openapi }, { schema: { type: 'array' } }))).toEqual({ type: 'array' })
  expect(out(known({ openapi: 'hỏng' }))).toEqual({})
  expect([out(known({ openapi, judge: true })), out(known({ openapi, paging: 'page' }))]).toEqual([{}, {}])
  expect([mayDeclare(known({})), mayDeclare(known({ openapi }))]).toEqual([true, false])
})
