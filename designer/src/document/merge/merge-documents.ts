import { type Conflict, conflictKey, mergeFlows, type Side } from '#shared/flow/diff/merge.ts'
import { isSame } from '#shared/flow/diff/parts.ts'
import type { FlowNode } from '#shared/flow/flow.ts'
import type { Command } from '../command.ts'
import { changeBetween, type Document, nodeOf, type Position } from '../document.ts'
import { freeNodeId } from '../node-id.ts'
import { renameSteps } from '../rename-steps.ts'

/** Two versions of a document that began as the same one. */
export interface Fork {
  readonly base: Document
  readonly mine: Document
  readonly theirs: Document
}

/** Whose value is taken, by the name of the conflict. */
export type Choices = ReadonlyMap<string, Side>

/** Both documents as one: by node and by field, positions by node. Where both changed the same, `choices` decide, else mine stands. */
export function mergeDocuments(
  fork: Fork,
  choices: Choices = new Map(),
): { readonly doc: Document; readonly conflicts: readonly Conflict[] } {
  const { base, theirs } = fork
  const mine = withFreshIds(fork)
  const { flow, conflicts } = mergeFlows(
    base.flow,
    mine.flow,
    theirs.flow,
    (it) => choices.get(conflictKey(it)) ?? 'mine',
  )
  const at = Object.fromEntries(
    Object.keys(flow.nodes).flatMap((id): [string, Position][] => {
      const [b, m, t] = [base, mine, theirs].map((it) =>
        Object.hasOwn(it.layout.at, id) ? it.layout.at[id] : undefined,
      )
      const place = m === undefined || isSame(m, b) ? (t ?? m) : m
      return place ? [[id, place]] : []
    }),
  )
  return { doc: { flow, layout: { ...mine.layout, at } }, conflicts }
}

/** An undoable step that puts a merged document in the place of the own one. */
export function takeMerged(doc: Document): Command {
  return {
    execute: (before) => ({
      label: { vi: 'Gộp với bản của người khác', en: 'Merge with the other version' },
      change: changeBetween(before, doc),
    }),
  }
}

/** Two people may each have added a node under the id that was free for both: mine is given another, and what names it follows. */
export function withFreshIds({ base, mine, theirs }: Fork): Document {
  const ids = new Map<string, string>()
  const taken = new Set(Object.keys(theirs.flow.nodes))
  for (const [id, node] of Object.entries(mine.flow.nodes)) {
    const other = nodeOf(theirs.flow, id)
    if (nodeOf(base.flow, id) || !other || isSame(node, other)) continue
    const fresh = freeNodeId(mine.flow, id, taken)
    taken.add(fresh)
    ids.set(id, fresh)
  }
  if (ids.size === 0) return mine
  const nodes = Object.entries(mine.flow.nodes).map(([id, node]): [string, FlowNode] => [
    ids.get(id) ?? id,
    following(node, ids),
  ])
  const at = Object.entries(mine.layout.at).map(([id, place]): [string, Position] => [ids.get(id) ?? id, place])
  return {
    flow: { ...mine.flow, nodes: Object.fromEntries(nodes) },
    layout: { ...mine.layout, at: Object.fromEntries(at) },
  }
}

function following(node: FlowNode, ids: ReadonlyMap<string, string>): FlowNode {
  const { to, onError, settings } = node
  const wires = Object.entries(to ?? {}).map(([port, targets]) => [port, targets.map((it) => ids.get(it) ?? it)])
  const then = onError?.then === undefined ? undefined : ids.get(onError.then)
  return {
    ...node,
    ...(settings ? { settings: renameSteps(settings, ids) } : {}),
    ...(to ? { to: Object.fromEntries(wires) } : {}),
    ...(onError && then !== undefined ? { onError: { ...onError, then } } : {}),
  }
}
