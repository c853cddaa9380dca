import { expect, onTestFinished, test } from 'vitest'
import type { RunSummary } from '#shared/api/runs.ts'
import { createMovedRuns } from './moved-runs.ts'

const standing = (run: string, at: number) => ({
  inbound: { run, flow: 'f', at: 1, message: { body: null, headers: {}, keys: {} } },
  version: 'v',
  next: { status: 'done', at } as const,
})

test('each run is told once a batch with its newest state, and a flood leaves out the oldest', async () => {
  const batches: (readonly RunSummary[])[] = []
  const moved = createMovedRuns((runs) => void batches.push(runs))
  onTestFinished(moved.close)
  for (let n = 0; n < 300; n++) moved.add(standing(`R${n}`, 1000))
  moved.add(standing('R150', 2000))
  await expect.poll(() => batches.length).toBe(1)
  expect(batches[0]).toHaveLength(200)
  expect(batches[0]?.at(-1)).toMatchObject({ id: 'R150', endedAt: '1970-01-01T00:00:02.000Z' })
  expect(batches[0]?.map(({ id }) => id)).not.toContain('R99')
  moved.add(standing('R1', 1))
  await expect.poll(() => batches.length).toBe(2)
  expect(batches[1]).toHaveLength(1)
})
