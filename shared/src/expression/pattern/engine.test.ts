import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ExpressionError } from '../errors.ts'
import { LinearPattern } from './engine.ts'

/** All matches of a pattern with their places and groups, by either engine. */
function allMatches(
  engine: { exec(text: string): (ArrayLike<string | undefined> & { index: number }) | null; lastIndex: number },
  text: string,
): unknown[] {
  const found: unknown[] = []
  for (let i = 0; i < 20; i++) {
    const match = engine.exec(text)
    if (match === null) break
    found.push([match.index, ...Array.from(match)])
    if (match[0] === '') engine.lastIndex++
  }
  return found
}

const samples: readonly (readonly [RegExp, string])[] = [
  [/ab+c/g, 'xabbbc abc ac'],
  [/(\d{2})\/(\d{2})\/(\d{4})/g, 'từ 05/07/2025 đến 31/12/2026'],
  [/^(\w+)\s(\w+)$/gm, 'an binh\ncuong dung'],
  [/(z)((a+)?(b+)?(c))*/g, 'zaacbbbcac'],
  [/a+?|b/g, 'aaab'],
  [/(a|ab)(c|bcd)(d*)/g, 'abcd'],
  [/[^\s,;]+/g, 'một, hai;ba  bốn'],
  [/\bcat\b/gi, 'Cat concat CAT'],
  [/ĐƯỜNG/gi, 'đường Đường'],
  [/[à-ỹ]/gi, 'À Ỹ z'],
  [/x{2,3}?/g, 'xxxxx'],
  [/(?<year>\d{4})-(?:\d\d)/g, '2025-07'],
  [/[\]\-a]/g, ']-a'],
  [/\x41\u0042\t/g, 'AB\t'],
  [/a{,2}/g, 'a{,2}'],
  [/$/gm, 'a\nb'],
  [/(?:)/g, 'ab'],
]

for (const [pattern, text] of samples) {
  test(`${pattern} finds in "${text.replaceAll('\n', '⏎').replaceAll('\t', '⇥')}" what RegExp finds`, () => {
    expect(allMatches(new LinearPattern(pattern), text)).toEqual(allMatches(new RegExp(pattern), text))
  })
}

test('generated patterns give the matches and groups that RegExp gives', () => {
  const atom = fc.constantFrom('a', 'b', 'c', '.', '[ab]', '[^a]', '\\w', '\\b', '^', '$', '\\d')
  const pattern = fc.letrec<{ p: string }>((tie) => ({
    p: fc.oneof(
      { maxDepth: 4 },
      atom,
      fc.tuple(tie('p'), tie('p')).map(([x, y]) => x + y),
      fc.tuple(tie('p'), tie('p')).map(([x, y]) => `(${x}|${y})`),
      fc
        .tuple(tie('p'), fc.constantFrom('*', '+', '?', '*?', '+?', '??', '{2}', '{1,2}', '{2,}?'))
        .map(([x, q]) => `(${x})${q}`),
      fc.tuple(tie('p'), fc.constantFrom('*', '+', '?')).map(([x, q]) => `(?:${x})${q}`),
    ),
  })).p
  let compared = 0
  fc.assert(
    fc.property(
      pattern,
      fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'A', '1', '\n'), maxLength: 12 }),
      fc.constantFrom('g', 'gi', 'gm'),
      (source, text, flags) => {
        const native = new RegExp(source, flags)
        let own: LinearPattern
        try {
          own = new LinearPattern(native)
        } catch (error) {
          expect(error).toBeInstanceOf(ExpressionError)
          return
        }
        compared++
        expect(allMatches(own, text)).toEqual(allMatches(native, text))
      },
    ),
    { numRuns: 3000 },
  )
  expect(compared).toBeGreaterThan(1000)
})

test('patterns that make RegExp hang take linear time', () => {
  const text = 'a'.repeat(20_000)
  const started = performance.now()
  for (const source of [
    '(a+)+b',
    '(a|a)*b',
    'a*a*a*a*a*b',
    '(?:a?){30}a{30}b',
    '(.*)*x'.replace('(.*)*', '(?:.)*.*.*'),
  ])
    expect(new LinearPattern(source, 'g').exec(text)).toBe(null)
  expect(performance.now() - started).toBeLessThan(5_000)
})

test('a pattern stops when its work is spent instead of holding the worker', () => {
  const greedy = new LinearPattern('(?:a?){400}b', 'g')
  expect(() => greedy.exec('a'.repeat(200_000))).toThrow(/quá dài/)
})

for (const [source, code] of [
  ['(a)\\1', 'expression.pattern-unsupported'],
  ['a(?=b)', 'expression.pattern-unsupported'],
  ['(?<!a)b', 'expression.pattern-unsupported'],
  ['\\p{L}+', 'expression.pattern-unsupported'],
  ['(a*)*', 'expression.pattern-empty-loop'],
  ['(a|b?)+', 'expression.pattern-empty-loop'],
  ['a{1001}', 'expression.pattern-too-large'],
  ['(?:(?:a{100}){100}){100}', 'expression.pattern-too-large'],
  ['(a', 'expression.pattern-syntax'],
  ['[a', 'expression.pattern-syntax'],
] as const)
  test(`the pattern ${source} is refused with ${code}`, () => {
    expect(() => new LinearPattern(source, 'g')).toThrow(expect.objectContaining({ code }))
  })
