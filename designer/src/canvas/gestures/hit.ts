import type { Flow } from '#shared/flow/flow.ts'
import { branchesFrom, type Wire, wireKey, wiresOf } from '../../document/wires.ts'
import { boxOf } from '../view/boxes.ts'

/** The node drawn at a point of the window; undefined for none. */
export function nodeAt(x: number, y: number): string | undefined {
  const element = document.elementFromPoint(x, y)?.closest('.react-flow__node')
  const id = element?.getAttribute('data-id') ?? undefined
  return id === undefined || boxOf(id) ? undefined : id
}

/** True when the point lies on the canvas (and not on a panel over it). */
export function onPane(x: number, y: number): boolean {
  return document.elementFromPoint(x, y)?.closest('.react-flow__renderer, .react-flow__pane') != null
}

/** The wire drawn at a point of the window, also under a node that is being dragged over it. */
export function wireAt(flow: Flow, x: number, y: number): Wire | undefined {
  for (const element of document.elementsFromPoint(x, y)) {
    const key = element.closest('.react-flow__edge')?.getAttribute('data-id')
    const wire = key == null ? undefined : wireByKey(flow, key)
    if (wire) return wire
  }
  return undefined
}

/** The wire with a canvas key, branches included; undefined for wires that are gone. */
export function wireByKey(flow: Flow, key: string): Wire | undefined {
  const found = wiresOf(flow).find((wire) => wireKey(wire) === key)
  if (found) return found
  for (const [id, node] of Object.entries(flow.nodes)) {
    const branch = branchesFrom(id, node).find((wire) => wireKey(wire) === key)
    if (branch) return branch
  }
  return undefined
}

/** The point of a mouse or touch event in pixels of the window. */
export function pointOf(event: MouseEvent | TouchEvent): readonly [x: number, y: number] {
  const touch = 'changedTouches' in event ? event.changedTouches[0] : undefined
  if (touch) return [touch.clientX, touch.clientY]
  return 'clientX' in event ? [event.clientX, event.clientY] : [0, 0]
}
