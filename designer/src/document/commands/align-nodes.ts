import type { Command } from '../command.ts'
import { type Document, type Position, positionOf } from '../document.ts'

/** How several nodes are put in line: by their left or upper edges, or with equal steps from the first to the last. */
export type Alignment = 'left' | 'top' | 'across' | 'down'

/** Width of a node and the least step between two rows, on the canvas. */
const STEP = { across: 304, down: 120 } as const
const GRID = 8

const labels = {
  left: { vi: 'Thẳng mép trái', en: 'Align left' },
  top: { vi: 'Thẳng mép trên', en: 'Align top' },
  across: { vi: 'Dàn đều ngang', en: 'Distribute across' },
  down: { vi: 'Dàn đều dọc', en: 'Distribute down' },
} as const

/** Puts nodes in line; their order stays. Nodes that would cover one another are given the room of one. */
export function alignNodes(ids: readonly string[], how: Alignment): Command {
  return {
    execute(doc) {
      const known = ids.filter((id) => Object.hasOwn(doc.flow.nodes, id))
      const at: Record<string, Position> = {}
      if (known.length > 1)
        for (const [id, to] of how === 'left' || how === 'top' ? edges(doc, known, how) : steps(doc, known, how)) {
          const [x, y] = positionOf(doc.layout, id)
          if (to[0] !== x || to[1] !== y) at[id] = to
        }
      return { label: labels[how], change: Object.keys(at).length > 0 ? { at } : {} }
    },
  }
}

function edges(doc: Document, ids: readonly string[], how: 'left' | 'top'): readonly (readonly [string, Position])[] {
  const axis = how === 'left' ? 0 : 1
  const edge = Math.min(...ids.map((id) => positionOf(doc.layout, id)[axis]))
  const line = inOrder(doc, ids, axis === 0 ? 1 : 0)
  const room = axis === 0 ? STEP.down / 2 + 8 : STEP.across - 48
  let last = Number.NEGATIVE_INFINITY
  return line.map((id) => {
    const along = Math.max(positionOf(doc.layout, id)[axis === 0 ? 1 : 0], last + room)
    last = along
    return [id, axis === 0 ? [edge, along] : [along, edge]] as const
  })
}

function steps(
  doc: Document,
  ids: readonly string[],
  how: 'across' | 'down',
): readonly (readonly [string, Position])[] {
  const axis = how === 'across' ? 0 : 1
  const line = inOrder(doc, ids, axis)
  const places = line.map((id) => positionOf(doc.layout, id)[axis])
  const first = places[0] ?? 0
  const even = ((places.at(-1) ?? first) - first) / (line.length - 1)
  const step = Math.max(even, STEP[how] - (how === 'across' ? 48 : 40))
  return line.map((id, index) => {
    const [x, y] = positionOf(doc.layout, id)
    const along = Math.round((first + index * step) / GRID) * GRID
    return [id, axis === 0 ? [along, y] : [x, along]] as const
  })
}

function inOrder(doc: Document, ids: readonly string[], axis: 0 | 1): readonly string[] {
  return [...ids].sort((a, b) => positionOf(doc.layout, a)[axis] - positionOf(doc.layout, b)[axis])
}
