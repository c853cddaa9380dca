import type { FlowNode } from '#shared/flow/flow.ts'
import { titleOfNode } from '../catalogue.ts'
import type { Command } from '../command.ts'
import { nodeOf } from '../document.ts'
import { cutWire, hasWire, type Wire } from '../wires.ts'

/** Takes wires away. */
export function disconnectWires(wires: readonly Wire[]): Command {
  return {
    execute(doc, catalogue) {
      const present = wires.filter((wire) => hasWire(doc.flow, wire))
      const nodes: Record<string, FlowNode> = {}
      for (const wire of present) {
        const node = nodes[wire.from] ?? nodeOf(doc.flow, wire.from)
        if (node) nodes[wire.from] = cutWire(node, wire)
      }
      const [only] = present
      if (!only) return { label: { vi: 'Xoá dây nối', en: 'Delete wire' }, change: {} }
      if (present.length > 1)
        return {
          label: { vi: `Xoá ${present.length} dây nối`, en: `Delete ${present.length} wires` },
          change: { nodes },
        }
      const from = titleOfNode(catalogue, doc.flow, only.from)
      const to = titleOfNode(catalogue, doc.flow, only.to)
      return {
        label: { vi: `Xoá dây từ "${from.vi}" tới "${to.vi}"`, en: `Delete the wire from "${from.en}" to "${to.en}"` },
        change: { nodes },
      }
    },
  }
}
