import { agreement } from '#runtime/executor/testing/simulation/agreement.ts'
import { type Figure, say, torture } from './harness/figures.ts'
import type { CaseOptions } from './harness/workplace.ts'

const FLOWS = 10_000
const MESSAGES = 20

/**
 * R14: random flows (up to 30 nodes; splits, joins, loops, routers, errors, replies, called flows, branches that undo) run by the product's executor on a virtual
 * clock, each history with one fault, against a reference interpreter. One thread, the same every time for a seed.
 */
export async function randomFlows({ seed, short, messages = MESSAGES }: CaseOptions): Promise<readonly Figure[]> {
  const flows = short ? 150 : FLOWS
  const first = Number.parseInt(seed.slice(0, 6), 16) || 1
  const faults = new Map<string, number>()
  const failing: string[] = []
  let runs = 0
  let inDoubt = 0
  let undone = 0
  for (let i = 0; i < flows; i++) {
    const found = await agreement(first + i, messages, true).catch((error: Error) => broken(error))
    runs += found.runs
    inDoubt += found.inDoubt
    undone += found.undone
    for (const [kind, times] of found.faults) faults.set(kind, (faults.get(kind) ?? 0) + times)
    for (const difference of found.differences) say(`  ${difference}`)
    if (found.differences.length > 0) failing.push(String(first + i))
    if (i % 1000 === 999) say(`  ${i + 1} flows`)
  }
  const detail = { seed, flows, messages: runs, faults: Object.fromEntries(faults), inDoubt, undone, failing }
  return [torture('R14', failing.length, detail)]
}

/** A history in which an invariant was violated. */
function broken({ message }: Error): Awaited<ReturnType<typeof agreement>> {
  return { runs: 0, inDoubt: 0, undone: 0, faults: new Map(), differences: [message] }
}
