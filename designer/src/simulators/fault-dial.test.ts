import { expect, test } from 'vitest'
import { sliderOf, storedOf, withFault } from './fault-dial.ts'

test('a fault at zero leaves the dial and the others stay', () => {
  expect(withFault({ delayMs: 500, timeoutRate: 0.1 }, 'timeoutRate', 0)).toEqual({ delayMs: 500 })
  expect(withFault({ delayMs: 500 }, 'errorRate5xx', 0.25)).toEqual({ delayMs: 500, errorRate5xx: 0.25 })
})

test('rates are percent on the slider and delays are milliseconds', () => {
  expect(sliderOf('timeoutRate', 0.07)).toBe(7)
  expect(storedOf('timeoutRate', 7)).toBe(0.07)
  expect(sliderOf('delayMs', 60_000)).toBe(10_000)
  expect(storedOf('delayMs', 1500)).toBe(1500)
})
