import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson } from './canonical-json.ts'

test('keys are sorted by their composed form, spaces are none, text is composed and absent fields are left out', () => {
  const decomposed = 'Hồ'.normalize('NFD')
  expect(canonicalJson({ b: 1, a: [null, true, 'x"'], [decomposed]: decomposed, c: undefined })).toBe(
    `{"Hồ":"Hồ","a":[null,true,"x\\""],"b":1}`,
  )
  expect(canonicalJson(new Uint8Array([0x48, 0xe9]))).toBe('"Hé"')
  expect(canonicalJson(undefined)).toBe('null')
})

test('the order in which fields were written makes no difference, alone or in the rows of a list', () => {
  const turned = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(turned)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, field]) => [key, turned(field)]),
    )
  }
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(canonicalJson(turned(value))).toBe(canonicalJson(value))
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(composed(value))))
    }),
  )
})

test('rows of a list whose keys change keep each their own', () => {
  const rows = [{ b: 1, a: 2 }, { b: 3, a: 4 }, { a: 5 }, { a: 6, c: 7 }, 'x', [{ d: 8 }], { b: 9, a: 10 }]
  expect(canonicalJson(rows)).toBe('[{"a":2,"b":1},{"a":4,"b":3},{"a":5},{"a":6,"c":7},"x",[{"d":8}],{"a":10,"b":9}]')
})

/** What the text means: composed keys and values; of two keys that compose to one the later wins, as in JSON.parse. */
function composed(value: unknown): unknown {
  if (typeof value === 'string') return value.normalize('NFC')
  if (Array.isArray(value)) return value.map(composed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key.normalize('NFC'), composed(field)]))
}
