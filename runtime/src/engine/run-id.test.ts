import { expect, test } from 'vitest'
import { createRunIds } from './run-id.ts'

const counting = () => {
  let next = 0
  return (bytes: Uint8Array) => {
    for (let i = 0; i < bytes.length; i++) bytes[i] = next++ & 255
  }
}

test('an id has 26 characters of Crockford base 32 and begins with the time of the ULID specification', () => {
  const id = createRunIds({ now: () => 1469918176385, random: counting() })()
  expect(id).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/)
  // The example of the ULID specification: 1469918176385 is 01ARYZ6S41.
  expect(id.slice(0, 10)).toBe('01ARYZ6S41')
})

test('ids of later milliseconds sort after earlier ones', () => {
  let now = 1_760_000_000_000
  const next = createRunIds({ now: () => now, random: counting() })
  const ids = Array.from({ length: 500 }, () => {
    now += 1 + (now % 7)
    return next()
  })
  expect([...ids].sort()).toEqual(ids)
})

test('ids of one millisecond are different and in order', () => {
  const next = createRunIds({ now: () => 5, random: (bytes) => bytes.fill(255) })
  // The chance part is all nines at once, so the second id must carry over into the next millisecond.
  const ids = Array.from({ length: 2000 }, () => next())
  expect(new Set(ids).size).toBe(2000)
  expect([...ids].sort()).toEqual(ids)
})

test('a clock that steps back does not break the order', () => {
  let now = 10_000
  const next = createRunIds({ now: () => now, random: counting() })
  const first = next()
  now = 2_000
  const second = next()
  expect(second > first).toBe(true)
})
