import type { FlowNode } from '#shared/flow/flow.ts'
import type { CatalogueNode } from '#shared/node/catalogue.ts'
import { outPortsOf, titleOfNode } from '../catalogue.ts'
import { type Command, compound, refuse } from '../command.ts'
import { applyChange, nodeOf, type Position } from '../document.ts'
import { freeNodeId } from '../node-id.ts'
import { judgeWire } from '../rules.ts'
import { cutWire, hasWire, type Wire, withWire } from '../wires.ts'
import { addNode } from './add-node.ts'

/** Puts a node that is on the canvas into a wire: from → node → to, the node's first output going on. Both halves are checked. */
export function insertOnWire(wire: Wire, id: string): Command {
  return {
    execute(doc, catalogue) {
      const source = nodeOf(doc.flow, wire.from)
      const node = nodeOf(doc.flow, id)
      if (!source || !node || !hasWire(doc.flow, wire))
        return refuse('Dây nối này không còn nữa', 'This wire no longer exists')
      const name = titleOfNode(catalogue, doc.flow, id)
      const port = outPortsOf(catalogue, node)[0]?.name
      if (port === undefined)
        return refuse(
          `"${name.vi}" không có cổng ra nên không chèn vào dây được`,
          `"${name.en}" has no output, so it cannot go into a wire`,
        )
      const cut: Record<string, FlowNode> = {
        [wire.from]: cutWire(source, wire),
      }
      let current = applyChange(doc, { nodes: cut }).doc
      for (const half of [
        { from: wire.from, port: wire.port, to: id },
        { from: id, port, to: wire.to },
      ]) {
        const verdict = judgeWire(current.flow, catalogue, half)
        if (verdict.is === 'refused') return { refused: verdict.reason }
        const from = nodeOf(current.flow, half.from)
        if (from) cut[half.from] = withWire(from, half.port, half.to)
        current = applyChange(doc, { nodes: cut }).doc
      }
      return {
        label: { vi: `Chèn "${name.vi}" vào dây nối`, en: `Insert "${name.en}" into the wire` },
        change: { nodes: cut },
      }
    },
  }
}

/** Adds a node of a type straight into a wire. */
export function insertNewOnWire(
  wire: Wire,
  input: { readonly definition: CatalogueNode; readonly at: Position; readonly title?: string | undefined },
): Command {
  return {
    execute(doc, catalogue) {
      const id = freeNodeId(doc.flow, input.definition.type)
      const { vi, en } = input.definition.title
      const label = { vi: `Chèn "${input.title ?? vi}" vào dây nối`, en: `Insert "${input.title ?? en}" into the wire` }
      return compound(label, [addNode(input), insertOnWire(wire, id)]).execute(doc, catalogue)
    },
  }
}
