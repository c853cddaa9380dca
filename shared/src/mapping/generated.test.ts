import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileExpression } from '../expression/compile.ts'
import { compileMapping } from './apply.ts'
import type { Mapping, MappingItem } from './mapping.ts'
import { mappingSchema } from './schema.ts'

const apply = async (mapping: Mapping, body: unknown): Promise<object> =>
  compileMapping(
    mappingSchema().parse(mapping),
    compileExpression,
  )({ body, headers: {}, keys: {}, steps: {}, run: { id: 'r', at: '2026-01-05T01:00:00Z', flow: 'f' } })

const name = fc
  .stringMatching(/^[a-zA-Z_À-ỹ][a-zA-Z0-9_]{0,6}$/)
  .filter((it) => !['__proto__', 'constructor', 'prototype'].includes(it))
const tree = fc.letrec((tie) => ({
  items: fc.uniqueArray(tie('item') as fc.Arbitrary<MappingItem>, { selector: (it) => it.target, maxLength: 4 }),
  item: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ target: name, value: fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)) }),
    fc.record({
      target: name,
      value: fc.record({ field: name }),
      missing: fc.constantFrom('omit' as const, 'null' as const),
    }),
    fc.record({ target: name, fields: tie('items') }),
    fc.record({ target: name, each: fc.record({ over: fc.constant('ds'), fields: tie('items') }) }),
  ),
}))

test('any mapping of constants and optional fields gives exactly its targets, twice the same, and leaves the source alone', async () => {
  await fc.assert(
    fc.asyncProperty(
      tree.items as fc.Arbitrary<Mapping>,
      fc.dictionary(name, fc.jsonValue(), { maxKeys: 5 }),
      async (mapping, body) => {
        const before = JSON.stringify(body)
        const first = await apply(mapping, body)
        expect(await apply(mapping, body)).toEqual(first)
        expect(JSON.stringify(body)).toBe(before)
        const targets = mapping.map((item) => item.target)
        for (const key of Object.keys(first)) expect(targets).toContain(key)
        for (const item of mapping) {
          if (item.missing !== 'omit') expect(Object.hasOwn(first, item.target)).toBe(true)
          if (item.each) expect(Array.isArray(Reflect.get(first, item.target))).toBe(true)
        }
      },
    ),
    { numRuns: 150 },
  )
})

test('text of digits stays the same text whatever the field path', async () => {
  await fc.assert(
    fc.asyncProperty(fc.stringMatching(/^0\d{1,20}$/), async (code) => {
      expect(
        await apply([{ target: 'ma', value: { field: 'a.b[0].c' }, as: 'text' }], { a: { b: [{ c: code }] } }),
      ).toEqual({ ma: code })
    }),
    { numRuns: 50 },
  )
})
