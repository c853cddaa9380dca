import type { FlowNode } from '#shared/flow/flow.ts'
import { type Renames, renamedThings } from '#shared/flow/named-things.ts'
import { definitionOf } from '../catalogue.ts'
import type { Command } from '../command.ts'
import { nodeOf } from '../document.ts'

/** Lets nodes name other connections, code tables and flows, in their fields and formulas, as one step. */
export function rebindNodes(ids: readonly string[], renames: Renames): Command {
  return {
    execute({ flow }, catalogue) {
      const nodes: Record<string, FlowNode> = {}
      for (const id of ids) {
        const node = nodeOf(flow, id)
        const form = definitionOf(catalogue, node)?.settings
        if (!node?.settings || !form) continue
        const settings = renamedThings(form, node.settings, renames)
        if (settings !== node.settings) nodes[id] = { ...node, settings }
      }
      const n = Object.keys(nodes).length
      return {
        label: {
          vi: `Chọn lại kết nối, danh mục cho ${n} nút`,
          en: `Choose connections and code tables anew for ${n} nodes`,
        },
        change: n > 0 ? { nodes } : {},
      }
    },
  }
}
