import { expect, test } from 'vitest'
import { readReply } from './reply.ts'
import { DEFAULT_RULES, judge } from './rules.ts'

test.each([
  [0, 'Thành công', 'ok'],
  ['0', 'THÀNH CÔNG', 'ok'],
  ['00', '', 'ok'],
  [-1, 'Cập nhật thành công', 'ok'],
  [1, 'Hồ sơ 000.00.00.H22-260105-0001 đã tồn tại', 'duplicate'],
  ['-3', 'HỒ SƠ ĐÃ  TỒN TẠI', 'duplicate'],
  ['3', 'Ho so da ton tai', 'duplicate'],
  [1, '', 'duplicate'],
  [-1, 'Phiên làm việc (session) không hợp lệ hoặc đã hết hạn', 'session'],
  [0, 'client received SOAP Fault from server', 'retry'],
  [0, 'Server Error', 'retry'],
  [-1, 'Cập nhật không thành công', 'reject'],
  [-1, 'Mã thủ tục không đúng', 'reject'],
  ['', 'gì đó', 'reject'],
] as const)('code %o with "%s" means %s', (code, message, verdict) => {
  expect(readReply({ error_code: code, message }, DEFAULT_RULES, false)?.verdict).toBe(verdict)
})

test('texts are compared whatever their Unicode form', () => {
  for (const form of ['NFC', 'NFD'] as const) {
    expect(judge(DEFAULT_RULES, { code: '3', message: 'Hồ sơ đã tồn tại'.normalize(form) })).toBe('duplicate')
    expect(
      judge([{ look: 'text', value: 'Đã tồn tại'.normalize(form), then: 'ok' }], { code: '', message: 'ĐÃ TỒN TẠI' }),
    ).toBe('ok')
  }
})

test('the first rule that fits decides', () => {
  const rules = [
    { look: 'code', value: '5', then: 'retry' },
    { look: 'text', value: 'thành công', then: 'ok' },
  ] as const
  expect(judge(rules, { code: '05', message: 'thành công' })).toBe('retry')
  expect(judge(rules, { code: '6', message: 'thành công' })).toBe('ok')
})

test('a reply comes in one shape, and what is no reply is told apart', () => {
  expect(
    readReply({ error_code: 0, message: 'Thành công'.normalize('NFD'), result: [{ a: 1 }] }, DEFAULT_RULES, true),
  ).toEqual({
    verdict: 'ok',
    reply: {
      ok: true,
      duplicate: false,
      retryable: false,
      code: '0',
      message: 'Thành công',
      result: [{ a: 1 }],
      raw: { error_code: 0, message: 'Thành công'.normalize('NFD'), result: [{ a: 1 }] },
    },
  })
  for (const value of [null, [], 'Thành công', {}, { result: [] }]) {
    expect(readReply(value, DEFAULT_RULES, false)).toBeUndefined()
  }
})
