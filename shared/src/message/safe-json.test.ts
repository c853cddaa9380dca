import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MAX_DEPTH, parseJson } from './safe-json.ts'

const codeOf = (text: string): string => {
  try {
    return `value ${JSON.stringify(parseJson(text))}`
  } catch (error) {
    return String(Reflect.get(Reflect.get(Object(error), 'data'), 'code'))
  }
}

test.each([
  ['{"a":1,"b":{"a":[{"a":2},{"a":3}]}}'],
  ['{"a:b":"c:d","e\\"":":"}'],
  ['[9007199254740991,100000000000000000000,0.1,-1.5e-7,9007199254740992]'],
  ['{"a":"\\ud83d\\ude00","b":"12345678901234567890"}'],
])('%s is read as it is', (text) => {
  expect(codeOf(text)).toBe(`value ${JSON.stringify(JSON.parse(text))}`)
})

test.each([
  ['{"a":1,"a":1}', 'json.duplicate-key'],
  ['[{"b":{"a":1,"\\u0061":2}}]', 'json.duplicate-key'],
  ['{"__proto__":1}', 'json.forbidden-key'],
  ['{"a":{"\\u005f_proto__":1}}', 'json.forbidden-key'],
  ['[{"constructor" :{}}]', 'json.forbidden-key'],
  ['9007199254740993', 'json.number'],
  ['[1e309]', 'json.number'],
  [`1${'0'.repeat(500)}1e-400`, 'json.number'],
  ['"\\udc00"', 'json.half-character'],
  ['['.repeat(201), 'json.too-deep'],
  ['[1-2]', 'json.malformed'],
  ['{"a":1', 'json.malformed'],
  ['"', 'json.malformed'],
])('%s is refused with %s', (text, code) => {
  expect(codeOf(text)).toBe(code)
})

test('a number of ten million digits is judged at once', () => {
  const started = performance.now()
  expect(codeOf(`1${'0'.repeat(5_000_000)}1${'0'.repeat(5_000_000)}`)).toBe('json.number')
  expect(performance.now() - started).toBeLessThan(1000)
})

const forbidden = ['__proto__', 'constructor', 'prototype'] as const

/** A key in JSON text with some of its characters written as `\\uXXXX`, in either case. */
const spelt = fc
  .tuple(fc.constantFrom(...forbidden), fc.infiniteStream(fc.constantFrom('plain', 'lower', 'upper')))
  .map(([key, ways]) =>
    [...key]
      .map((c) => {
        const hex = `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`
        const way = ways.next().value
        return way === 'plain' ? c : way === 'lower' ? hex : `\\u${hex.slice(2).toUpperCase()}`
      })
      .join(''),
  )

test('a key that could reach a prototype is refused in every spelling and at every depth', () => {
  fc.assert(
    fc.property(
      spelt,
      fc.constantFrom('', ' ', '\n\t'),
      fc.array(fc.constantFrom('[', '{"a":')),
      (key, space, around) => {
        const end = around
          .map((open) => (open === '[' ? ']' : '}'))
          .reverse()
          .join('')
        expect(codeOf(`${around.join('')}{"${key}"${space}:1}${end}`)).toBe('json.forbidden-key')
      },
    ),
  )
})

test('the forbidden words are ordinary as values, as parts of names and inside text', () => {
  for (const word of forbidden)
    for (const text of [
      `["${word}"]`,
      `{"a":"${word}"}`,
      `{"${word}s":1}`,
      `{"a":"\\"${word}\\": 1"}`,
      `{"${word.toUpperCase()}":1}`,
    ])
      expect(codeOf(text)).toBe(`value ${JSON.stringify(JSON.parse(text))}`)
})

test('nesting is accepted up to the limit and no deeper, whatever brackets stand inside text', () => {
  const nested = (depth: number): string => `${'['.repeat(depth)}"[[[{{{"${']'.repeat(depth)}`
  expect(parseJson(nested(MAX_DEPTH))).toBeInstanceOf(Array)
  expect(codeOf(nested(MAX_DEPTH + 1))).toBe('json.too-deep')
})

test('what JSON.stringify writes of any value is read back equal', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value)
      fc.pre(!/"(?:__proto__|constructor|prototype)":/.test(text) && !/e\+|\d{16}/.test(text))
      expect(parseJson(text)).toEqual(JSON.parse(text))
    }),
  )
})
