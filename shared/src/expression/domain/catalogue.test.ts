import { expect, test } from 'vitest'
import { compileExpression } from '../compile.ts'
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
}
