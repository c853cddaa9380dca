import { expect, test } from 'vitest'
import { z } from 'zod'
import { FlowError } from '#shared/errors/flow-error.ts'
import { parseWith } from './request-body.ts'

const schema = z.strictObject({
  title: z.string().min(1).max(5),
  rows: z.array(z.strictObject({ code: z.string(), from: z.iso.date().optional() })).max(2),
  role: z.enum(['viewer', 'admin']).optional(),
})

function complaint(value: unknown): string {
  try {
    parseWith(schema, value)
  } catch (thrown) {
    if (thrown instanceof FlowError) return thrown.data.message.vi
    throw thrown
  }
  return ''
}

test('a request that is wrong is told in Vietnamese, with the place in the words of the form', () => {
  const told = [
    complaint({ rows: [] }),
    complaint({ title: '', rows: [] }),
    complaint({ title: 'quá dài', rows: [] }),
    complaint({ title: 'a', rows: [{ code: '1' }, { code: 2 }] }),
    complaint({ title: 'a', rows: [{ code: '1', from: '31/02/2025' }] }),
    complaint({ title: 'a', rows: [{ code: '1' }, { code: '1' }, { code: '1' }] }),
    complaint({ title: 'a', rows: [], role: 'vua' }),
    complaint({ title: 'a', rows: [], la: 1 }),
    complaint('x'),
  ]
  expect(told.map((it) => it.replace('Yêu cầu không hợp lệ tại ', ''))).toEqual([
    '"Tên": chưa nhập',
    '"Tên": chưa nhập',
    '"Tên": dài quá 5 ký tự',
    '"Các dòng › dòng 2 › Mã": cần một chuỗi',
    '"Các dòng › dòng 1 › Từ ngày": không đúng định dạng',
    '"Các dòng": nhiều quá 2 dòng',
    '"Vai trò": chỉ nhận: viewer, admin',
    '"la": không có trường này',
    '"cả yêu cầu": cần một nhóm giá trị',
  ])
  expect(told.join(' ')).not.toMatch(/Invalid|expected|received|Too/)
})

test('what is right comes through', () => {
  expect(parseWith(schema, { title: 'a', rows: [] })).toEqual({ title: 'a', rows: [] })
})
