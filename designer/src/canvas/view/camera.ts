import type { ReactFlowInstance } from '@xyflow/react'
import type { Position } from '../../document/document.ts'
import { HEADER_HEIGHT, NODE_WIDTH, onGrid } from './sizes.ts'
import type { CanvasEdge, CanvasNode } from './to-react-flow.ts'

/** Where the canvas looks. All positions are canvas pixels unless they say "screen". */
export interface Camera {
  /** Where a node would have to go to stand in the middle of the view. */
  readonly centre: () => Position
  /** Moves as little as needed to bring a node into view; zooms in when it is too small to read. */
  readonly show: (id: string) => void
  readonly zoomTo: (zoom: number) => void
  readonly zoomBy: (factor: number) => void
  /** All nodes, or these. */
  readonly fit: (ids?: readonly string[]) => void
  readonly toScreen: (at: Position) => Position
}

/** Frame left free around what is shown, pixels of the screen. */
const MARGIN = 48
const READABLE = 0.5

/** A camera that does nothing, until the canvas is there. */
export const blindCamera: Camera = {
  centre: () => [0, 0],
  show: () => {},
  zoomTo: () => {},
  zoomBy: () => {},
  fit: () => {},
  toScreen: (at) => at,
}

/** A camera over React Flow; `frame` is the canvas element. No movement is animated for those who asked for none. */
export function createCamera(flow: ReactFlowInstance<CanvasNode, CanvasEdge>, frame: HTMLElement): Camera {
  const calm = matchMedia('(prefers-reduced-motion: reduce)')
  const timing = (): { duration: number } => ({ duration: calm.matches ? 0 : 160 })
  return {
    centre() {
      const box = frame.getBoundingClientRect()
      const { x, y } = flow.screenToFlowPosition({ x: box.left + box.width / 2, y: box.top + box.height / 2 })
      return onGrid([x - NODE_WIDTH / 2, y - HEADER_HEIGHT / 2])
    },
    show(id) {
      // The node may have come with the command that ran just now: React Flow hears of it with the next drawing.
      requestAnimationFrame(() => {
        const node = flow.getNode(id)
        if (!node) return
        const { x, y, zoom } = flow.getViewport()
        const box = frame.getBoundingClientRect()
        const next = Math.max(zoom, READABLE)
        if (next !== zoom) {
          void flow.setCenter(node.position.x + NODE_WIDTH / 2, node.position.y + HEADER_HEIGHT / 2, {
            zoom: next,
            ...timing(),
          })
          return
        }
        const left = node.position.x * zoom + x
        const top = node.position.y * zoom + y
        const dx = shift(left, left + (node.width ?? NODE_WIDTH) * zoom, box.width)
        const dy = shift(top, top + (node.height ?? HEADER_HEIGHT) * zoom, box.height)
        if (dx !== 0 || dy !== 0) void flow.setViewport({ x: x + dx, y: y + dy, zoom }, timing())
      })
    },
    zoomTo(zoom) {
      void flow.zoomTo(zoom, timing())
    },
    zoomBy(factor) {
      void flow.zoomTo(flow.getZoom() * factor, timing())
    },
    fit(ids) {
      void flow.fitView({
        padding: 0.15,
        maxZoom: 1,
        ...(ids ? { nodes: ids.map((id) => ({ id })) } : {}),
        ...timing(),
      })
    },
    toScreen([x, y]) {
      const point = flow.flowToScreenPosition({ x, y })
      return [point.x, point.y]
    },
  }
}

function shift(from: number, to: number, size: number): number {
  if (from < MARGIN) return MARGIN - from
  if (to > size - MARGIN) return Math.max(size - MARGIN - to, MARGIN - from)
  return 0
}
