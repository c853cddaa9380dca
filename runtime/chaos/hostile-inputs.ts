import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { KINDS, outcomeOf, spoiled } from '../attacks/hostile-inputs.ts'
import { type Figure, say, torture } from './harness/figures.ts'
import type { CaseOptions } from './harness/workplace.ts'

const INPUTS = 100_000
const CHUNK = 500

/** R8: spoilt inputs of every kind through the real parsers: no crash, no hang, no error without a code of ours. Those at fault are left in a folder. */
export async function hostileInputs({ seed, short }: CaseOptions): Promise<readonly Figure[]> {
  const first = Number.parseInt(seed.slice(0, 6), 16) || 1
  const kinds = Object.entries(KINDS)
  const each = Math.ceil((short ? 2000 : INPUTS) / kinds.length / CHUNK) * CHUNK
  const outcomes: Record<string, Record<string, number>> = {}
  let faults = 0
  for (const [name, kind] of kinds) {
    const seen = new Map<string, number>()
    for (let done = 0; done < each; done += CHUNK)
      for (const bytes of fc.sample(spoiled(kind), { seed: first + done, numRuns: CHUNK })) {
        const { is, fault } = await outcomeOf(kind, bytes)
        const key = fault ? 'fault' : is
        seen.set(key, (seen.get(key) ?? 0) + 1)
        if (fault && faults++ < 20) say(`  ${name}: ${is}\n  kept in ${keep(name, bytes)}`)
      }
    outcomes[name] = Object.fromEntries(seen)
    say(`  ${each} of ${name}`)
  }
  return [torture('R8', faults, { seed, inputs: each * kinds.length, outcomes })]
}

/** To be moved to `attacks/corpus/<kind>/` with the mend. */
function keep(kind: string, bytes: Buffer): string {
  const folder = join(tmpdir(), 'lienthong-found', kind)
  mkdirSync(folder, { recursive: true })
  const file = join(folder, createHash('sha256').update(bytes).digest('hex').slice(0, 12))
  writeFileSync(file, bytes)
  return file
}
