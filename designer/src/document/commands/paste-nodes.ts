import type { FlowNode } from '#shared/flow/flow.ts'
import type { Group } from '#shared/flow/layout.ts'
import { titleOfNode } from '../catalogue.ts'
import type { Command } from '../command.ts'
import type { Document, Position } from '../document.ts'
import type { Fragment } from '../fragment.ts'
import { freeKey, groupsOf } from '../groups.ts'
import { freeNodeId } from '../node-id.ts'
import { renameSteps } from '../rename-steps.ts'

/**
 * Adds a copied piece with its inner wires. Ids that are taken get new ones, and what refers to them inside the piece
 * (wires, error branches, `$steps.<node>` in expressions) follows. `at` is where the piece's top left corner goes.
 */
export function pasteNodes(fragment: Fragment, at: Position, verb: 'paste' | 'duplicate' = 'paste'): Command {
  return {
    execute(doc, catalogue) {
      const ids = new Map<string, string>()
      const taken = new Set<string>()
      for (const id of Object.keys(fragment.nodes)) {
        const fresh = freeNodeId(doc.flow, id, taken)
        taken.add(fresh)
        ids.set(id, fresh)
      }
      const titles = new Set(Object.keys(doc.flow.nodes).map((id) => titleOfNode(catalogue, doc.flow, id).vi))
      const nodes: Record<string, FlowNode> = {}
      const places: Record<string, Position> = {}
      for (const [id, node] of Object.entries(fragment.nodes)) {
        const fresh = ids.get(id) ?? id
        nodes[fresh] = withFreeTitle(renamed(node, ids), titles)
        const [x, y] = fragment.at[id] ?? [0, 0]
        places[fresh] = [Math.round(at[0] + x), Math.round(at[1] + y)]
      }
      const n = ids.size
      const label =
        verb === 'paste'
          ? { vi: `Dán ${n} nút`, en: `Paste ${n} nodes` }
          : { vi: `Nhân bản ${n} nút`, en: `Duplicate ${n} nodes` }
      const groups = pastedGroups(doc, fragment, ids)
      return { label, change: n > 0 ? { nodes, at: places, ...(groups ? { groups } : {}) } : {} }
    },
  }
}

function pastedGroups(
  doc: Document,
  { groups }: Fragment,
  ids: ReadonlyMap<string, string>,
): Record<string, Group> | undefined {
  if (!groups) return undefined
  const known: Record<string, Group> = { ...groupsOf(doc.layout) }
  const names = new Map<string, string>()
  const fresh: Record<string, Group> = {}
  for (const id of Object.keys(groups)) {
    const name = freeKey({ ...known, ...fresh }, id)
    names.set(id, name)
    fresh[name] = { title: id, nodes: [] }
  }
  for (const [id, group] of Object.entries(groups)) {
    const { in: outer, ...rest } = group
    const name = names.get(id)
    const around = outer === undefined ? undefined : names.get(outer)
    if (name === undefined) continue
    const nodes = group.nodes.flatMap((node) => ids.get(node) ?? [])
    fresh[name] = { ...rest, ...(around === undefined ? {} : { in: around }), nodes }
  }
  return fresh
}

function renamed(node: FlowNode, ids: ReadonlyMap<string, string>): FlowNode {
  const { to, onError, settings, compensate, ...rest } = node
  const wires = Object.entries(to ?? {}).flatMap(([port, targets]): [string, string[]][] => {
    const kept = targets.flatMap((target) => ids.get(target) ?? [])
    return kept.length > 0 ? [[port, kept]] : []
  })
  const then = onError?.then === undefined ? undefined : ids.get(onError.then)
  const undo = compensate === undefined ? undefined : ids.get(compensate)
  const error = { ...(onError?.retry === undefined ? {} : { retry: onError.retry }), ...(then ? { then } : {}) }
  return {
    ...rest,
    ...(settings ? { settings: renameSteps(settings, ids) } : {}),
    ...(Object.keys(error).length > 0 ? { onError: error } : {}),
    ...(undo ? { compensate: undo } : {}),
    ...(wires.length > 0 ? { to: Object.fromEntries(wires) } : {}),
  }
}

function withFreeTitle(node: FlowNode, titles: Set<string>): FlowNode {
  if (!node.title) return node
  const stem = node.title.replace(/ \(\d+\)$/, '')
  let title = node.title
  for (let n = 2; titles.has(title); n++) title = `${stem} (${n})`
  titles.add(title)
  return title === node.title ? node : { ...node, title }
}
