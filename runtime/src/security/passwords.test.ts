import { expect, test } from 'vitest'
import { createPasswords, refuseWeakPassword } from './passwords.ts'

test.each([
  'ngắn quá',
  'aaaaaaaaaaaaaaaa',
  '123456789012',
  'abcdefghijklmnop',
  'Matkhau@2026!!',
  'mật khẩu 2026!!',
  'LienThong2026#',
  'xin-chao-can-bo-1 nhé',
])('"%s" is refused as easy to guess', (password) => {
  expect(() => refuseWeakPassword(password, 'can-bo-1')).toThrow('easy to guess')
})

test.each(['mùa xuân ở bản Mường', 'con trâu đi trước cái cày', 'kX9#vLq2mP7w'])('"%s" is taken', (password) => {
  expect(() => refuseWeakPassword(password, 'can-bo-1')).not.toThrow()
})

test('a password is the same in either Unicode form, and hashes are salted', async () => {
  const passwords = createPasswords()
  const stored = await passwords.hash('mùa xuân ở bản Mường'.normalize('NFC'))
  expect(stored).toMatch(/^\$argon2id\$/)
  expect(await passwords.hash('mùa xuân ở bản Mường')).not.toBe(stored)
  expect(await passwords.matches('mùa xuân ở bản Mường'.normalize('NFD'), stored)).toBe(true)
  expect(await passwords.matches('mua xuan o ban Muong', stored)).toBe(false)
  expect(await passwords.matches('không có tài khoản này', undefined)).toBe(false)
})
