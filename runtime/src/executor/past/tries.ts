import type { JournalEntry, StepPath } from '#runtime/engine/engine.ts'
import type { StepRecord } from '../run-env.ts'

/** Resumptions that are looked at; a run that people tried more often than this shows at least so many. */
const LOOKED_AT = 20

/** The steps of a walk over these rows; `handled` tells whether a failure of the node goes on in a branch of the flow. */
export interface PastWalk {
  readonly steps: readonly StepRecord[]
  readonly handled: (node: string) => boolean
}

/**
 * How often each step was tried, as people count: every call of an effect that the journal knows, also those from before a person had
 * it done again; and every time that a person's retry began at a step that is only computed, which leaves no row of its own.
 * `walk` recomputes the run as it stood after the given rows.
 */
export async function countTries(
  journal: readonly JournalEntry[],
  walk: (rows: readonly JournalEntry[]) => Promise<PastWalk>,
): Promise<(step: StepRecord) => number> {
  const calls = new Map<StepPath, number>()
  const more = new Map<StepPath, number>()
  const add = (counts: Map<StepPath, number>, path: StepPath): void =>
    void counts.set(path, (counts.get(path) ?? 0) + 1)
  for (const row of journal) if (row.kind === 'effect' || row.kind === 'failed') add(calls, row.path)
  const resumed = journal.flatMap((row, i) => (row.kind === 'resume' && !row.decision ? [{ i, from: row.from }] : []))
  for (const { i, from } of resumed.slice(-LOOKED_AT)) {
    const { steps, handled } = await walk(journal.slice(0, i))
    for (const { path, node, status, effect } of steps)
      if (!effect && (path === from || (status === 'failed' && !handled(node)))) add(more, path)
  }
  return ({ path, attempts, effect }) =>
    effect ? Math.max(attempts, calls.get(path) ?? 0) : attempts + (more.get(path) ?? 0)
}
