import type { CatalogueNode } from '#shared/node/catalogue.ts'
import { type Command, refuse } from '../command.ts'
import { nodeOf, type Position } from '../document.ts'
import { freeNodeId } from '../node-id.ts'
import { judgeWire } from '../rules.ts'
import { withWire } from '../wires.ts'

/** Adds a node of a type; with `after` it is also wired to that node's port in the same undo step. */
export function addNode(input: {
  readonly definition: CatalogueNode
  readonly at: Position
  /** Given when the type's own title is taken already, so that the officer can tell two nodes apart. */
  readonly title?: string | undefined
  readonly settings?: Readonly<Record<string, unknown>> | undefined
  readonly after?: { readonly node: string; readonly port: string } | undefined
}): Command {
  const { definition, at, title, settings, after } = input
  return {
    execute(doc, catalogue) {
      const id = freeNodeId(doc.flow, definition.type)
      const node = {
        use: `${definition.type}@${definition.version}`,
        ...(title ? { title } : {}),
        ...(settings && Object.keys(settings).length > 0 ? { settings } : {}),
      }
      const name = { vi: title ?? definition.title.vi, en: title ?? definition.title.en }
      const label = { vi: `Thêm nút "${name.vi}"`, en: `Add node "${name.en}"` }
      const nodes = { [id]: node }
      if (!after) return { label, change: { nodes, at: { [id]: at } } }
      const source = nodeOf(doc.flow, after.node)
      if (!source) return refuse('Nút đứng trước không còn nữa', 'The node before it no longer exists')
      const flow = { ...doc.flow, nodes: { ...doc.flow.nodes, ...nodes } }
      const verdict = judgeWire(flow, catalogue, { from: after.node, port: after.port, to: id })
      if (verdict.is === 'refused') return { refused: verdict.reason }
      return {
        label,
        change: { nodes: { ...nodes, [after.node]: withWire(source, after.port, id) }, at: { [id]: at } },
      }
    },
  }
}
