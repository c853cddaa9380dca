import type { Flow, Layout } from '#shared/flow/flow.ts'
import { soundGroups } from '#shared/flow/read-layout.ts'
import type { Position } from './document.ts'
import { wiresOf } from './wires.ts'

/** Distance between columns and rows of nodes that have no position yet, in pixels. */
const COLUMN = 304
const ROW = 120

/** A layout that fits the flow: every node has a position, and no group holds a node that is not there. */
export function placeMissing(flow: Flow, layout: Layout): Layout {
  const placed = placeNodes(flow, layout)
  if (!placed.groups) return placed
  const groups = soundGroups(placed.groups, (id) => Object.hasOwn(flow.nodes, id))
  const same =
    Object.keys(groups).length === Object.keys(placed.groups).length &&
    Object.entries(groups).every(([id, group]) => placed.groups?.[id] === group)
  return same ? placed : { ...placed, groups }
}

/**
 * Gives every node a position: a flow may come without a layout (written by hand, made by a program). Nodes without one
 * stand in columns by their distance from the nodes that nothing leads to, below what is placed already. Unknown ids are dropped.
 */
function placeNodes(flow: Flow, layout: Layout): Layout {
  const ids = Object.keys(flow.nodes)
  const missing = ids.filter((id) => !Object.hasOwn(layout.at, id))
  const stray = Object.keys(layout.at).some((id) => !Object.hasOwn(flow.nodes, id))
  if (missing.length === 0 && !stray) return layout
  const kept = Object.fromEntries(Object.entries(layout.at).filter(([id]) => Object.hasOwn(flow.nodes, id)))
  const top = Math.max(0, ...Object.values(kept).map(([, y]) => y + ROW))
  const column = columns(flow)
  const used = new Map<number, number>()
  const placed = missing.map((id): [string, Position] => {
    const x = column.get(id) ?? 0
    const row = used.get(x) ?? 0
    used.set(x, row + 1)
    return [id, [x * COLUMN, top + row * ROW]]
  })
  return { ...layout, at: { ...kept, ...Object.fromEntries(placed) } }
}

/** Breadth first from the nodes that nothing leads to; what is only in a loop starts at 0. */
function columns(flow: Flow): ReadonlyMap<string, number> {
  const wires = wiresOf(flow)
  const targets = new Set(wires.map((wire) => wire.to))
  const next = new Map<string, string[]>()
  for (const { from, to } of wires) next.set(from, [...(next.get(from) ?? []), to])
  const column = new Map<string, number>()
  for (const starts of [Object.keys(flow.nodes).filter((id) => !targets.has(id)), Object.keys(flow.nodes)]) {
    let level = starts.filter((id) => !column.has(id))
    for (let x = 0; level.length > 0; x++) {
      for (const id of level) column.set(id, x)
      level = [...new Set(level.flatMap((id) => next.get(id) ?? []))].filter((id) => !column.has(id))
    }
  }
  return column
}
