import { expect, test } from 'vitest'
import { doublings } from './doublings.ts'
import { parseExpression } from './parse.ts'

test('a flat chain of defaults counts as one level however long it is', () => {
  expect(doublings(Array.from({ length: 40 }, (_, i) => `f${i}`).join(' ?? '))).toBe(1)
  expect(doublings('$trim(a) ?? $trim(b) ?? $trim(c ?? d)')).toBe(1)
})

test('every pair of brackets with a default inside, on the left of a default, adds a level', () => {
  expect(doublings('((a ?? b) ?? c) ?? d')).toBe(3)
  expect(doublings('x[a ?: b].y ?? c')).toBe(2)
})

test('brackets and defaults in texts, quoted names and comments do not count', () => {
  expect(doublings("\"((a??b)??c)\" ?? `(??` ?? 1 /* (a??b) */ ?? '\\'(' ")).toBe(1)
})

test('an expression that would double the tree for ever is refused at once', () => {
  const bomb = `${'('.repeat(40)}a${' ?? b)'.repeat(40)}`
  expect(() => parseExpression(bomb)).toThrow(expect.objectContaining({ code: 'expression.too-nested' }))
  const hidden = `$match(x, /"/) & ${bomb} & "`
  expect(() => parseExpression(hidden)).toThrow(expect.objectContaining({ code: 'expression.too-nested' }))
})
