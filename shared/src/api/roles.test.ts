import { expect, test } from 'vitest'
import { mayActAs, roleSchema, roles } from './roles.ts'

test('each role holds the rights of those before it and of none behind it', () => {
  expect(roles).toEqual(['viewer', 'operator', 'designer', 'admin'])
  for (const [i, role] of roles.entries())
    for (const [j, needed] of roles.entries()) expect(mayActAs(role, needed)).toBe(i >= j)
})

test('no other word is a role', () => {
  for (const word of ['root', 'Admin', '', 'anyone', 'self', 'constructor'])
    expect(roleSchema.safeParse(word).success).toBe(false)
})
