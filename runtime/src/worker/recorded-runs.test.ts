import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { RECORDED, type Recorded, type ReplayedStep, replayed } from './testing/recorded-runs.ts'

// Runs of earlier releases are continued and shown by this one: paths, memo and node behaviour must give what they gave then. A file is never
// recorded anew because this test fails; what changed on purpose gets another node version or format.
const files = readdirSync(RECORDED)

test('there are recorded runs of every flow in the box', () => {
  expect(new Set(files.map((file) => file.replace(/-\d+\.json$/, ''))).size).toBe(3)
})

test.each(files)('%s replays to the steps that it had', async (file) => {
  const { steps, ...recorded }: Recorded & { steps: readonly ReplayedStep[] } = JSON.parse(
    readFileSync(join(RECORDED, file), 'utf8'),
  )
  expect(await replayed(recorded)).toEqual(steps)
})
