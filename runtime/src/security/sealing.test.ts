import { expect, test } from 'vitest'
import { machine } from './ports.ts'
import { createSealer } from './sealing.ts'

const sealer = createSealer(Buffer.alloc(32, 1), machine.random)

test('a sealed secret opens at its place only', () => {
  const sealed = sealer.seal('mật khẩu', '["dvcqg","password",1]')
  expect(sealer.open(sealed, '["dvcqg","password",1]')).toBe('mật khẩu')
  expect(() => sealer.open(sealed, '["dvcqg","password",2]')).toThrow()
  expect(() => sealer.open(sealed, '["khac","password",1]')).toThrow()
})

test('a changed bit anywhere is refused, and so is a cut tag', () => {
  const sealed = sealer.seal('mật khẩu', 'x')
  for (const part of ['nonce', 'cipher', 'tag'] as const) {
    const bytes = Buffer.from(sealed[part])
    bytes[0] = (bytes[0] ?? 0) ^ 1
    expect(() => sealer.open({ ...sealed, [part]: bytes }, 'x')).toThrow()
  }
  expect(() => sealer.open({ ...sealed, tag: sealed.tag.subarray(0, 4) }, 'x')).toThrow()
})

test('equal secrets look different each time, and another key opens none', () => {
  const [a, b] = [sealer.seal('abc', 'x'), sealer.seal('abc', 'x')]
  expect(a.nonce).toHaveLength(12)
  expect(a.cipher.equals(b.cipher)).toBe(false)
  const other = createSealer(Buffer.alloc(32, 2), machine.random)
  expect(() => other.open(a, 'x')).toThrow()
  expect(other.keyId).not.toBe(sealer.keyId)
  expect(other.sign('x')).not.toBe(sealer.sign('x'))
})
