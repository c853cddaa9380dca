import { expect, test } from 'vitest'
import { dedupeKeyOf } from './dedupe-key.ts'

test('texts and numbers are the key as they are', () => {
  expect(dedupeKeyOf('000.00.H22-1')).toBe('000.00.H22-1')
  expect(dedupeKeyOf(7)).toBe('7')
  expect(dedupeKeyOf(false)).toBe('false')
})

test('nothing is no key', () => {
  for (const value of [undefined, null, '']) expect(dedupeKeyOf(value)).toBeUndefined()
})

test('two objects or lists are the same only when their content is', () => {
  expect(dedupeKeyOf({ ma: 1 })).toBe(dedupeKeyOf({ ma: 1 }))
  expect(dedupeKeyOf({ ma: 1 })).not.toBe(dedupeKeyOf({ ma: 2 }))
  expect(dedupeKeyOf(['a', 'b'])).not.toBe(dedupeKeyOf(['a,b']))
})

test('long keys that differ only at their end are different, and stay short', () => {
  const long = 'x'.repeat(5000)
  expect(dedupeKeyOf(`${long}1`)).not.toBe(dedupeKeyOf(`${long}2`))
  expect(dedupeKeyOf(`${long}1`)).toBe(dedupeKeyOf(`${long}1`))
  expect(dedupeKeyOf(long)?.length).toBeLessThan(100)
})
