import fc from 'fast-check'
import { expect, test } from 'vitest'
import { duplicateKeys } from './duplicate-keys.ts'

test.each([
  ['{}', []],
  ['{"a":1,"b":1}', []],
  ['{"a":1,"a":2}', ['a']],
  ['{"a":1,"a":2,"a":3}', ['a', 'a']],
  ['{"nodes":{"gui":{},"x":{"y":1},"gui":{}}}', ['nodes.gui']],
  ['{"a":{"b":1},"c":{"b":1}}', []],
  ['[{"a":1},{"a":1}]', []],
  ['[{"a":[{"b":1,"b":1}]}]', ['a.b']],
  ['{"a":1,"\\u0061":2}', ['a']],
  ['{"a\\"":1,"a\\"":2,"a":3}', ['a"']],
  ['{"a":"a","b":["a","a"],"c":{"a":"\\",\\"a\\":"}}', []],
  ['{"a":{"x":1},"x":2}', []],
  ['{"a" :1 ,\n "a" :2}', ['a']],
])('%s has twice: %j', (text, expected) => {
  expect(duplicateKeys(text)).toEqual(expected)
})

/** A tree of members that may stand twice, written as text. */
type Member = readonly [string, Tree]
type Tree = number | string | readonly Tree[] | { readonly members: readonly Member[] }
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    fc.integer(),
    fc.constantFrom('a', '"', '\\', '{"a":1,"a":2}', ':,'),
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.record({
      members: fc.array(fc.tuple(fc.constantFrom('a', 'b', '"', 'c:', '\\'), tie('tree')), { maxLength: 4 }),
    }),
  ),
}))
const write = (it: Tree): string =>
  typeof it === 'object'
    ? 'members' in it
      ? `{${it.members.map(([key, value]) => `${JSON.stringify(key)}: ${write(value)}`).join(', ')}}`
      : `[${it.map(write).join(',')}]`
    : JSON.stringify(it)
const countTwice = (it: Tree): number => {
  if (typeof it !== 'object') return 0
  if (!('members' in it)) return it.reduce<number>((sum, value) => sum + countTwice(value), 0)
  const own = it.members.length - new Set(it.members.map(([key]) => key)).size
  return it.members.reduce((sum, [, value]) => sum + countTwice(value), own)
}

test('every second occurrence is found and nothing else, whatever stands in texts', () => {
  fc.assert(
    fc.property(tree, (it) => duplicateKeys(write(it)).length === countTwice(it)),
    { numRuns: 500 },
  )
})
