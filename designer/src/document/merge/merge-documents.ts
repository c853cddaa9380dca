import { commonFlow } from '#shared/flow/diff/common.ts'
import { type Conflict, conflictKey, mergeFlows, type Side } from '#shared/flow/diff/merge.ts'
import { isSame } from '#shared/flow/diff/parts.ts'
import type { FlowNode, Layout } from '#shared/flow/flow.ts'
import type { Command } from '../command.ts'
import { changeBetween, type Document, nodeOf, type Position } from '../document.ts'
import type { Rebase } from '../history.ts'
import { freeNodeId } from '../node-id.ts'
import { renameSteps } from '../rename-steps.ts'

/** Two versions of a document that began as the same one. */
export interface Fork {
  readonly base: Document
  /** Nobody knows where they began: `base` is what both share, and nothing to go back to. */
  readonly supposed?: true
  readonly mine: Document
  readonly theirs: Document
}

/** Whose value is taken, by the name of the conflict. */
export type Choices = ReadonlyMap<string, Side>

/** The fork of two documents that were begun apart: what one has alone counts as added by it. Where both have placed a node, mine stands. */
export function forkWithoutBase(mine: Document, theirs: Document): Fork {
  const base = { flow: commonFlow(mine.flow, theirs.flow), layout: { format: mine.layout.format, at: {} } }
  return { base, supposed: true, mine, theirs }
}

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
  const layout = mergeLayouts(base.layout, mine.layout, theirs.layout)
  const at = Object.fromEntries(Object.entries(layout.at).filter(([id]) => nodeOf(flow, id)))
  return { doc: { flow, layout: { ...layout, at } }, conflicts }
}

/** Positions, groups and notes: what one side has changed is taken; where both have, mine stands, for it is only looks. */
function mergeLayouts(base: Layout, mine: Layout, theirs: Layout): Layout {
  const groups = mergeEntries(base.groups ?? {}, mine.groups ?? {}, theirs.groups ?? {})
  const notes = mergeEntries(base.notes ?? {}, mine.notes ?? {}, theirs.notes ?? {})
  return {
    format: mine.format,
    at: mergeEntries(base.at, mine.at, theirs.at),
    ...(Object.keys(groups).length > 0 ? { groups } : {}),
    ...(Object.keys(notes).length > 0 ? { notes } : {}),
  }
}

type Entries<T> = Readonly<Record<string, T>>

function mergeEntries<T>(base: Entries<T>, mine: Entries<T>, theirs: Entries<T>): Record<string, T> {
  const of = (record: Entries<T>, id: string): T | undefined => (Object.hasOwn(record, id) ? record[id] : undefined)
  const ids = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])]
  return Object.fromEntries(
    ids.flatMap((id): [string, T][] => {
      const own = of(mine, id)
      const value = isSame(own, of(base, id)) ? of(theirs, id) : own
      return value === undefined ? [] : [[id, value]]
    }),
  )
}

/** An undoable step that puts a merged document in the place of the own one; `rebase` when a published version was merged in. */
export function takeMerged(doc: Document, rebase?: Rebase): Command {
  return {
    ...(rebase ? { rebase } : {}),
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
    layout: {
      ...mine.layout,
      at: Object.fromEntries(at),
      ...(mine.layout.groups ? { groups: groupsOf(mine.layout.groups, ids) } : {}),
    },
  }
}

function groupsOf(
  groups: NonNullable<Layout['groups']>,
  ids: ReadonlyMap<string, string>,
): NonNullable<Layout['groups']> {
  return Object.fromEntries(
    Object.entries(groups).map(([id, group]) => [id, { ...group, nodes: group.nodes.map((it) => ids.get(it) ?? it) }]),
  )
}

function following(node: FlowNode, ids: ReadonlyMap<string, string>): FlowNode {
  const { to, onError, settings, compensate } = node
  const wires = Object.entries(to ?? {}).map(([port, targets]) => [port, targets.map((it) => ids.get(it) ?? it)])
  const then = onError?.then === undefined ? undefined : ids.get(onError.then)
  return {
    ...node,
    ...(settings ? { settings: renameSteps(settings, ids) } : {}),
    ...(to ? { to: Object.fromEntries(wires) } : {}),
    ...(compensate === undefined ? {} : { compensate: ids.get(compensate) ?? compensate }),
    ...(onError && then !== undefined ? { onError: { ...onError, then } } : {}),
  }
}
