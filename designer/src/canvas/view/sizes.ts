import type { Position } from '../../document/document.ts'

/** Pixels. A node's size follows from its ports alone, so that wires can be drawn before (and without) measuring it in the page. */
export const NODE_WIDTH = 240
export const HEADER_HEIGHT = 56
const PORT_ROW = 28
const PORTS_PADDING = 4
/** Positions snap to this grid. */
export const GRID = 8

/** The height of a node with so many output ports: several are listed in rows under the header. */
export function nodeHeight(ports: number): number {
  return ports > 1 ? HEADER_HEIGHT + PORTS_PADDING * 2 + ports * PORT_ROW : HEADER_HEIGHT
}

/** How far below the node's top the n-th output port sits. */
export function portTop(index: number, ports: number): number {
  return ports > 1 ? HEADER_HEIGHT + PORTS_PADDING + index * PORT_ROW + PORT_ROW / 2 : HEADER_HEIGHT / 2
}

/** A length rounded to the grid. */
export function onGrid([x, y]: Position): Position {
  return [Math.round(x / GRID) * GRID, Math.round(y / GRID) * GRID]
}
