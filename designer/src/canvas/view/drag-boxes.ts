import type { NodePositionChange } from '@xyflow/react'
import type { Layout } from '#shared/flow/flow.ts'
import type { Catalogue } from '../../document/catalogue.ts'
import type { Document } from '../../document/document.ts'
import { groupOf, innerGroups, membersOf } from '../../document/groups.ts'
import { boxOf, groupKey, groupRect } from './boxes.ts'
import type { CanvasNode } from './to-react-flow.ts'

/** Moves what lies in the frames that move, while they move. */
export function withContents(
  moves: readonly NodePositionChange[],
  nodes: readonly CanvasNode[],
  layout: Layout,
): NodePositionChange[] {
  const all = [...moves]
  const taken = new Set(moves.map((move) => move.id))
  for (const { id, position, dragging } of moves) {
    const box = boxOf(id)
    if (box?.is !== 'group' || !position || groupOf(layout, box.id)?.collapsed) continue
    const before = nodes.find((node) => node.id === id)
    if (!before) continue
    const dx = position.x - before.position.x
    const dy = position.y - before.position.y
    const inside = new Set([...membersOf(layout, box.id), ...innerGroups(layout, box.id).map(groupKey)])
    for (const node of nodes) {
      if (!inside.has(node.id) || taken.has(node.id)) continue
      taken.add(node.id)
      const to = { x: node.position.x + dx, y: node.position.y + dy }
      all.push({ id: node.id, type: 'position', position: to, ...(dragging === undefined ? {} : { dragging }) })
    }
  }
  return all
}

/** Frames grow and shrink with what lies in them while that is dragged. */
export function refitFrames(nodes: CanvasNode[], doc: Document, catalogue: Catalogue): CanvasNode[] {
  if (!nodes.some((node) => node.type === 'frame')) return nodes
  const at = new Map(nodes.map((node) => [node.id, node.position]))
  return nodes.map((node) => {
    const box = boxOf(node.id)
    if (node.type !== 'frame' || !box) return node
    const rect = groupRect(doc, catalogue, box.id, (id) => {
      const moved = at.get(id)
      const [x, y] = doc.layout.at[id] ?? [0, 0]
      return moved ? [moved.x, moved.y] : [x, y]
    })
    const { x, y, width, height } = rect
    const same = node.position.x === x && node.position.y === y && node.width === width && node.height === height
    return same ? node : { ...node, position: { x, y }, width, height, measured: { width, height } }
  })
}

/** A selection as React Flow tells it, told apart: with a collapsed group its nodes are selected, and go with it. */
export function splitSelection(
  next: ReadonlySet<string>,
  before: ReadonlySet<string>,
  layout: Layout,
): { readonly nodes: ReadonlySet<string>; readonly keys: ReadonlySet<string> } {
  const keys = new Set([...next].filter((key) => boxOf(key)))
  const nodes = new Set([...next].filter((key) => !boxOf(key)))
  const members = (key: string): readonly string[] => {
    const box = boxOf(key)
    return box?.is === 'group' ? membersOf(layout, box.id) : []
  }
  for (const key of before) if (!keys.has(key)) for (const node of members(key)) nodes.delete(node)
  for (const key of [...keys]) {
    const box = boxOf(key)
    // React Flow knows nothing of a chosen frame: it is chosen as long as everything in it is.
    const open = box?.is === 'group' && groupOf(layout, box.id)?.collapsed !== true
    if (open && !members(key).every((node) => nodes.has(node))) keys.delete(key)
    else for (const node of members(key)) nodes.add(node)
  }
  return { nodes, keys }
}
