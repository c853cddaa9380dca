import { expect, test } from 'vitest'
import { agreement } from './testing/simulation/agreement.ts'

// Goal figure R14, its short form; `npm run chaos R14` does it with 10,000 flows. Seeds that failed once stay.
const FLOWS = 300
const MESSAGES = 20
const FOUND = [282, 45250, 49804]

test('random flows do what the reference says, message by message, and their traces show it', {
  timeout: 300_000,
}, async () => {
  let undone = 0
  for (let seed = 1; seed <= FLOWS; seed++) {
    const found = await agreement(seed, MESSAGES, false)
    expect(found.differences).toEqual([])
    undone += found.undone
  }
  expect(undone).toBeGreaterThan(100)
})

test('with a fault in the middle they do the same, or wait for a person', { timeout: 120_000 }, async () => {
  let struck = 0
  let inDoubt = 0
  let undone = 0
  for (const seed of [...FOUND, ...Array.from({ length: 40 }, (_, i) => 1000 + i)]) {
    const { differences, faults, ...it } = await agreement(seed, MESSAGES, true)
    expect(differences).toEqual([])
    struck += faults.size
    inDoubt += it.inDoubt
    undone += it.undone
  }
  expect(undone).toBeGreaterThan(10)
  expect(struck).toBeGreaterThan(25)
  expect(inDoubt).toBeLessThan(struck)
})
