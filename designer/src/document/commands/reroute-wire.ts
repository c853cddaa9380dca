import type { FlowNode } from '#shared/flow/flow.ts'
import { titleOfNode } from '../catalogue.ts'
import { type Command, refuse } from '../command.ts'
import { applyChange, nodeOf } from '../document.ts'
import { judgeWire } from '../rules.ts'
import { cutWire, hasWire, type Wire, withWire } from '../wires.ts'

/** Moves one end of a wire, or both: the old wire goes and the new one comes, in one step. */
export function rerouteWire(old: Wire, next: Wire): Command {
  return {
    execute(doc, catalogue) {
      const to = titleOfNode(catalogue, doc.flow, next.to)
      const label = { vi: `Chuyển dây nối sang "${to.vi}"`, en: `Move the wire to "${to.en}"` }
      const source = nodeOf(doc.flow, old.from)
      if (!source || !hasWire(doc.flow, old)) return refuse('Dây nối này không còn nữa', 'This wire no longer exists')
      if (old.from === next.from && old.port === next.port && old.to === next.to) return { label, change: {} }
      const nodes: Record<string, FlowNode> = {
        [old.from]: cutWire(source, old),
      }
      const cut = applyChange(doc, { nodes }).doc
      const verdict = judgeWire(cut.flow, catalogue, next)
      if (verdict.is === 'refused') return { refused: verdict.reason }
      const from = nodeOf(cut.flow, next.from)
      if (!from) return refuse('Nút này không còn nữa', 'This node no longer exists')
      nodes[next.from] = withWire(from, next.port, next.to)
      return { label, change: { nodes } }
    },
  }
}
