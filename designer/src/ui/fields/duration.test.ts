import { expect, test } from 'vitest'
import { durationMs } from '#shared/node/fields.ts'
import { joinDuration, splitDuration } from './duration.ts'

test('a duration is shown in the largest unit that holds it whole', () => {
  expect(splitDuration('PT30S')).toEqual({ amount: 30, unit: 's' })
  expect(splitDuration('PT1M30S')).toEqual({ amount: 90, unit: 's' })
  expect(splitDuration('PT48H')).toEqual({ amount: 2, unit: 'd' })
  expect(splitDuration('PT0.25S')).toEqual({ amount: 250, unit: 'ms' })
  expect(splitDuration('PT0S')).toEqual({ amount: 0, unit: 's' })
  expect(splitDuration('half an hour')).toBeUndefined()
})

test('joining gives a duration of the same length that the schema accepts', () => {
  for (const [amount, unit, ms] of [
    [90, 's', 90_000],
    [1.5, 'h', 5_400_000],
    [2, 'd', 172_800_000],
    [250, 'ms', 250],
    [0, 's', 0],
  ] as const)
    expect(durationMs(joinDuration(amount, unit))).toBe(ms)
})
