import { expect, test } from 'vitest'
import { createTokenBucket } from './token-bucket.ts'

test('tokens flow in at their rate and no more than the bucket holds', () => {
  const bucket = createTokenBucket(10, 5, 2, 0)
  expect([bucket.take(0), bucket.take(0), bucket.take(0)]).toEqual([true, true, false])
  expect(bucket.nextAt(0)).toBe(100)
  expect(bucket.available(350)).toBe(3)
  expect(bucket.available(60_000)).toBe(5)
})

test('slow rates lose nothing to rounding', () => {
  const bucket = createTokenBucket(1 / 3, 1, 0, 0)
  let taken = 0
  for (let at = 0; at <= 30_000; at += 100) if (bucket.take(at)) taken++
  expect(taken).toBe(10)
})

test('a clock that is set back gives nothing', () => {
  const bucket = createTokenBucket(1, 5, 1, 10_000)
  expect(bucket.take(10_000)).toBe(true)
  expect(bucket.take(0)).toBe(false)
  expect(bucket.take(500)).toBe(false)
})
