import type { Flow, Layout } from '#shared/flow/flow.ts'
import { branchOf } from '../document/branches.ts'
import { type Position, positionOf } from '../document/document.ts'
import { wiresFrom } from '../document/wires.ts'
import { NODE_WIDTH, onGrid } from './view/sizes.ts'

/** Where an arrow key looks. */
export type Direction = 'left' | 'right' | 'up' | 'down'

const vectors: Readonly<Record<Direction, Position>> = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] }

/** Distance of a new node from the one before it, and between rows, in pixels. */
export const GAP_X = 64
export const ROW_STEP = 120

/**
 * The nearest node in a direction, among those for which `fits` holds: nodes off the axis count as further away, so that
 * an arrow follows the row or column that the eye follows. Undefined when nothing lies there.
 */
export function nearestNode(
  layout: Layout,
  ids: readonly string[],
  from: string,
  direction: Direction,
  fits: (id: string) => boolean = () => true,
): string | undefined {
  const [dx, dy] = vectors[direction]
  const [x0, y0] = positionOf(layout, from)
  let best: string | undefined
  let bestCost = Number.POSITIVE_INFINITY
  for (const id of ids) {
    if (id === from || !fits(id)) continue
    const [x, y] = positionOf(layout, id)
    const along = (x - x0) * dx + (y - y0) * dy
    const across = Math.abs((x - x0) * dy) + Math.abs((y - y0) * dx)
    if (along <= 4) continue
    const cost = along + across * 2.5
    if (cost < bestCost) {
      bestCost = cost
      best = id
    }
  }
  return best
}

/** The ids of a layout from left to right, then from top to bottom: the order in which a flow is read and Tab-like keys walk. */
export function readingOrder(layout: Layout): readonly string[] {
  return Object.keys(layout.at).sort((a, b) => {
    const [ax, ay] = positionOf(layout, a)
    const [bx, by] = positionOf(layout, b)
    return ax - bx || ay - by
  })
}

/** A free place for a node behind another one: to its right, below what it is wired to already; behind a branch (see `branches.ts`) in the row below. */
export function placeAfter(flow: Flow, layout: Layout, id: string, port?: string): Position {
  const [x, y] = positionOf(layout, id)
  if (port !== undefined && branchOf(port)) return freePlace(layout, onGrid([x + NODE_WIDTH + GAP_X, y + ROW_STEP]))
  const node = flow.nodes[id]
  const targets = node ? wiresFrom(id, node).map((wire) => positionOf(layout, wire.to)) : []
  const below = targets.filter(([tx]) => tx > x)
  const top = below.length > 0 ? Math.max(...below.map(([, ty]) => ty)) + ROW_STEP : y
  return freePlace(layout, onGrid([x + NODE_WIDTH + GAP_X, top]))
}

/** The place itself, or the next one below it that no node covers. */
export function freePlace(layout: Layout, wanted: Position): Position {
  const taken = Object.values(layout.at)
  let [x, y] = wanted
  while (taken.some(([tx, ty]) => Math.abs(tx - x) < NODE_WIDTH && Math.abs(ty - y) < 72)) y += ROW_STEP / 2
  return [x, y]
}
