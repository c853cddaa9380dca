import { expect, test } from 'vitest'
import { handle } from '#nodes/testing/real-partners.ts'
import { withoutUrlCode } from './url-code.ts'

const code = 'bí mật/"9876"+x'
const answer = (text: string) => ({
  status: 403,
  headers: { location: `/x?maBaoMat=${encodeURIComponent(code)}` },
  text,
  json: () => text,
})
const vbdlis = handle('national', { style: 'url-code', codeParameter: 'maBaoMat' }, { urlCode: code })

test.each([
  ['as it is', code],
  ['in an address', encodeURIComponent(code)],
  ['in a form', new URLSearchParams([['a', code]]).toString()],
  ['in JSON', JSON.stringify({ loi: code })],
  ['in small hexadecimal letters', `maBaoMat=${encodeURIComponent(code).toLowerCase()}&b=1`],
  ['in an address in an address', `url=%2Fx%3FmaBaoMat%3D${encodeURIComponent(encodeURIComponent(code))}`],
])('the code is taken out of an answer that repeats it %s', (_name, text) => {
  const clean = withoutUrlCode(answer(`trước ${text}`), vbdlis)
  expect(JSON.stringify([clean, clean.json()])).not.toContain('9876')
  expect(clean.text).toMatch(/^trước .*\*\*\*/)
})

test('answers of other ways of calling stay as they are', () => {
  const plain = answer('maBaoMat=1')
  expect(withoutUrlCode(plain, handle('national', { style: 'adapter' }))).toBe(plain)
})
