import { expect, test } from 'vitest'
import { z } from 'zod'
import { field } from '#shared/node/fields.ts'
import { checkValues } from './check-values.ts'
import { fieldsOf, isShown, problemsBelow, withDefaults, withValue } from './form-model.ts'

const title = (vi: string) => ({ title: { vi, en: vi } })
const schema = z.toJSONSchema(
  z.object({
    address: field.text(title('Địa chỉ')),
    method: field
      .choice(
        [
          { value: 'none', title: { vi: 'Không', en: 'None' } },
          { value: 'key', title: { vi: 'Khoá', en: 'Key' } },
        ],
        title('Cách xác thực'),
      )
      .default('none'),
    header: field.text({ ...title('Tên tiêu đề'), showIf: { setting: 'method', is: ['key'] } }),
    tries: field.integer({ ...title('Số lần'), min: 0, max: 10 }).optional(),
    rows: field.list({ code: field.text(title('Mã')) }, { ...title('Dòng'), min: 1 }).optional(),
  }),
  { io: 'input', unrepresentable: 'any' },
)

test('fields keep the order of their declaration and know which must be filled in', () => {
  expect(fieldsOf(schema).map(({ name, required }) => [name, required])).toEqual([
    ['address', true],
    ['method', false],
    ['header', true],
    ['tries', false],
    ['rows', false],
  ])
})

test('a field with showIf is seen only while its sibling has the value, a default included', () => {
  const header = fieldsOf(schema).find(({ name }) => name === 'header')
  if (!header) throw new Error('no such field')
  expect(isShown(header.look, withDefaults(schema, {}))).toBe(false)
  expect(isShown(header.look, withDefaults(schema, { method: 'key' }))).toBe(true)
})

test('a required field that is hidden is not asked for', () => {
  expect(checkValues(schema, { address: 'https://a' })).toEqual([])
  expect(checkValues(schema, { address: 'https://a', method: 'key' })).toEqual([
    {
      path: 'header',
      severity: 'error',
      message: { vi: 'Chưa điền "Tên tiêu đề"', en: '"Tên tiêu đề" is not filled in' },
    },
  ])
})

test('limits, whole numbers, choices and rows are checked with their place', () => {
  const found = checkValues(schema, { address: 'x', tries: 1.5, method: 'other', rows: [{ code: '01' }, {}] })
  expect(found.map(({ path }) => path)).toEqual(['method', 'tries', 'rows.1.code'])
  expect(checkValues(schema, { address: 'x', tries: 11 })[0]?.message.vi).toBe('Lớn nhất là 10')
  expect(checkValues(schema, { address: 'x', rows: [] })[0]?.message.vi).toBe('Cần ít nhất 1 dòng')
})

test('taking a value out removes the key so that the default holds again', () => {
  expect(withValue({ a: 1, b: 2 }, 'a', undefined)).toEqual({ b: 2 })
  expect(withValue({ a: 1 }, 'a', null)).toEqual({ a: null })
})

test('problems below a place do not include places that only begin alike', () => {
  const message = { vi: '', en: '' }
  const problems = ['rows', 'rows.0.code', 'rowsTotal'].map((path) => ({ path, severity: 'error' as const, message }))
  expect(problemsBelow(problems, 'rows').map(({ path }) => path)).toEqual(['rows', 'rows.0.code'])
})
