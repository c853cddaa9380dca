import { expect, test } from 'vitest'
import { compileExpression } from '#shared/expression/compile.ts'
import { previewOn } from './preview.ts'

const tables = {
  lookup: (table: string, code: string) => (table === 'xa' && code === '1' ? { code, name: 'Xã Một' } : undefined),
}
const on = (input: Parameters<typeof previewOn>[0]) => previewOn(input, tables, compileExpression)

test('an expression sees the sample, earlier steps and code tables', async () => {
  expect(await on({ expression: 'a & $steps.b.c', input: { a: 'x' }, steps: { b: { c: 'y' } } })).toEqual({
    result: 'xy',
  })
  expect(await on({ expression: '$keys.ma', input: { body: 1, keys: { ma: '007' } } })).toEqual({ result: '007' })
})

test('a mapping gives the target', async () => {
  expect(await on({ mapping: [{ target: 'Ma', value: { field: 'a' } }], input: { a: '007' } })).toEqual({
    result: { Ma: '007' },
  })
})

test('what is wrong comes back as an error in both languages, and nothing is thrown', async () => {
  for (const input of [
    { expression: 'a +' },
    { expression: '$khongCo(1)' },
    { mapping: [{ target: 'Ma', value: { field: 'b' } }] },
    { mapping: [{ la: 1 }] },
  ]) {
    const { result, error } = await on({ ...input, input: { a: 1 } })
    expect(result).toBeUndefined()
    expect(error?.message.vi).toMatch(/\S/)
    expect(error?.message.en).toMatch(/\S/)
  }
})
