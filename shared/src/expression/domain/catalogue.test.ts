import { expect, test } from 'vitest'
import { compileExpression } from '../compile.ts'
import { ExpressionError } from '../errors.ts'
import { scopeOf } from '../testing/answers.ts'
import { domainFunctions } from './catalogue.ts'

const tables = {
  lookup: (table: string, code: string) => {
    if (table === 'dan-toc' && code === '01') return { code: '01', name: 'Kinh' }
    const extra = { maMoi: '24', tenMoi: 'Bắc Ninh', quanHe: 'gop' }
    return table === 'tinh-2004-sang-2025' && code === '24' ? { code: '24', name: 'Bắc Giang', extra } : undefined
  },
}

for (const { name, alias, example, help, parameters, signature } of domainFunctions) {
  test(`$${name}: its example gives what the help says, under both names and on both paths`, async () => {
    const scope = scopeOf(example.input, { tables })
    const english = example.expression.replaceAll(`$${name}(`, `$${alias}(`)
    expect(english).not.toBe(example.expression)
    for (const text of [example.expression, english]) {
      const fast = compileExpression(text)
      expect(fast.fast).toBe(true)
      expect(fast.evaluate(scope)).toEqual(example.result)
      expect(await compileExpression(text, { path: 'library' }).evaluate(scope)).toEqual(example.result)
    }
  })

  test(`$${name}: has help in both languages and one parameter name for each part of its signature`, () => {
    expect(help.vi.normalize('NFC')).toBe(help.vi)
    expect(help.vi.length).toBeGreaterThan(10)
    expect(help.en.length).toBeGreaterThan(10)
    const letters = (signature.split(':')[0] ?? '').replace(/\([a-z]+\)/g, 'x').replace(/[^a-z]/g, '')
    expect(parameters.length).toBe(letters.length)
  })

  test(`$${name}: nothing in gives nothing out`, () => {
    const first = compileExpression(`$${name}(${parameters.map(() => 'khongCo').join(', ')})`)
    // The one function that is there to tell whether something is there.
    expect(first.evaluate(scopeOf({}, { tables }))).toBe(name === 'coGiaTri' ? false : undefined)
  })

  test(`$${name}: wrong types, huge texts and broken characters give an error in words or a value, soon`, () => {
    // The second argument and the rest are what the example gives, so that the first one is what is tried.
    const call = compileExpression(`$${name}(${['x', ...parameters.slice(1).map((_, i) => `y${i}`)].join(', ')})`)
    const takes = (signature.split(':')[0] ?? '').replace(/\([a-z]+\)/g, 'z').replace(/[^a-z]/g, '')
    const others = [...takes.slice(1)].map((kind, i) => [`y${i}`, kind === 'n' ? 1 : '1'])
    for (const x of HOSTILE) {
      const scope = scopeOf({ x, ...Object.fromEntries(others) }, { tables })
      const value = answerOf(() => call.evaluate(scope))
      const blank = typeof x === 'string' && x.trim() === ''
      expect(value, `${typeof x} ${String(x).slice(0, 20)}`).not.toBe(null)
      if (value === undefined) expect(blank, `nothing for ${String(x).slice(0, 20)}`).toBe(true)
    }
  })
}

/** Texts that break programs, and values that are no texts. */
const HOSTILE: readonly unknown[] = [
  '',
  ' ',
  '\ud800',
  'a\udc00\ud800b',
  '\u0301\u0323\u0302a\u0323\u0302\u0301',
  `a${'\u0301'.repeat(10_000)}`,
  'ấ'.repeat(300_000),
  'A'.repeat(1_000_000),
  '\0\u001f\u200b\ufeff',
  '__proto__',
  '0'.repeat(100_000),
  '1.'.repeat(100_000),
  '😀',
  null,
  true,
  {},
  [],
  ['a', 1],
  -0,
  1e308,
  Number.MAX_SAFE_INTEGER,
]

/** The value, or the sentence of the error; anything but an error of ours is thrown on. */
function answerOf(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    expect(error.code).not.toBe('expression.internal')
    expect(error.text.vi.length).toBeGreaterThan(5)
    expect(error.text.vi.length).toBeLessThan(700)
    return error.text.vi
  }
}
