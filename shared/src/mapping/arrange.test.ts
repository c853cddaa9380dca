import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FlowError } from '../errors/flow-error.ts'
import { compileExpression } from '../expression/compile.ts'
import type { ExpressionScope } from '../expression/scope.ts'
import { inVietnameseOrder } from '../text/vietnamese-order.ts'
import { compileMapping } from './apply.ts'
import type { ForEach, Mapping } from './mapping.ts'
import { mappingSchema } from './schema.ts'
import type { CompileExpression } from './values.ts'

const scopeOf = (body: unknown): ExpressionScope => ({
  body,
  headers: {},
  keys: {},
  steps: {},
  run: { id: 'r', at: '2026-01-05T01:00:00Z', flow: 'f' },
})

/** Every expression as on the slow path. */
const slowly: CompileExpression = (text) => {
  const ready = compileExpression(text)
  return { ...ready, fast: false, evaluate: async (scope) => ready.evaluate(scope) }
}

const apply = async (mapping: Mapping, body: unknown, compile: CompileExpression = compileExpression) =>
  compileMapping(mappingSchema().parse(mapping), compile)(scopeOf(body))

const list = (each: Partial<ForEach>): Mapping => [
  { target: 'ra', each: { over: 'GiayTo', value: { field: 'Ten' }, ...each } },
]
const dossier = {
  MaHoSo: 'H1',
  GiayTo: [
    { Ten: 'Đơn', Loai: 'A', SoTrang: '10', Huy: false },
    { Ten: 'Ảnh', Loai: 'B', SoTrang: '2', Huy: false },
    { Ten: 'Bản vẽ', Loai: 'A', SoTrang: '9', Huy: true },
    { Ten: 'Ân', SoTrang: '', Huy: false },
  ],
}

test('a filter keeps the items for which it holds', async () => {
  expect(await apply(list({ where: 'Huy = false and $parent.MaHoSo = "H1"' }), dossier)).toEqual({
    ra: ['Đơn', 'Ảnh', 'Ân'],
  })
})

test('an order is by the Vietnamese alphabet, by number when so asked, with nothing last in both directions', async () => {
  expect(await apply(list({ sort: [{ by: 'Ten' }] }), dossier)).toEqual({ ra: ['Ảnh', 'Ân', 'Bản vẽ', 'Đơn'] })
  const pages = (order: 'asc' | 'desc') =>
    apply(
      list({
        sort: [
          { by: 'Loai', order },
          { by: 'SoTrang', as: 'number' },
        ],
      }),
      dossier,
    )
  expect(await pages('asc')).toEqual({ ra: ['Bản vẽ', 'Đơn', 'Ảnh', 'Ân'] })
  expect(await pages('desc')).toEqual({ ra: ['Ảnh', 'Bản vẽ', 'Đơn', 'Ân'] })
})

test('groups have a key, the first item as their root and their items to run over', async () => {
  const mapping: Mapping = [
    {
      target: 'nhom',
      each: {
        over: 'GiayTo',
        where: 'Huy = false',
        groupBy: 'Loai',
        sort: [
          { by: '$count($group)', order: 'desc' },
          { by: '$key', order: 'desc' },
        ],
        fields: [
          { target: 'loai', value: { field: '$key' }, missing: 'null' },
          { target: 'dau', value: { field: 'Ten' } },
          { target: 'stt', value: { expr: '$index + 1' } },
          {
            target: 'giay',
            each: {
              over: '$group',
              sort: [{ by: 'Ten' }],
              fields: [{ target: 'ten', value: { expr: '$parent.MaHoSo & Ten' } }],
            },
          },
        ],
      },
    },
  ]
  const expected = {
    nhom: [
      { loai: 'B', dau: 'Ảnh', stt: 1, giay: [{ ten: 'H1Ảnh' }] },
      { loai: 'A', dau: 'Đơn', stt: 2, giay: [{ ten: 'H1Đơn' }] },
      { loai: null, dau: 'Ân', stt: 3, giay: [{ ten: 'H1Ân' }] },
    ],
  }
  expect(await apply(mapping, dossier)).toEqual(expected)
  expect(await apply(mapping, dossier, slowly)).toEqual(expected)
})

test('one item, none and nothing are lists for groups and orders too', async () => {
  const arranged: Partial<ForEach> = { where: 'true', groupBy: 'Ten', sort: [{ by: 'Ten' }] }
  expect(await apply(list(arranged), { GiayTo: { Ten: 'Một' } })).toEqual({ ra: ['Một'] })
  for (const body of [{ GiayTo: [] }, { GiayTo: null }, {}])
    expect(await apply(list(arranged), body)).toEqual({ ra: [] })
})

test('a group or order by an object is refused with the place', async () => {
  for (const each of [{ groupBy: '$' }, { sort: [{ by: '$' }] }]) {
    const failed = apply(list(each), dossier)
    await expect(failed).rejects.toThrow(FlowError)
    await expect(failed).rejects.toMatchObject({ data: { code: 'mapping.wrong-type', details: { target: 'ra[]' } } })
  }
})

test('names that every object has are ordinary keys of groups', async () => {
  const body = { GiayTo: ['__proto__', 'constructor', '__proto__', 1, '1'].map((Ten) => ({ Ten })) }
  expect(await apply(list({ groupBy: 'Ten', value: { expr: '$count($group)' } }), body)).toEqual({ ra: [2, 1, 1, 1] })
})

type Row = Readonly<Record<string, unknown>>

/** What a for-each means, said in the plainest way for plain field names. */
function reference(rows: readonly Row[], { where, groupBy, sort = [] }: Partial<ForEach>): unknown {
  const kept = where === undefined ? rows : rows.filter((row) => Boolean(row[where]))
  const groups: (readonly Row[])[] = []
  if (groupBy === undefined) groups.push(...kept.map((row) => [row]))
  else
    for (const key of new Set(kept.map((row) => row[groupBy] ?? null)))
      groups.push(kept.filter((row) => (row[groupBy] ?? null) === key))
  const compare = (a: unknown, b: unknown): number => {
    const rank = { boolean: 0, number: 1, string: 2 }
    if (typeof a === 'string' && typeof b === 'string') return inVietnameseOrder(a, b)
    return rank[typeof a as 'string'] - rank[typeof b as 'string'] || Number(a) - Number(b)
  }
  const before = (one: Row | undefined, other: Row | undefined): number => {
    for (const { by, order } of sort) {
      const [a, b] = [one?.[by] ?? undefined, other?.[by] ?? undefined]
      if (a === undefined && b === undefined) continue
      if (a === undefined) return 1
      if (b === undefined) return -1
      const difference = compare(a, b) * (order === 'desc' ? -1 : 1)
      if (difference !== 0) return difference
    }
    return 0
  }
  return groups
    .toSorted((a, b) => before(a[0], b[0]))
    .map((group, stt) => ({ stt, dau: group[0]?.id, tat: groupBy === undefined ? [] : group.map((row) => row.id) }))
}

test('compiled for-eaches agree with their plain meaning, at once and late, and leave the source alone', async () => {
  const scalar = fc.oneof(
    fc.constantFrom('a', 'Ă', 'đ', '10', '9', ''),
    fc.integer({ min: -2, max: 3 }),
    fc.boolean(),
    fc.constant(null),
  )
  const rows = fc
    .array(fc.record({ a: scalar, b: scalar, c: fc.boolean() }, { requiredKeys: [] }), { maxLength: 12 })
    .map((made) => made.map((row, id) => ({ ...row, id })))
  const name = fc.constantFrom('a', 'b', 'c')
  const arrangement = fc.record(
    {
      where: name,
      groupBy: name,
      sort: fc.array(fc.record({ by: name, order: fc.constantFrom('asc' as const, 'desc' as const) }), {
        minLength: 1,
        maxLength: 3,
      }),
    },
    { requiredKeys: [] },
  )
  await fc.assert(
    fc.asyncProperty(rows, arrangement, async (source, each) => {
      const mapping: Mapping = [
        {
          target: 'ra',
          each: {
            over: 'ds',
            ...each,
            fields: [
              { target: 'stt', value: { field: '$index' } },
              { target: 'dau', value: { field: 'id' } },
              { target: 'tat', each: { over: '$group', value: { field: 'id' } } },
            ],
          },
        },
      ]
      const before = JSON.stringify(source)
      const expected = { ra: reference(source, each) }
      expect(await apply(mapping, { ds: source })).toEqual(expected)
      expect(await apply(mapping, { ds: source }, slowly)).toEqual(expected)
      expect(JSON.stringify(source)).toBe(before)
    }),
    { numRuns: 200 },
  )
})
