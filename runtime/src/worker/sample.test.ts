import { expect, test } from 'vitest'
import { toMessage } from './sample.ts'

test('a whole message is taken as it is, parts that are missing are empty', () => {
  expect(toMessage({ body: 1, headers: { a: 'b' }, keys: { ma: '007' } })).toEqual({
    body: 1,
    headers: { a: 'b' },
    keys: { ma: '007' },
  })
  expect(toMessage({ body: null })).toEqual({ body: null, headers: {}, keys: {} })
})

test.each([
  [null],
  [5],
  ['a'],
  [[1]],
  [{ ma: 1 }],
  [{ body: 1, ma: 2 }],
  [{ headers: {} }],
  [{ body: 1, headers: { a: 1 } }],
  [{ body: 1, keys: null }],
])('%j is a body', (body) => {
  expect(toMessage(body)).toEqual({ body, headers: {}, keys: {} })
})
