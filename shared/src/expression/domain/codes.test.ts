import { expect, test } from 'vitest'
import { permanent } from '../../errors/flow-error.ts'
import { compileExpression } from '../compile.ts'
import type { CodeTables } from '../scope.ts'
import { scopeOf } from '../testing/answers.ts'
import { fromBase64, toBase64 } from './convert.ts'

const asked: unknown[] = []
const tables: CodeTables = {
  lookup(table, code, asOf) {
    asked.push([table, code, asOf])
    if (table !== 'xa') throw permanent('code-table.unknown-table', { table })
    return code === '00004' ? { code, name: 'Phường Ba Đình', extra: { tinh: '01', code: 'x' } } : undefined
  },
}
const evaluate = (text: string): unknown => compileExpression(text).evaluate(scopeOf({ ma: '00004' }, { tables }))

test('a lookup gives code, name and the other columns, as of the day of the run unless told', () => {
  expect(evaluate('$danhMuc("xa", ma)')).toEqual({ code: '00004', name: 'Phường Ba Đình', tinh: '01' })
  expect(asked.at(-1)).toEqual(['xa', '00004', '2025-07-01'])
  evaluate('$danhMuc("xa", ma, "30/06/2025")')
  expect(asked.at(-1)).toEqual(['xa', '00004', '2025-06-30'])
})

test('an unknown code is an error that names table and code', () => {
  expect(() => evaluate('$danhMuc("xa", "4")')).toThrow('Danh mục "xa" không có mã "4"')
})

test('an unknown table is an error that names the table', () => {
  expect(() => evaluate('$danhMuc("ap", "4")')).toThrow('Không có danh mục "ap"')
})

test('without tables the lookup says so', () => {
  expect(() => compileExpression('$danhMuc("xa", "1")').evaluate(scopeOf({}))).toThrow(
    expect.objectContaining({ code: 'domain.no-tables' }),
  )
})

for (const [text, code] of [
  ['$laDung("có thể")', 'domain.not-truth'],
  ['$laDung(2)', 'domain.not-truth'],
  ['$laDung([true])', 'domain.not-truth'],
  ['$jsonTu("{")', 'json.malformed'],
  [`$jsonTu('{"__proto__": 1}')`, 'json.forbidden-key'],
  ['$tuBase64("/w==")', 'domain.base64'],
  ['$tuBase64("@")', 'domain.base64'],
] as const)
  test(`${text} is an error with the code ${code} and its place`, () => {
    expect(() => evaluate(text)).toThrow(expect.objectContaining({ code, position: expect.any(Number) }))
  })

test('Base64 carries Vietnamese both ways, also URL-safe and without padding', () => {
  for (const text of ['Ủy ban nhân dân xã 😀', '>>>???', 'ÿÿÿ', '']) {
    const encoded = toBase64(text)
    expect(encoded).toBe(Buffer.from(text).toString('base64'))
    expect(fromBase64(encoded)).toBe(text)
    expect(fromBase64(Buffer.from(text).toString('base64url'))).toBe(text)
  }
})
