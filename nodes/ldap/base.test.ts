import fc from 'fast-check'
import { DN } from 'ldapts'
import { expect, test } from 'vitest'
import { escapeDn, fillDn } from './base.ts'

test('a value inside a DN is written as RFC 4514 says, so that it ends nothing and begins nothing', () => {
  expect(escapeDn('Sở Nội vụ, "A"+B')).toBe('Sở Nội vụ\\2c \\22A\\22\\2bB')
  expect(escapeDn(' #a=b ')).toBe('\\20#a\\3db\\20')
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (value) => {
      expect(fillDn('uid={x},dc=vn', { x: value })).not.toMatch(/(?<!\\),(?!dc=vn$)/)
    }),
  )
})

test('a parameter that stands alone is a whole DN', () => {
  const dn = new DN({ uid: 'a', dc: 'vn' }).toString()
  expect(fillDn('{x}', { x: dn })).toBe(dn)
  expect(fillDn(' {x} ', { x: dn }).trim()).toBe(dn)
})
