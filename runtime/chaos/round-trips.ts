import fc from 'fast-check'
import { bodies, compare, generatedExpression } from '#shared/expression/testing/generated.ts'
import { generatedFlow, generatedLayout, roundTripFault } from '#shared/flow/testing/generated.ts'
import { type Figure, say, torture } from './harness/figures.ts'
import type { CaseOptions } from './harness/workplace.ts'

const FILES = 100_000
const EXPRESSIONS = 100_000
const CHUNK = 1000

/** R15: flow and layout files there and back, and expressions on closures against the published library. */
export async function roundTrips({ seed, short }: CaseOptions): Promise<readonly Figure[]> {
  const first = Number.parseInt(seed.slice(0, 6), 16) || 1
  const files = short ? CHUNK : FILES
  const expressions = short ? CHUNK : EXPRESSIONS
  const faults: string[] = []
  const outcomes = new Map<string, number>()
  for (let done = 0; done < files; done += CHUNK)
    for (const [flow, layout] of sample(fc.tuple(generatedFlow, generatedLayout), first + done)) {
      const fault = roundTripFault(flow, layout)
      if (fault) faults.push(fault)
    }
  say(`  ${files} files`)
  for (let done = 0; done < expressions; done += CHUNK)
    for (const [text, body] of sample(fc.tuple(generatedExpression, fc.constantFrom(...bodies)), first + done)) {
      const outcome = await compare(text, body)
      const kind = typeof outcome === 'string' ? outcome : 'differs'
      outcomes.set(kind, (outcomes.get(kind) ?? 0) + 1)
      if (typeof outcome === 'object') faults.push(outcome.differs)
    }
  say(`  ${expressions} expressions`)
  for (const fault of faults.slice(0, 20)) say(`  ${fault}`)
  return [torture('R15', faults.length, { seed, files, expressions: Object.fromEntries(outcomes) })]
}

function sample<T>(arbitrary: fc.Arbitrary<T>, seed: number): readonly T[] {
  return fc.sample(arbitrary, { seed, numRuns: CHUNK })
}
