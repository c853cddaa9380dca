import fc from 'fast-check'
import { expect, test } from 'vitest'
import { retryPolicies } from '#shared/flow/retry-policies.ts'
import { durationMs } from '#shared/node/fields.ts'
import { askedDelay, drawFrom, retryDelay } from './retry.ts'

const policies = fc.record({
  times: fc.integer({ min: 0, max: 50 }),
  first: fc.integer({ min: 0, max: 600 }).map((s) => `PT${s}S`),
  factor: fc.double({ min: 1, max: 10, noNaN: true }),
  max: fc.integer({ min: 0, max: 7200 }).map((s) => `PT${s}S`),
  jitter: fc.double({ min: 0, max: 1, noNaN: true }),
})
const draw = fc.double({ min: 0, max: 1, noNaN: true })

test('there are as many waits as tries, and each stays within its share around the timetable', () => {
  fc.assert(
    fc.property(policies, fc.integer({ min: 1, max: 60 }), draw, (policy, attempt, drawn) => {
      const wait = retryDelay(policy, attempt, drawn)
      if (attempt > policy.times) return wait === undefined
      const plain = Math.min(durationMs(policy.max), durationMs(policy.first) * policy.factor ** (attempt - 1))
      expect(wait).toBeGreaterThanOrEqual(Math.floor(plain * (1 - policy.jitter)))
      expect(wait).toBeLessThanOrEqual(Math.ceil(plain * (1 + policy.jitter)))
      return Number.isInteger(wait)
    }),
  )
})

test('waits never become shorter, and the draw spreads them to both sides', () => {
  fc.assert(
    fc.property(policies, fc.integer({ min: 2, max: 50 }), (policy, attempt) => {
      const wait = (n: number, drawn: number): number => retryDelay({ ...policy, times: 50 }, n, drawn) ?? -1
      expect(wait(attempt, 0.5)).toBeGreaterThanOrEqual(wait(attempt - 1, 0.5))
      expect(wait(attempt, 0)).toBeLessThanOrEqual(wait(attempt, 0.5))
      expect(wait(attempt, 1)).toBeGreaterThanOrEqual(wait(attempt, 0.5))
    }),
  )
})

test('the built-in policies wait as their titles say', () => {
  const sum = (name: string): number => {
    const policy = retryPolicies[name]
    if (!policy) throw new Error(name)
    return Array.from({ length: policy.times }, (_, i) => retryDelay(policy, i + 1, 0.5) ?? 0).reduce(
      (a, b) => a + b,
      0,
    )
  }
  expect(sum('nhanh')).toBeLessThan(10_000)
  expect(sum('ben-bi') / 3_600_000).toBeGreaterThan(18)
  expect(sum('ben-bi') / 3_600_000).toBeLessThan(30)
  expect(sum('khong')).toBe(0)
  expect(retryPolicies['mang-cham']?.times).toBe(5)
})

test('draws are the same for the same text, in range, and spread evenly for texts that hardly differ', () => {
  const buckets = new Array<number>(10).fill(0)
  for (let i = 0; i < 10_000; i++) {
    const drawn = drawFrom(`01J9ZZZZZZZZZZZZZZZZZZZZZZ:gui[tach:${i}]:1`)
    expect(drawn).toBe(drawFrom(`01J9ZZZZZZZZZZZZZZZZZZZZZZ:gui[tach:${i}]:1`))
    expect(drawn >= 0 && drawn < 1).toBe(true)
    const bucket = Math.floor(drawn * 10)
    buckets[bucket] = (buckets[bucket] ?? 0) + 1
  }
  for (const count of buckets) expect(count).toBeGreaterThan(800)
})

test('a wait that a partner asks for is kept, with a little spread, and bounded by a day', () => {
  const asked = (retryAfterSeconds: unknown, drawn: number) => askedDelay({ details: { retryAfterSeconds } }, drawn)
  expect(asked(60, 0)).toBe(60_000)
  expect(asked(60, 1)).toBe(66_000)
  expect(asked(3600, 1)).toBe(3_630_000)
  expect(asked(1e12, 0)).toBe(86_400_000)
  for (const other of ['60', Number.NaN, -5, 0, undefined, null]) expect(asked(other, 0.5)).toBe(0)
  expect(askedDelay({}, 0.5)).toBe(0)
})
