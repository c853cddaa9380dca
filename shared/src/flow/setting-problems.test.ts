import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { complaint } from '../node/complaint.ts'
import { field } from '../node/fields.ts'
import { settingsSchema } from '../node/walk-fields.ts'
import { labelOf } from './setting-label.ts'
import { settingProblems } from './setting-problems.ts'

const said = (vi: string, en: string) => ({ title: { vi, en } })
const settings = z
  .strictObject({
    name: field.text(said('Tên', 'Name')),
    size: field.integer({ ...said('Cỡ', 'Size'), min: 1, max: 9 }).optional(),
    value: field.value(said('Giá trị', 'Value')).optional(),
    on: field.boolean(said('Bật', 'On')).optional(),
    wait: field.duration(said('Chờ', 'Wait')).optional(),
    kind: z.enum(['a', 'b']).optional(),
    rows: z
      .array(z.strictObject({ when: field.condition(said('Khi', 'When')) }))
      .min(1)
      .max(2)
      .optional(),
  })
  .refine(({ on, kind }) => !on || kind !== undefined, { ...complaint('chưa chọn', 'is not chosen'), path: ['kind'] })

function sentences(value: unknown): readonly string[] {
  const parsed = settings.safeParse(value, { reportInput: true })
  const schema = settingsSchema({ settings })
  return settingProblems('a', parsed.error?.issues ?? [], schema).flatMap(({ path, message }) => [
    `${path} | ${message.vi} | ${message.en}`,
  ])
}

test.each([
  [{}, 'name | "Tên": chưa nhập | "Name": is missing'],
  [{ name: '' }, 'name | "Tên": chưa nhập | "Name": is empty'],
  [{ name: 5 }, 'name | "Tên": cần một chuỗi | "Name": must be a text'],
  [{ name: 'x', size: 'hai' }, 'size | "Cỡ": cần một số | "Size": must be a number'],
  [{ name: 'x', size: 1.5 }, 'size | "Cỡ": cần một số nguyên | "Size": must be a whole number'],
  [{ name: 'x', size: 0 }, 'size | "Cỡ": không được nhỏ hơn 1 | "Size": must not be less than 1'],
  [{ name: 'x', size: 10 }, 'size | "Cỡ": không được lớn hơn 9 | "Size": must not be more than 9'],
  [{ name: 'x'.repeat(1001) }, 'name | "Tên": dài quá 1000 ký tự | "Name": is longer than 1000 characters'],
  [{ name: 'x', value: { la: 1 } }, 'value | "Giá trị": giá trị không hợp lệ | "Value": is not a valid value'],
  [{ name: 'x', on: 'có', kind: 'a' }, 'on | "Bật": cần có hoặc không | "On": must be yes or no'],
  [{ name: 'x', wait: '5 phút' }, 'wait | "Chờ": không đúng định dạng | "Wait": has the wrong format'],
  [{ name: 'x', kind: 'c' }, 'kind | "kind": chỉ nhận: a, b | "kind": must be one of: a, b'],
  [{ name: 'x', on: true }, 'kind | "kind": chưa chọn | "kind": is not chosen'],
  [{ name: 'x', rows: [] }, 'rows | "rows": cần ít nhất 1 dòng | "rows": needs at least 1 rows'],
  [{ name: 'x', rows: 'a' }, 'rows | "rows": cần một danh sách | "rows": must be a list'],
  [{ name: 'x', rows: [{ when: '' }] }, 'rows.0.when | "Khi": chưa nhập | "When": is empty'],
  [{ name: 'x', la: 1 }, 'la | "la": trường này không có trong nút | "la": the node has no such field'],
  [
    { name: 'x', rows: [{ when: 'a', toString: 1 }] },
    'rows.0.toString | "rows.0.toString": trường này không có trong nút | "rows.0.toString": the node has no such field',
  ],
])('%j says: %s', (value, sentence) => {
  expect(sentences(value)).toEqual([sentence])
})

describe('the label of a setting', () => {
  const schema = settingsSchema({ settings })
  test('is the words of the form, outer before inner', () => {
    expect(labelOf(schema, ['rows', '0', 'when'])).toEqual({ vi: 'Khi', en: 'When' })
    const outer = z.strictObject({
      group: z
        .array(z.strictObject({ a: field.text(said('A', 'A')) }))
        .meta({ 'x-field': { kind: 'list', ...said('Nhóm', 'Group') } }),
    })
    expect(labelOf(settingsSchema({ settings: outer }), ['group', '3', 'a'])).toEqual({
      vi: 'Nhóm › A',
      en: 'Group › A',
    })
  })
  test.each([[['khong', 'co']], [['__proto__']], [['constructor', 'name']], [[]]])(
    'of %j, which the form does not have, is its path',
    (path) => {
      const place = path.join('.')
      expect(labelOf(schema, path)).toEqual({ vi: place, en: place })
    },
  )
})
