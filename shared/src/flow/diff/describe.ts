import type { Flow } from '../flow.ts'
import { type Change, EFFECTS } from './change.ts'
import { diffFlows, type Edit } from './edits.ts'
import { flowChange } from './words/flow-changes.ts'
import type { Compared, KnowType } from './words/known-flow.ts'
import { nodeChanges } from './words/node-changes.ts'

/** What differs between two flows in sentences for officers, by what it has an effect on. Layout does not count. */
export function describeDiff(before: Flow, after: Flow, know: KnowType): readonly Change[] {
  return describeEdits(diffFlows(before, after), { before, after, know })
}

/** Edits between two flows in sentences. */
export function describeEdits(edits: readonly Edit[], compared: Compared): readonly Change[] {
  const byNode = new Map<string, Edit[]>()
  const changes: Change[] = []
  for (const edit of edits) {
    const [head, id] = edit.path
    if (head !== 'nodes' || id === undefined) changes.push(flowChange(edit))
    else byNode.set(id, [...(byNode.get(id) ?? []), edit])
  }
  for (const [id, own] of byNode) changes.push(...nodeChanges(id, own, compared))
  return changes.sort((a, b) => EFFECTS.indexOf(a.effect) - EFFECTS.indexOf(b.effect))
}
