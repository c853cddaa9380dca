import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Flow } from '#shared/flow/flow.ts'
import { messageOf } from '#shared/message/message.ts'
import { compileFlow } from '../compile.ts'
import { outside, randomLibrary } from '../testing/random-nodes.ts'
import { businessKeys } from './keys.ts'

const compiled = compileFlow(
  {
    format: 1,
    id: 'a',
    title: 'a',
    nodes: { vao: { use: 'tin@1' } },
    settings: {
      keys: { field: 'ma', first: 'ds[0].ma', all: '$join($keys($), "-")', wrong: '$number(ma)' },
      partition: 'field',
    },
  } satisfies Flow,
  'v',
  randomLibrary(outside()),
)
const value = fc.oneof(
  fc.string(),
  fc.double(),
  fc.constant(null),
  fc.boolean(),
  fc.constant({}),
  fc.array(fc.string()),
)
const body = fc.oneof(
  fc.jsonValue(),
  fc.record({ ma: value, ds: fc.oneof(value, fc.array(fc.record({ ma: value }))) }, { requiredKeys: [] }),
)

test('whatever the message, keys are short texts that are not empty, the partition is one of them, and nothing is thrown', async () => {
  let partitioned = 0
  await fc.assert(
    fc.asyncProperty(body, async (sent) => {
      const message = messageOf(sent, {})
      const { message: keyed, partition } = await businessKeys(
        compiled,
        message,
        { run: 'R', at: 0 },
        { lookup: () => undefined },
      )
      expect(keyed.body).toBe(message.body)
      for (const key of Object.values(keyed.keys)) {
        expect(typeof key).toBe('string')
        expect(key.length).toBeGreaterThan(0)
        expect(key.length).toBeLessThanOrEqual(200)
      }
      expect(partition).toBe(keyed.keys.field)
      if (partition !== undefined) partitioned++
    }),
    { numRuns: 500, seed: 20260103 },
  )
  expect(partitioned).toBeGreaterThan(20)
})
