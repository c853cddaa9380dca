import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Batch, type Fed, feed } from './feed.ts'
import { inputsOf, KINDS } from './hostile-inputs.ts'

// Goal figure R8, its short form; `npm run chaos R8` feeds 100,000. What was found once is kept in corpus/<kind>/.
const SEED = 20_260_401
/** The time that all kinds take together stays as it is however many there are. */
const EACH = Math.ceil(3300 / Object.keys(KINDS).length)
const CORPUS = join(import.meta.dirname, 'corpus')

const kinds = Object.entries(KINDS)
const generated = kinds.map(([kind]): Batch => ({ kind, seed: SEED, count: EACH }))
const known = kinds.map(([kind]): Batch => ({ kind, files: kept(kind) }))
let fed: readonly Fed[] = []
beforeAll(async () => {
  fed = await feed([...generated, ...known])
}, 180_000)

describe.each(kinds)('%s', (name, kind) => {
  const at = kinds.findIndex(([it]) => it === name)

  test(`${EACH} spoilt inputs are taken or refused with a code of ours, in time`, () => {
    const { seen, faults = [] } = fed[at] ?? {}
    const shown = faults.map(({ index, is }) => [is, inputsOf(generated[at] as Batch, kind)[index]?.toString('latin1')])
    expect(shown).toEqual([])
    expect(Object.keys(seen ?? {})).toContain('taken')
  })

  test('what was found once stays found', () => {
    expect(fed[kinds.length + at]?.faults).toEqual([])
  })
})

function kept(kind: string): readonly string[] {
  try {
    return readdirSync(join(CORPUS, kind)).map((file) => join(CORPUS, kind, file))
  } catch {
    return []
  }
}
