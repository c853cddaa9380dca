import { type Group, MAX_BOXES, MAX_DEPTH } from '#shared/flow/layout.ts'
import { type Command, refuse } from '../command.ts'
import type { Document } from '../document.ts'
import {
  depthOf,
  freeKey,
  groupChange,
  groupOf,
  groupsOf,
  homeOf,
  innerGroups,
  wholeGroups,
  withoutNodes,
} from '../groups.ts'

/**
 * Puts nodes into a new group. Groups that are chosen whole stay groups inside it; nodes that are all of one group make
 * a group inside that one; a node out of another group leaves it.
 */
export function groupNodes(ids: readonly string[], title: string): Command {
  return {
    execute(doc) {
      const chosen = new Set(ids.filter((id) => Object.hasOwn(doc.flow.nodes, id)))
      const groups = groupsOf(doc.layout)
      if (chosen.size === 0) return refuse('Hãy chọn các nút muốn gộp thành nhóm', 'Select the nodes to group')
      if (Object.keys(groups).length >= MAX_BOXES)
        return refuse(`Một luồng có nhiều nhất ${MAX_BOXES} nhóm`, `A flow has at most ${MAX_BOXES} groups`)
      const inside = wholeGroups(doc.layout, chosen)
      const outer = commonOuter(doc, chosen, inside)
      const deepest = Math.max(0, ...inside.map((id) => (innerGroups(doc.layout, id).length > 0 ? 2 : 1)))
      if ((outer === undefined ? 0 : depthOf(doc.layout, outer)) + 1 + deepest > MAX_DEPTH)
        return refuse(
          `Nhóm chỉ lồng được ${MAX_DEPTH} cấp. Hãy bỏ bớt một nhóm bên trong hoặc bên ngoài trước.`,
          `Groups nest ${MAX_DEPTH} deep at most. Ungroup the inner or the outer group first.`,
        )
      const kept = new Set(inside.flatMap((id) => groupNodesDeep(doc, id)))
      const own = new Set([...chosen].filter((id) => !kept.has(id)))
      const id = freeKey(groups, 'nhom')
      const after: Record<string, Group> = { ...withoutNodes(groups, own) }
      for (const it of inside) {
        const group = after[it]
        if (group) after[it] = { ...group, in: id }
      }
      after[id] = { title, ...(outer === undefined ? {} : { in: outer }), nodes: [...own] }
      return {
        label: { vi: `Gộp ${chosen.size} nút thành nhóm "${title}"`, en: `Group ${chosen.size} nodes as "${title}"` },
        change: { groups: groupChange(groups, after) },
      }
    },
  }
}

function groupNodesDeep(doc: Document, id: string): readonly string[] {
  return [id, ...innerGroups(doc.layout, id)].flatMap((it) => groupOf(doc.layout, it)?.nodes ?? [])
}

/** The one group that everything chosen lies in and that holds more than that; undefined when there is none. */
function commonOuter(doc: Document, chosen: ReadonlySet<string>, inside: readonly string[]): string | undefined {
  const kept = new Set(inside.flatMap((id) => groupNodesDeep(doc, id)))
  const homes = new Set([
    ...[...chosen].filter((id) => !kept.has(id)).map((id) => homeOf(doc.layout, id)),
    ...inside.map((id) => groupOf(doc.layout, id)?.in),
  ])
  const [only] = homes
  return homes.size === 1 ? only : undefined
}

/** Takes a group away; its nodes and the groups inside it stay where they are. */
export function ungroup(id: string): Command {
  return {
    execute(doc) {
      const groups = groupsOf(doc.layout)
      const group = groupOf(doc.layout, id)
      if (!group) return refuse('Nhóm này không còn nữa', 'This group no longer exists')
      const { [id]: _gone, ...rest } = groups
      const after: Record<string, Group> = { ...rest }
      for (const inner of innerGroups(doc.layout, id)) {
        const it = after[inner]
        if (it) after[inner] = withOuter(it, group.in)
      }
      const outer = group.in === undefined ? undefined : after[group.in]
      if (group.in !== undefined && outer) after[group.in] = { ...outer, nodes: [...outer.nodes, ...group.nodes] }
      return {
        label: { vi: `Bỏ nhóm "${group.title}"`, en: `Ungroup "${group.title}"` },
        change: { groups: groupChange(groups, after) },
      }
    },
  }
}

/** Moves nodes into a group, or out of every group with `undefined`. */
export function moveToGroup(ids: readonly string[], id: string | undefined): Command {
  return {
    execute(doc) {
      const groups = groupsOf(doc.layout)
      const group = id === undefined ? undefined : groupOf(doc.layout, id)
      if (id !== undefined && !group) return refuse('Nhóm này không còn nữa', 'This group no longer exists')
      const moving = ids.filter((node) => Object.hasOwn(doc.flow.nodes, node) && homeOf(doc.layout, node) !== id)
      const after: Record<string, Group> = { ...withoutNodes(groups, new Set(moving)) }
      const target = id === undefined ? undefined : after[id]
      if (id !== undefined && target) after[id] = { ...target, nodes: [...target.nodes, ...moving] }
      return {
        label: group
          ? {
              vi: `Đưa ${moving.length} nút vào nhóm "${group.title}"`,
              en: `Move ${moving.length} nodes into "${group.title}"`,
            }
          : { vi: `Đưa ${moving.length} nút ra khỏi nhóm`, en: `Move ${moving.length} nodes out of their group` },
        change: moving.length > 0 ? { groups: groupChange(groups, after) } : {},
      }
    },
  }
}

function withOuter({ in: _old, ...group }: Group, outer: string | undefined): Group {
  return outer === undefined ? group : { ...group, in: outer }
}
