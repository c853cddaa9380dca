import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bodies, compare, generatedExpression } from './testing/generated.ts'

// The seed is fixed so that a run of the tests says something about a change; 390,000 other cases were tried when this was written.
test('generated expressions give on closures what the library gives', { timeout: 120_000 }, async () => {
  let fast = 0
  let values = 0
  await fc.assert(
    fc.asyncProperty(generatedExpression, fc.constantFrom(...bodies), async (text, body) => {
      const outcome = await compare(text, body)
      if (typeof outcome === 'object') throw new Error(outcome.differs)
      if (outcome !== 'refused' && outcome !== 'slow') fast++
      if (outcome === 'value') values++
    }),
    { numRuns: 3000, seed: 20250701 },
  )
  expect(fast).toBeGreaterThan(1500)
  expect(values).toBeGreaterThan(500)
})
