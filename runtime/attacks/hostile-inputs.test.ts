import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { KINDS, outcomeOf, spoiled } from './hostile-inputs.ts'

// Goal figure R8, its short form; `npm run chaos R8` feeds 100,000. What was found once is kept in corpus/<kind>/.
const SEED = 20_260_401
const EACH = 300
const CORPUS = join(import.meta.dirname, 'corpus')

describe.each(Object.entries(KINDS))('%s', (name, kind) => {
  test(`${EACH} spoilt inputs are taken or refused with a code of ours, in time`, { timeout: 60_000 }, async () => {
    const seen = new Set<string>()
    for (const bytes of fc.sample(spoiled(kind), { seed: SEED, numRuns: EACH })) {
      const { is, fault } = await outcomeOf(kind, bytes)
      if (fault) expect.unreachable(`${is}\n${JSON.stringify(bytes.toString('latin1'))}`)
      seen.add(is)
    }
    expect(seen).toContain('taken')
  })

  test('what was found once stays found', async () => {
    for (const file of kept(name)) {
      const { is, fault } = await outcomeOf(kind, readFileSync(file))
      expect([file, is, fault]).toEqual([file, is, false])
    }
  })
})

function kept(kind: string): readonly string[] {
  try {
    return readdirSync(join(CORPUS, kind)).map((file) => join(CORPUS, kind, file))
  } catch {
    return []
  }
}
