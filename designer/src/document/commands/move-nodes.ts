import { titleOfNode } from '../catalogue.ts'
import type { Command } from '../command.ts'
import { type Position, positionOf } from '../document.ts'

/** Moves nodes; changes the layout only. Nudges with the keys pass a `coalesce` key so that a series is one undo step. */
export function moveNodes(to: Readonly<Record<string, Position>>, coalesce?: string): Command {
  return {
    ...(coalesce === undefined ? {} : { coalesce }),
    execute(doc, catalogue) {
      const at: Record<string, Position> = {}
      for (const [id, [x, y]] of Object.entries(to)) {
        if (!Object.hasOwn(doc.flow.nodes, id)) continue
        const [oldX, oldY] = positionOf(doc.layout, id)
        const next: Position = [Math.round(x), Math.round(y)]
        if (!Object.hasOwn(doc.layout.at, id) || oldX !== next[0] || oldY !== next[1]) at[id] = next
      }
      const ids = Object.keys(at)
      const [only] = ids
      if (only === undefined) return { label: { vi: 'Di chuyển nút', en: 'Move node' }, change: {} }
      const name = titleOfNode(catalogue, doc.flow, only)
      return {
        label:
          ids.length === 1
            ? { vi: `Di chuyển nút "${name.vi}"`, en: `Move node "${name.en}"` }
            : { vi: `Di chuyển ${ids.length} nút`, en: `Move ${ids.length} nodes` },
        change: { at },
      }
    },
  }
}
