import type { FlowNode } from '#shared/flow/flow.ts'
import { titleOfNode } from '../catalogue.ts'
import type { Command } from '../command.ts'
import { nodeOf } from '../document.ts'

/** Switches nodes off (messages pass through unchanged) or, when all of them are off, on again. */
export function toggleDisabled(ids: readonly string[]): Command {
  return {
    execute(doc, catalogue) {
      const present = ids.flatMap((id): [string, FlowNode][] => {
        const node = nodeOf(doc.flow, id)
        return node ? [[id, node]] : []
      })
      const on = present.every(([, node]) => node.disabled)
      const nodes: Record<string, FlowNode> = {}
      for (const [id, node] of present) {
        const { disabled: was, ...rest } = node
        if (on) nodes[id] = rest
        else if (!was) nodes[id] = { ...rest, disabled: true }
      }
      const [first] = present
      const name = first ? titleOfNode(catalogue, doc.flow, first[0]) : { vi: '', en: '' }
      const what =
        present.length === 1
          ? { vi: `nút "${name.vi}"`, en: `node "${name.en}"` }
          : { vi: `${present.length} nút`, en: `${present.length} nodes` }
      const label = on
        ? { vi: `Bật ${what.vi}`, en: `Enable ${what.en}` }
        : { vi: `Tắt ${what.vi}`, en: `Disable ${what.en}` }
      return { label, change: Object.keys(nodes).length > 0 ? { nodes } : {} }
    },
  }
}
