import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitLines, textOf } from './lines.ts'

test('a text of several lines is kept as an array of lines, at any depth', () => {
  expect(splitLines({ a: 'x\ny', b: { c: ['x\ny'], d: [{ e: '\n' }] }, f: 'x', g: 1, h: null })).toEqual({
    a: ['x', 'y'],
    b: { c: ['x\ny'], d: [{ e: ['', ''] }] },
    f: 'x',
    g: 1,
    h: null,
  })
})

test('an array of lines is the text, and a list of anything else stays what it is', () => {
  expect(textOf(['a', '', 'b'])).toBe('a\n\nb')
  expect(textOf(['a', 1])).toEqual(['a', 1])
  expect(textOf({ a: ['b'] })).toEqual({ a: ['b'] })
})

test('every text comes back as it was', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', '\n', '\r', 'ế', ''), { maxLength: 9 }), (parts) => {
      const text = parts.join('')
      expect(textOf(splitLines(text))).toBe(text)
    }),
  )
})
