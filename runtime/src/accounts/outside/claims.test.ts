import { expect, test } from 'vitest'
import { type Claims, claimOf, roleByRules, textClaim } from './claims.ts'
import { localPath } from './local-path.ts'

const claims: Claims = {
  sub: ' 0123 ',
  'https://tinh.example/vai-tro': 'xem',
  realm_access: { roles: ['xem', 'quan-tri'] },
  level: 3,
  empty: '  ',
  long: 'x'.repeat(301),
  list: ['a'],
}

test('a claim is found by its whole name first, then by its path, and never in what objects inherit', () => {
  expect(claimOf(claims, 'https://tinh.example/vai-tro')).toBe('xem')
  expect(claimOf(claims, 'realm_access.roles')).toEqual(['xem', 'quan-tri'])
  for (const name of [
    'realm_access.none',
    'sub.length',
    'constructor',
    'list.constructor',
    '__proto__',
    'toString.name',
  ])
    expect(claimOf(claims, name), name).toBeUndefined()
})

test('who somebody is must be a text or a number of bounded length', () => {
  expect([textClaim(claims, 'sub'), textClaim(claims, 'level')]).toEqual(['0123', '3'])
  for (const name of ['empty', 'long', 'list', 'realm_access', 'none']) expect(textClaim(claims, name)).toBeUndefined()
})

test('the highest role of the rules that match whole values counts; none gives no role', () => {
  const rule = (claim: string, value: string, role: 'viewer' | 'operator' | 'admin') => ({ claim, value, role })
  const rules = [
    rule('realm_access.roles', 'quan-tri', 'admin'),
    rule('realm_access.roles', 'xem', 'viewer'),
    rule('level', '3', 'operator'),
  ]
  expect(roleByRules(claims, rules)).toBe('admin')
  expect(roleByRules(claims, rules.slice(1))).toBe('operator')
  expect(roleByRules({ realm_access: { roles: 'khong-quan-tri' } }, rules)).toBeUndefined()
  expect(roleByRules({ realm_access: { roles: ['Quan-tri', { value: 'xem' }] } }, rules)).toBeUndefined()
  expect(roleByRules(claims, [])).toBeUndefined()
})

test.each([
  [undefined, '/'],
  ['/lan-chay?q=1', '/lan-chay?q=1'],
  ['/a/../lan-chay', '/lan-chay'],
  ['/.//ke-gian.example', '/'],
  ['/\t/ke-gian.example', '/'],
  ['/dang-nhap?loi=x', '/'],
  ['javascript:alert(1)', '/'],
])('after signing in, %s leads to %s', (to, path) => {
  expect(localPath(to)).toBe(path)
})
