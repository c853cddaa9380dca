import { expect, test } from 'vitest'
import { FlowError } from '../errors/flow-error.ts'
import { compileExpression } from '../expression/compile.ts'
import type { ExpressionScope } from '../expression/scope.ts'
import { compileMapping } from './apply.ts'
import type { Mapping, MappingItem } from './mapping.ts'
import { mappingSchema } from './schema.ts'

const scopeOf = (body: unknown): ExpressionScope => ({
  body,
  headers: { 'x-nguon': 'mot-cua' },
  keys: { maHoSo: '000.00.01' },
  steps: { 'tra-cuu': { Ten: 'Sở Tư pháp' } },
  run: { id: 'r', at: '2026-01-05T01:00:00Z', flow: 'f' },
})

const apply = async (mapping: Mapping, body: unknown): Promise<object> =>
  compileMapping(mappingSchema().parse(mapping), compileExpression)(scopeOf(body))

const fault = async (mapping: Mapping, body: unknown) => {
  try {
    await apply(mapping, body)
  } catch (thrown) {
    if (thrown instanceof FlowError) return thrown.data
    throw thrown
  }
  throw new Error('no fault')
}

const dossier = {
  MaHoSo: '000.00.01.H26-240101-0001',
  ChuHoSo: { HoTen: 'Nguyễn Thị Thử', CCCD: '001199000123' },
  GiayTo: [
    { Ten: 'Đơn', SoTrang: '2' },
    { Ten: 'Bản đồ', SoTrang: '10' },
  ],
}

test('builds nested objects from literals, fields, expressions and names of the run', async () => {
  const mapping: Mapping = [
    { target: 'loai', value: 'HS' },
    { target: 'nguoiNop', fields: [{ target: 'ten', value: { field: 'ChuHoSo.HoTen' } }] },
    { target: 'tieuDe', value: { expr: "MaHoSo & ' - ' & ChuHoSo.HoTen" } },
    { target: 'nguon', value: { field: '$headers.x-nguon' } },
    { target: 'ma', value: { field: '$keys.maHoSo' } },
    { target: 'coQuan', value: { field: '$steps.tra-cuu.Ten' } },
  ]
  expect(await apply(mapping, dossier)).toEqual({
    loai: 'HS',
    nguoiNop: { ten: 'Nguyễn Thị Thử' },
    tieuDe: '000.00.01.H26-240101-0001 - Nguyễn Thị Thử',
    nguon: 'mot-cua',
    ma: '000.00.01',
    coQuan: 'Sở Tư pháp',
  })
})

test('a for-each gives a list for many, one and none', async () => {
  const mapping: Mapping = [
    {
      target: 'giayTo',
      each: {
        over: 'GiayTo',
        fields: [
          { target: 'ten', value: { field: 'Ten' } },
          { target: 'hoSo', value: { field: '$parent.MaHoSo' } },
          { target: 'stt', value: { expr: '$index + 1' } },
        ],
      },
    },
  ]
  expect(await apply(mapping, dossier)).toEqual({
    giayTo: [
      { ten: 'Đơn', hoSo: dossier.MaHoSo, stt: 1 },
      { ten: 'Bản đồ', hoSo: dossier.MaHoSo, stt: 2 },
    ],
  })
  expect(await apply(mapping, { MaHoSo: 'x', GiayTo: { Ten: 'Đơn' } })).toEqual({
    giayTo: [{ ten: 'Đơn', hoSo: 'x', stt: 1 }],
  })
  expect(await apply(mapping, { MaHoSo: 'x' })).toEqual({ giayTo: [] })
})

test('in a for-each inside a for-each $parent is the message and $outer the item around', async () => {
  const mapping: Mapping = [
    {
      target: 'a',
      each: {
        over: 'A',
        fields: [
          {
            target: 'b',
            each: { over: 'B', value: { expr: '$parent.ma & $outer.ten & $string($) & $string($index)' } },
          },
        ],
      },
    },
  ]
  expect(
    await apply(mapping, {
      ma: 'm',
      A: [
        { ten: 'x', B: [7, 8] },
        { ten: 'y', B: [] },
      ],
    }),
  ).toEqual({
    a: [{ b: ['mx70', 'mx81'] }, { b: [] }],
  })
})

test('names that a scope computes only when asked are seen inside a for-each too', async () => {
  class Lazy {
    get body() {
      return { ds: [1] }
    }
    get headers() {
      return { ma: 'M' }
    }
    get keys() {
      return { khoa: 'K' }
    }
    get steps() {
      return { truoc: 'T' }
    }
    get run() {
      return { id: 'r', at: '2026-01-05T01:00:00Z', flow: 'f' }
    }
    get vars() {
      return { parts: ['P'] }
    }
  }
  const value = { expr: '$headers.ma & $keys.khoa & $steps.truoc & $run.id & $parts[0] & $string($)' }
  const made = compileMapping([{ target: 'a', each: { over: 'ds', value } }], compileExpression)(new Lazy())
  expect(await made).toEqual({ a: ['MKTrP1'] })
})

test('a missing required field stops with the whole target path and its source', async () => {
  const mapping: Mapping = [
    {
      target: 'hoSo',
      fields: [{ target: 'giayTo', each: { over: 'GiayTo', fields: [{ target: 'so', value: { field: 'So' } }] } }],
    },
  ]
  const data = await fault(mapping, { GiayTo: [{ So: '1' }, {}] })
  expect(data.code).toBe('mapping.missing')
  expect(data.message.vi).toBe('Trường bắt buộc "hoSo.giayTo[1].so" không có giá trị (lấy từ "So")')
})

test('missing fields can be left out, be null, or take a default', async () => {
  const mapping: Mapping = [
    { target: 'a', value: { field: 'x' }, missing: 'omit' },
    { target: 'b', value: { field: 'x' }, missing: 'null' },
    { target: 'c', value: { field: 'x' }, default: 'chưa rõ' },
    { target: 'd', value: { expr: 'x.y[z=1]' }, default: { field: 'thay' } },
    { target: 'e', each: { over: 'ds', value: { field: 'v' } }, missing: 'omit' },
  ]
  expect(await apply(mapping, { thay: 'T', ds: [{ v: 1 }, {}, { v: 3 }] })).toEqual({
    b: null,
    c: 'chưa rõ',
    d: 'T',
    e: [1, 3],
  })
})

test('a field stands only when its condition holds, and the first row of a choice wins', async () => {
  const mapping: Mapping = [
    { target: 'phi', value: 1, when: 'Loai = "thuong"' },
    { target: 'phi', value: 2, when: 'Khan' },
    { target: 'phi', value: 3 },
    { target: 'ghiChu', value: 'x', when: 'khongCo' },
  ]
  expect(await apply(mapping, { Loai: 'thuong', Khan: true })).toEqual({ phi: 1 })
  expect(await apply(mapping, { Loai: 'gap', Khan: true })).toEqual({ phi: 2 })
  expect(await apply(mapping, { Loai: 'gap', Khan: false })).toEqual({ phi: 3 })
})

test.each<[MappingItem['as'], unknown, unknown]>([
  ['text', 12, '12'],
  ['text', '00123', '00123'],
  ['text', true, 'true'],
  ['number', '12.50', 12.5],
  ['number', '-3', -3],
  ['boolean', 'true', true],
  ['boolean', '0', false],
  ['any', null, null],
])('as %s takes %j and gives %j', async (as, value, result) => {
  expect(await apply([{ target: 'x', value: { field: 'v' }, ...(as ? { as } : {}) }], { v: value })).toEqual({
    x: result,
  })
})

test.each<[MappingItem['as'], unknown]>([
  ['number', '00123'],
  ['number', '1e5'],
  ['number', '12,5'],
  ['number', '9007199254740993'],
  ['number', true],
  ['text', { a: 1 }],
  ['text', ['a']],
  ['text', 1e21],
  ['boolean', 'có'],
  ['boolean', 1],
])('as %s refuses %j without showing the value', async (as, value) => {
  const data = await fault([{ target: 'o', fields: [{ target: 'x', value: { field: 'v' }, ...(as ? { as } : {}) }] }], {
    v: value,
  })
  expect(data.code).toBe('mapping.wrong-type')
  expect(data.message.vi).toContain('"o.x"')
  expect(data.message.vi).not.toContain('00123')
  expect(data.message.en).not.toMatch(/chữ|số/)
})

test('null and blank text count as missing for a typed field', async () => {
  expect(await apply([{ target: 'x', value: { field: 'v' }, as: 'number', missing: 'omit' }], { v: '' })).toEqual({})
  expect((await fault([{ target: 'x', value: { field: 'v' }, as: 'text' }], { v: null })).code).toBe('mapping.missing')
})

test('is synchronous when every expression is, and waits when one is not', () => {
  const slow = (text: string) => ({
    text,
    fast: text !== 'cham',
    evaluate: (scope: ExpressionScope) =>
      text === 'cham' ? Promise.resolve(1) : (scope.body as Record<string, unknown>)[text],
  })
  const fast = compileMapping(
    [
      { target: 'a', value: { expr: 'x' } },
      { target: 'b', fields: [] },
    ],
    slow,
  )(scopeOf({ x: 1 }))
  expect(fast).toEqual({ a: 1, b: {} })
  const late = compileMapping(
    [
      { target: 'a', value: { expr: 'cham' } },
      { target: 'b', value: { expr: 'x' } },
    ],
    slow,
  )(scopeOf({ x: 2 }))
  expect(late).toBeInstanceOf(Promise)
  return expect(late).resolves.toEqual({ a: 1, b: 2 })
})

test('reads own fields only and refuses targets that reach a prototype', async () => {
  expect((await fault([{ target: 'x', value: { field: 'constructor.name' } }], {})).code).toBe('mapping.missing')
  expect((await fault([{ target: 'x', value: { field: '__proto__.toString' } }], {})).code).toBe('mapping.missing')
  for (const target of ['__proto__', 'constructor', 'prototype']) {
    expect(mappingSchema().safeParse([{ target, value: 1 }]).success).toBe(false)
    expect(() => compileMapping([{ target, value: 1 }], compileExpression)).toThrow('json.forbidden-key')
  }
  expect(({} as Record<string, unknown>).polluted).toBeUndefined()
})

test('a syntax fault is reported when the mapping is prepared', () => {
  expect(() => compileMapping([{ target: 'x', value: { expr: '1 +' } }], compileExpression)).toThrow('flow.expression')
  expect(() => compileMapping([{ target: 'x', value: { field: 'a..b' } }], compileExpression)).toThrow(
    'flow.expression',
  )
})

test('a fault while computing names the expression', async () => {
  const data = await fault([{ target: 'x', value: { expr: '$number(v)' } }], { v: 'abc' })
  expect(data.code).toBe('expression.failed')
  expect(data.message.vi).toContain('$number(v)')
})

test('the same target twice needs a condition on all but the last', () => {
  expect(
    mappingSchema().safeParse([
      { target: 'a', value: 1 },
      { target: 'a', value: 2 },
    ]).success,
  ).toBe(false)
  expect(
    mappingSchema().safeParse([
      { target: 'a', value: 1, when: 'x' },
      { target: 'a', value: 2 },
    ]).success,
  ).toBe(true)
})
