import { expect, test } from 'vitest'
import { exampleOf } from './example.ts'

test('a schema gives an example with all its fields', () => {
  expect(
    exampleOf({
      type: 'object',
      properties: {
        a: { type: 'string' },
        b: { type: 'array', items: { properties: { c: { type: 'integer' } } } },
        d: { enum: ['x'] },
      },
    }),
  ).toEqual({ a: '', b: [{ c: 0 }], d: 'x' })
})
