import type { FlowNode } from '#shared/flow/flow.ts'
import type { Text } from '#shared/text/text.ts'
import { type Catalogue, titleOfNode } from '../catalogue.ts'
import { type Command, refuse } from '../command.ts'
import { type Document, nodeOf } from '../document.ts'

/** The frame of every command that changes one node: looks it up, names it, and leaves no step when nothing changed. */
export function changeNode(
  id: string,
  label: (name: Text) => Text,
  change: (node: FlowNode, doc: Document, catalogue: Catalogue) => FlowNode,
  coalesce?: string,
): Command {
  return {
    ...(coalesce === undefined ? {} : { coalesce }),
    execute(doc, catalogue) {
      const node = nodeOf(doc.flow, id)
      if (!node) return refuse('Nút này không còn nữa', 'This node no longer exists')
      const next = change(node, doc, catalogue)
      return {
        label: label(titleOfNode(catalogue, doc.flow, id)),
        change: next === node ? {} : { nodes: { [id]: next } },
      }
    },
  }
}
