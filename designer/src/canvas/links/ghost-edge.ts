import { ERROR_OUT } from '../../document/branches.ts'
import type { Document } from '../../document/document.ts'
import { foldedNodes } from '../../document/groups.ts'
import { type CanvasEdge, HIDDEN, INPUT } from '../view/to-react-flow.ts'

/** A callback within the flow, drawn between nodes that no wire joins; undefined when an end lies in a collapsed group. */
export function ghostEdge(
  doc: Document,
  { from, to }: { readonly from: string; readonly to: string },
): CanvasEdge | undefined {
  const folded = foldedNodes(doc.layout)
  if (folded.has(from) || folded.has(to)) return undefined
  return {
    id: `:ghost|${from}|${to}`,
    type: 'ghost',
    source: from,
    target: to,
    sourceHandle: ERROR_OUT,
    targetHandle: INPUT,
    selectable: false,
    reconnectable: false,
    focusable: false,
    domAttributes: HIDDEN,
  }
}
