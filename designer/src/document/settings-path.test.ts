import { expect, test } from 'vitest'
import { parsePath, sameValue, valueAt, withValueAt } from './settings-path.ts'

test('a problem path leads to the value, and writing there copies only what is on the way', () => {
  const settings = { branches: [{ id: 'a', when: 'x' }, { id: 'b' }], other: { deep: 1 } }
  const path = parsePath('branches.0.when')
  expect(valueAt(settings, path)).toBe('x')
  const next = withValueAt(settings, path, 'y')
  expect(valueAt(next, path)).toBe('y')
  expect(valueAt(next, ['other'])).toBe(settings.other)
  expect(settings.branches[0]?.when).toBe('x')
})

test('undefined takes a property away and a row out of its list', () => {
  expect(withValueAt({ a: 1, b: 2 }, ['a'], undefined)).toEqual({ b: 2 })
  expect(withValueAt({ rows: [1, 2, 3] }, ['rows', 1], undefined)).toEqual({ rows: [1, 3] })
})

test('a path into nothing builds the way, lists for numbers', () => {
  expect(withValueAt(undefined, ['rows', 0, 'name'], 'x')).toEqual({ rows: [{ name: 'x' }] })
})

test('a row beyond the end is put at the end, and a word is no place in a list', () => {
  expect(withValueAt({ rows: ['a'] }, ['rows', 5], 'b')).toEqual({ rows: ['a', 'b'] })
  expect(withValueAt({ rows: ['a'] }, ['rows', 'x'], 'b')).toEqual({ rows: ['a'] })
})

test('inherited properties are not values', () => {
  expect(valueAt({}, ['constructor', 'name'])).toBeUndefined()
  expect(valueAt([], ['length', 'x'])).toBeUndefined()
})

test('equal values are equal whatever the order of their keys', () => {
  expect(sameValue({ a: [1, { b: null }], c: 'x' }, { c: 'x', a: [1, { b: null }] })).toBe(true)
  expect(sameValue({ a: undefined }, {})).toBe(false)
  expect(sameValue([], {})).toBe(false)
})
