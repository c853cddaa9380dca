import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { nodeDefinitions } from '#nodes/index.ts'
import { nodeRuns } from '#nodes/runs.ts'
import { examplesIn, runExample } from '#nodes/testing/examples.ts'
import { effectsOf } from '#shared/node/define.ts'

const TYPES = [
  'csv-read',
  'csv-write',
  'excel-read',
  'excel-write',
  'fixed-width-read',
  'fixed-width-write',
  'zip-pack',
  'zip-unpack',
]

for (const type of TYPES)
  test(`the examples of ${type} are pure and give what they state`, async () => {
    const definition = nodeDefinitions.find((it) => it.type === type)
    const run = await nodeRuns[type]?.()
    if (!definition || !run) throw new Error(`there is no node ${type}`)
    for (const example of examplesIn(readFileSync(new URL(`../${type}/README.md`, import.meta.url), 'utf8'))) {
      expect(effectsOf(definition, definition.settings.parse(example.settings))).toBe('none')
      expect(await runExample({ definition, run }, example)).toMatchObject(example.output ?? {})
    }
  })
