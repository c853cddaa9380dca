import fc from 'fast-check'
import { expect, test } from 'vitest'
import { malformedAt } from './malformed-at.ts'
import { parseJson } from './safe-json.ts'

/** What V8 says of a text: the offset when its message names one, else the character that it quotes. */
function faultByV8(text: string): { readonly offset?: number; readonly token?: string } | undefined {
  try {
    JSON.parse(text)
    return undefined
  } catch (error) {
    const { message } = error as Error
    const offset = /position (\d+)/.exec(message)?.[1]
    const token = /^Unexpected token '([\s\S]+?)', /.exec(message)?.[1]
    return offset !== undefined ? { offset: Number(offset) } : token !== undefined ? { token } : { offset: text.length }
  }
}

test.each([
  ['', 0],
  ['  ', 2],
  ['{x', 1],
  ['[1,x]', 3],
  ['{"a":1,}', 7],
  ['[1 2]', 3],
  ['{"a" 1}', 5],
  ['[tru]', 4],
  ['nul', 3],
  ['"a', 2],
  ['"\\x"', 2],
  ['"\\u12g4"', 5],
  ['"\n"', 1],
  ['{"a":1} x', 8],
  ['[01]', 2],
  ['[1.]', 3],
  ['[-]', 2],
  ['[1e]', 3],
  ['[1,]', 3],
  [']', 0],
  ['{"a":1]', 6],
  ['{"a":1,\n\n "b":oops}', 14],
  ["{'a':1}", 1],
  ['[NaN]', 1],
  ['// c\n1', 0],
])('%j stops being JSON at %i', (text, offset) => {
  expect(malformedAt(text)).toBe(offset)
})

/** A good text with one character taken out, put in, or changed. */
const damaged = fc
  .tuple(
    fc.oneof(
      fc.json({ maxDepth: 4 }),
      fc.json({ maxDepth: 4 }).map((it) => JSON.stringify(JSON.parse(it), null, 2)),
    ),
    fc.nat(),
    fc.constantFrom('', ',', ':', '"', '{', '}', '[', ']', '\\', 'e', '.', '-', '0', 'n', 'x', '\n', ' ', '\u0001'),
    fc.nat({ max: 1 }),
  )
  .map(([text, seed, put, cut]) => {
    const at = seed % (text.length + 1)
    return text.slice(0, at) + put + text.slice(at + cut)
  })

test('names the very place that V8 names, and otherwise the character that V8 quotes', () => {
  fc.assert(
    fc.property(damaged, (text) => {
      const fault = faultByV8(text)
      const at = malformedAt(text)
      if (!fault) expect(at).toBe(text.length)
      else if (fault.offset !== undefined) expect(at).toBe(fault.offset)
      else expect(text.slice(at, at + (fault.token?.length ?? 0))).toBe(fault.token)
    }),
    { numRuns: 3000 },
  )
})

test('what comes before the named place is never the fault: any longer good beginning is named later', () => {
  expect(malformedAt('{"a":[1,{"b":tru}]}')).toBe(16)
  expect(malformedAt('{"a":[1,{"b":true}]')).toBe(19)
})

test.each([
  ['[1,x]', '1:4'],
  ['{\n  "a": 1,\n  "b": oops\n}', '3:8'],
  ['{\r\n"a":1,\r\n}', '3:1'],
  ['["chưa đóng', '1:12'],
  ['[1,\n2', '2:2'],
])('a reader is told that %j goes wrong at line:column %s', (text, place) => {
  const told = (): unknown => parseJson(text)
  expect(told).toThrow(expect.objectContaining({ data: expect.objectContaining({ code: 'json.malformed' }) }))
  try {
    told()
  } catch (error) {
    expect(String(error)).toContain(`line:column ${place}`)
  }
})

test('a long text is looked through at once', () => {
  const started = performance.now()
  expect(malformedAt(`["${'\\u00e1'.repeat(1_000_000)}",`)).toBe(6_000_004)
  expect(performance.now() - started).toBeLessThan(3000)
})
