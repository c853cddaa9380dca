import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { feed } from './feed.ts'

const module = join(import.meta.dirname, 'testing', 'deadly-kinds.ts')

function files(...texts: readonly string[]): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'lienthong-deadly-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return texts.map((text, i) => {
    const file = join(folder, String(i))
    writeFileSync(file, text)
    return file
  })
}

test('an input that never ends and one that ends the process are named, and those behind them are still fed', {
  timeout: 60_000,
}, async () => {
  const fed = await feed(
    [
      { kind: 'good', seed: 1, count: 20 },
      { kind: 'endless', files: files('a', 'loops', 'b', 'c') },
      { kind: 'deadly', files: files('dies', 'a') },
      { kind: 'good', seed: 2, count: 30 },
    ],
    { module, hangMs: 4000 },
  )
  expect(fed[0]).toEqual({ seen: { taken: 20 }, faults: [] })
  expect(fed[1]).toMatchObject({ seen: { taken: 2 }, faults: [{ index: 1, is: 'no end after 4000 ms' }] })
  expect(fed[2]).toMatchObject({ seen: { taken: 1 }, faults: [{ index: 0, is: expect.stringContaining('SIGSEGV') }] })
  expect(fed[3]).toEqual({ seen: { taken: 30 }, faults: [] })
})
