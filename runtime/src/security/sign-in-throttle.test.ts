import { beforeEach, expect, test } from 'vitest'
import { createSignInThrottle, type SignInThrottle } from './sign-in-throttle.ts'

let now = 0
let throttle: SignInThrottle
beforeEach(() => {
  now = 1_000_000
  throttle = createSignInThrottle(() => now)
})

/** Tries as soon as it is allowed; answers how long all of that takes. */
function guess(times: number, name: (i: number) => string, address: (i: number) => string): number {
  const began = now
  for (let i = 0; i < times; i++) {
    for (let wait = throttle.begin(name(i), address(i)); wait > 0; wait = throttle.begin(name(i), address(i)))
      now += wait
  }
  return now - began
}

test('a thousand guesses at one account from one address take days', () => {
  expect(
    guess(
      1000,
      () => 'an',
      () => '10.0.0.1',
    ),
  ).toBeGreaterThan(7 * 86_400_000)
})

test('a thousand guesses at one account from a thousand addresses take hours', () => {
  expect(
    guess(
      1000,
      () => 'an',
      (i) => `10.0.${i}.1`,
    ),
  ).toBeGreaterThan(7 * 3_600_000)
})

test('one address that tries a thousand names takes days', () => {
  expect(
    guess(
      1000,
      (i) => `ten-${i}`,
      () => '10.0.0.1',
    ),
  ).toBeGreaterThan(2 * 86_400_000)
})

test('an officer who mistypes a few times waits for nothing, and a stranger elsewhere holds them up for half a minute at most', () => {
  for (let i = 0; i < 4; i++) expect(throttle.begin('an', '10.0.0.1')).toBe(0)
  throttle.succeeded('an', '10.0.0.1')
  guess(
    60,
    () => 'an',
    () => '6.6.6.6',
  )
  expect(throttle.begin('an', '10.0.0.1')).toBeLessThanOrEqual(30_000)
})

test('counts are forgotten after an hour of peace', () => {
  guess(
    20,
    () => 'an',
    () => '10.0.0.1',
  )
  now += 3_700_000
  for (let i = 0; i < 5; i++) expect(throttle.begin('an', '10.0.0.1')).toBe(0)
})
