import { expect, test } from 'vitest'
import { permanent } from '#shared/errors/flow-error.ts'
import { faultText } from './start-faults.ts'

test('a fault of ours is told in both languages, with what to do and its code', () => {
  const reason = { vi: 'sai mật khẩu', en: 'wrong password' }
  const text = faultText(permanent('engine.server', { reason }))
  expect(text).toMatch(
    /chưa dùng được: sai mật khẩu\. Kiểm tra .*\n\(.*cannot be used: wrong password\. .*\)\nengine\.server$/,
  )
})

test('a fault of the system is told with its words behind it, and an unknown one as it is', () => {
  expect(faultText(Object.assign(new Error('listen'), { code: 'EADDRINUSE', port: 7100 }))).toMatch(
    /^Cổng 7100 .*\nlisten$/,
  )
  expect(faultText(new Error('lạ'))).toBe('lạ')
})
