import { expect, test } from 'vitest'
import { sparkBars } from './sparkline.ts'

test('the busiest hour fills the height and a quiet one is still seen', () => {
  const bars = sparkBars([0, 1, 1000], 30, 20)
  expect(bars[0]).toBeUndefined()
  expect(bars[1]).toMatchObject({ x: 10, height: 1, y: 19 })
  expect(bars[2]).toMatchObject({ x: 20, height: 20, y: 0 })
})

test('no traffic draws nothing', () => {
  expect(sparkBars([0, 0], 10, 10)).toEqual([undefined, undefined])
  expect(sparkBars([], 10, 10)).toEqual([])
})
