import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fieldAt } from '../body-schema.ts'
import { SchemaFault } from './fault.ts'
import { fromJsonSchema } from './json-schema.ts'
import { bodiesOfOpenApi, fromOpenApi } from './openapi.ts'

const text = { type: 'string' }
const HoSo = {
  allOf: [
    { $ref: '#/components/schemas/Nen' },
    {
      type: 'object',
      properties: {
        'họ tên': { ...text, description: 'Họ và tên' },
        ghiChu: { type: ['string', 'null'] },
        khac: { type: 'string', nullable: true },
        cu: { type: 'string', 'x-nullable': true },
        giayTo: { type: 'array', items: { $ref: '#/components/schemas/GiayTo' } },
        donVi: { $ref: '#/components/schemas/DonVi' },
        nguoi: {
          oneOf: [
            { type: 'object', properties: { ten: text, cccd: text }, required: ['ten', 'cccd'] },
            { type: 'object', properties: { ten: text, mst: text }, required: ['ten', 'mst'] },
          ],
        },
      },
      required: ['họ tên'],
    },
  ],
}
const document = {
  openapi: '3.1.0',
  paths: {
    '/ho-so': {
      post: {
        summary: 'Nộp hồ sơ',
        requestBody: { $ref: '#/components/requestBodies/Nop' },
        responses: {
          200: { content: { 'application/json': { schema: { type: 'object', properties: { ma: text } } } } },
          204: {},
        },
      },
    },
  },
  components: {
    requestBodies: { Nop: { content: { 'application/json': { schema: { $ref: '#/components/schemas/HoSo' } } } } },
    schemas: {
      HoSo,
      Nen: { type: 'object', properties: { ma: { ...text, pattern: '^[0-9]{12}$' } }, required: ['ma'] },
      GiayTo: { type: 'object', properties: { ten: text } },
      DonVi: { type: 'object', properties: { ten: text, cha: { $ref: '#/components/schemas/DonVi' } } },
    },
  },
}

test('a field that must be there is so wherever that is said: beside allOf, in a part of its own, beside a reference or a choice', () => {
  const definitions = { Nguoi: { type: 'object', properties: { ten: text, cccd: text, tuoi: text } } }
  const requiredOf = (schema: object) => fromJsonSchema({ definitions, ...schema }).schema.required
  const ref = { $ref: '#/definitions/Nguoi' }
  expect(requiredOf({ allOf: [ref], required: ['ten', 'la'] })).toEqual(['ten'])
  expect(requiredOf({ allOf: [ref, { required: ['cccd'] }, { required: ['ten'] }] })).toEqual(['cccd', 'ten'])
  expect(requiredOf({ ...ref, required: ['tuoi'] })).toEqual(['tuoi'])
  expect(requiredOf({ required: ['ten'], anyOf: [ref, { type: 'object', properties: { ten: text } }] })).toEqual([
    'ten',
  ])
})

test('an operation of OpenAPI gives its bodies, with references, allOf, oneOf and null resolved', () => {
  expect(bodiesOfOpenApi(document)).toEqual([
    { operation: 'POST /ho-so', summary: 'Nộp hồ sơ', part: 'request', type: 'application/json' },
    { operation: 'POST /ho-so', summary: 'Nộp hồ sơ', part: '200', type: 'application/json' },
  ])
  const { schema, notes } = fromOpenApi(document, { operation: 'POST /ho-so', part: 'request' })
  const at = (...path: readonly string[]) => fieldAt(schema, path)
  expect(at('ma')).toEqual({ is: 'sure', schema: { type: 'string', format: 'digits' } })
  expect(at('họ tên').schema.description).toBe('Họ và tên')
  expect(['ghiChu', 'khac', 'cu'].map((name) => at(name).schema.type)).toEqual([undefined, undefined, undefined])
  expect(at('giayTo', 'ten').schema).toEqual(text)
  expect(at('nguoi', 'ten')).toMatchObject({ schema: text })
  expect([at('nguoi', 'cccd').is, at('nguoi', 'mst').is]).toEqual(['maybe', 'maybe'])
  expect(at('donVi', 'cha', 'ten').is).toBe('unknown')
  expect(notes).toHaveLength(2)
  expect(() => fromOpenApi(document, { operation: 'GET /x', part: '200' })).toThrow(SchemaFault)
})

test('a JSON Schema of our own form comes through as it is', () => {
  const own = {
    type: 'object',
    properties: {
      ds: {
        type: 'array',
        items: { type: 'object', properties: { a: { type: 'number' } }, required: ['a'], additionalProperties: false },
      },
    },
    required: [],
    additionalProperties: false,
  }
  expect(fromJsonSchema(own).schema).toEqual(own)
  expect(
    fromJsonSchema({ type: 'object', properties: { a: { const: 'x' }, b: { enum: [1, 2], type: 'integer' } } }).schema,
  ).toMatchObject({
    properties: { b: { type: 'number', enum: [1, 2] } },
  })
})

test('references outside, into nowhere and round in a circle are cut with a note', () => {
  const { schema, notes } = fromJsonSchema({
    properties: {
      a: { $ref: 'https://example.org/x.json' },
      b: { $ref: '#/definitions/khongCo' },
      c: { $ref: '#' },
      __proto__2: text,
    },
  })
  expect(Object.keys(schema.properties ?? {})).toEqual(['a', 'b', 'c', '__proto__2'])
  expect(notes.map((it) => it.text.en)).toEqual([
    'a reference outside the document is not fetched',
    'there is no #/definitions/khongCo',
    'the schema contains itself (#); cut here',
  ])
})

test('what is no schema is refused with its place', () => {
  for (const value of [null, 1, 'x', [], {}, { description: 'x' }].slice(0, 5))
    expect(() => fromJsonSchema(value)).toThrow(SchemaFault)
  expect(() => bodiesOfOpenApi({ swagger: '1.2' })).toThrow(/Swagger 2/)
  expect(() => bodiesOfOpenApi({})).toThrow(SchemaFault)
})

test('names that reach prototypes never become fields', () => {
  const { schema } = fromJsonSchema(
    JSON.parse('{"type":"object","properties":{"__proto__":{"type":"string"},"constructor":{},"a":{"type":"string"}}}'),
  )
  expect(Object.keys(schema.properties ?? {})).toEqual(['a'])
  expect(Object.getPrototypeOf(schema.properties)).toBe(Object.prototype)
})

test('any JSON gives a schema or a fault; references that multiply stay bounded', () => {
  const word = fc.constantFrom('type', 'properties', 'items', 'allOf', 'oneOf', '$ref', 'required', 'enum', 'a')
  const any = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'medium' },
      fc.constantFrom('object', 'array', '#', '#/a', '#/properties/a', null, 1),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(word, tie('value'), { maxKeys: 4 }),
    ),
  })).value
  fc.assert(
    fc.property(any, (value) => {
      try {
        JSON.stringify(fromJsonSchema(value))
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(SchemaFault)
      }
    }),
    { numRuns: 500 },
  )
  const level = (n: number) => ({
    properties: Object.fromEntries(
      Array.from({ length: 10 }, (_, i) => [`f${i}`, { $ref: `#/definitions/l${n + 1}` }]),
    ),
  })
  const bomb = {
    $ref: '#/definitions/l0',
    definitions: Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`l${n}`, level(n)])),
  }
  expect(JSON.stringify(fromJsonSchema(bomb).schema).length).toBeLessThan(2_000_000)
  const choices = {
    $ref: '#/definitions/l0',
    definitions: Object.fromEntries(
      Array.from({ length: 14 }, (_, n) => [
        `l${n}`,
        { oneOf: Array.from({ length: 10 }, () => ({ $ref: `#/definitions/l${n + 1}` })) },
      ]),
    ),
  }
  const before = performance.now()
  try {
    fromJsonSchema(choices)
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(SchemaFault)
  }
  expect(performance.now() - before).toBeLessThan(5_000)
}, 30_000)
