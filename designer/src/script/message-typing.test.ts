import { expect, test } from 'vitest'
import { scriptTyping, typeOfExample } from './message-typing.ts'

test('an example becomes a type with its fields, lists and odd names', () => {
  expect(typeOfExample({ Ma: '001', So: 2, 'ngày sinh': null, GiayTo: [{ Ten: 'a' }], rong: [], trong: {} })).toBe(
    '{ Ma: string; So: number; "ngày sinh": any; GiayTo: Array<{ Ten: string }>; rong: any[]; trong: Record<string, any> }',
  )
  expect(typeOfExample([1, 'a'])).toBe('Array<number | string>')
  expect(typeOfExample(undefined)).toBe('any')
})

test('a name cannot break out of the typing', () => {
  expect(typeOfExample({ 'a": any } /*': 1 })).toBe('{ "a\\": any } /*": number }')
  expect(scriptTyping('<xml/>')).toContain('body: string')
})

test('very deep and very wide examples stay small', () => {
  let deep: unknown = 1
  for (let i = 0; i < 50; i++) deep = { a: deep }
  expect(typeOfExample(deep).length).toBeLessThan(200)
  const wide = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`f${i}`, i]))
  expect(typeOfExample(wide).length).toBeLessThan(20_000)
})
