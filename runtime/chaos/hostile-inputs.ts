import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Batch, feed } from '../attacks/feed.ts'
import { inputsOf, KINDS } from '../attacks/hostile-inputs.ts'
import type { Kind } from '../attacks/kind.ts'
import { type Figure, say, torture } from './harness/figures.ts'
import type { CaseOptions } from './harness/workplace.ts'

const INPUTS = 100_000
const CHUNK = 500
/** Of the short form; shared out between the kinds, so that it takes as long however many there are. */
const SHORT_INPUTS = 5500

/**
 * R8: spoilt inputs of every kind through the real parsers, in a process of their own: no crash, no hang, no error without a code of ours.
 * Those at fault are left in a folder.
 */
export async function hostileInputs({ seed, short }: CaseOptions): Promise<readonly Figure[]> {
  const first = Number.parseInt(seed.slice(0, 6), 16) || 1
  const kinds = Object.keys(KINDS)
  const chunk = short ? Math.ceil(SHORT_INPUTS / kinds.length) : CHUNK
  const each = short ? 1 : Math.ceil(INPUTS / kinds.length / CHUNK)
  const batches = kinds.flatMap((kind) =>
    Array.from({ length: each }, (_, i): Batch => ({ kind, seed: first + i * CHUNK, count: chunk })),
  )
  const fed = await feed(batches, {
    done: (i) => (i + 1) % each === 0 && say(`  ${each * chunk} of ${batches[i]?.kind}`),
  })
  const outcomes: Record<string, Record<string, number>> = Object.fromEntries(kinds.map((kind) => [kind, {}]))
  let faults = 0
  fed.forEach(({ seen, faults: found }, i) => {
    const batch = batches[i] as Batch
    const sums = outcomes[batch.kind] ?? {}
    for (const [outcome, n] of Object.entries(seen)) sums[outcome] = (sums[outcome] ?? 0) + n
    for (const { index, is } of found) if (faults++ < 20) say(`  ${batch.kind}: ${is}\n  kept in ${keep(batch, index)}`)
  })
  return [torture('R8', faults, { seed, inputs: batches.length * chunk, outcomes })]
}

/** To be moved to `attacks/corpus/<kind>/` with the mend. */
function keep(batch: Batch, index: number): string {
  const { kind } = batch
  const bytes = inputsOf(batch, KINDS[kind] as Kind)[index] ?? Buffer.alloc(0)
  const folder = join(tmpdir(), 'lienthong-found', kind)
  mkdirSync(folder, { recursive: true })
  const file = join(folder, createHash('sha256').update(bytes).digest('hex').slice(0, 12))
  writeFileSync(file, bytes)
  return file
}
