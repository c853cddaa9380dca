import type { OnNodeDrag } from '@xyflow/react'
import { useMemo } from 'react'
import { compound } from '../../document/command.ts'
import { duplicateNodes } from '../../document/commands/duplicate-nodes.ts'
import { insertOnWire } from '../../document/commands/insert-on-wire.ts'
import { moveNodes } from '../../document/commands/move-nodes.ts'
import { type Position, positionOf } from '../../document/document.ts'
import { type Wire, wireKey, wiresInto } from '../../document/wires.ts'
import { type EditorActions, useEditor } from '../use-editor.ts'
import type { CanvasStore } from '../view/canvas-store.ts'
import type { CanvasNode } from '../view/to-react-flow.ts'
import { pointOf, wireAt } from './hit.ts'

/** Moving nodes: the document hears of it at the end of the drag and not per pixel. With Ctrl the copies stay where they are dropped. */
export function useDragGestures(canvas: CanvasStore) {
  const editor = useEditor()
  return useMemo(() => dragGestures(editor, canvas), [editor, canvas])
}

function dragGestures(editor: EditorActions, canvas: CanvasStore) {
  const { document, session } = editor

  /** The wire under the pointer, if what is dragged is one node without wires. */
  const target = (event: MouseEvent | TouchEvent, nodes: readonly CanvasNode[]): Wire | undefined => {
    const [only, ...more] = nodes
    const { flow } = document.getState()
    if (!only || more.length > 0 || flow.nodes[only.id]?.to || wiresInto(flow, only.id).length > 0) return undefined
    return wireAt(flow, ...pointOf(event))
  }

  const onNodeDrag: OnNodeDrag<CanvasNode> = (event, _node, nodes) => {
    const wire = target(event, nodes)
    const key = wire && wireKey(wire)
    if (session.getState().dropWire !== key) session.getState().set({ dropWire: key })
  }

  const onNodeDragStop: OnNodeDrag<CanvasNode> = (event, _node, nodes) => {
    const wire = target(event, nodes)
    session.getState().set({ dropWire: undefined })
    const to: Record<string, Position> = {}
    for (const { id, position } of nodes) to[id] = [position.x, position.y]
    const ids = Object.keys(to)
    const [first] = ids
    if (first === undefined) return
    const move = moveNodes(to)
    if ('ctrlKey' in event && (event.ctrlKey || event.metaKey)) {
      const [x, y] = positionOf(document.getState().layout, first)
      const [toX, toY] = to[first] ?? [x, y]
      if (toX !== x || toY !== y) editor.select(editor.run(duplicateNodes(ids, [toX - x, toY - y])))
    } else if (wire) {
      const insert = insertOnWire(wire, first)
      const { flow, layout, catalogue } = document.getState()
      const checked = insert.execute({ flow, layout }, catalogue)
      if ('refused' in checked) {
        editor.refuse(checked.refused)
        editor.run(move)
      } else editor.run(compound(checked.label, [move, insert]))
    } else editor.run(move)
    canvas.settle()
  }
  return { onNodeDrag, onNodeDragStop }
}
