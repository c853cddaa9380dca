import type { OnNodeDrag } from '@xyflow/react'
import { useMemo } from 'react'
import { type Command, compound } from '../../document/command.ts'
import { changeNote } from '../../document/commands/change-notes.ts'
import { duplicateNodes } from '../../document/commands/duplicate-nodes.ts'
import { moveToGroup } from '../../document/commands/group-nodes.ts'
import { insertOnWire } from '../../document/commands/insert-on-wire.ts'
import { moveNodes } from '../../document/commands/move-nodes.ts'
import { type Position, positionOf } from '../../document/document.ts'
import type { DocumentState } from '../../document/document-store.ts'
import { homeOf, membersOf } from '../../document/groups.ts'
import { type Wire, wireKey, wiresInto } from '../../document/wires.ts'
import { type EditorActions, useEditor } from '../use-editor.ts'
import { boxOf, frameAt, groupRect } from '../view/boxes.ts'
import type { CanvasStore } from '../view/canvas-store.ts'
import { HEADER_HEIGHT, NODE_WIDTH } from '../view/sizes.ts'
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

  /** Moves, and what was dropped into the frame of a group it does not belong to goes into that group. */
  const drop = (move: Command, nodes: readonly CanvasNode[]): void => {
    const state = document.getState()
    const loose = nodes.filter((node) => node.type === 'step' && homeOf(state.layout, node.id) === undefined)
    const [only] = loose
    const group =
      only && loose.length === nodes.length
        ? frameAt(state, state.catalogue, [only.position.x + NODE_WIDTH / 2, only.position.y + HEADER_HEIGHT / 2])
        : undefined
    if (group === undefined) editor.run(move)
    else {
      const join = moveToGroup(
        loose.map((node) => node.id),
        group,
      )
      const { vi, en } = { vi: 'Đưa vào nhóm', en: 'Move into the group' }
      editor.run(compound({ vi, en }, [move, join]))
      editor.say({ vi, en })
    }
  }

  const onNodeDrag: OnNodeDrag<CanvasNode> = (event, _node, nodes) => {
    const wire = target(event, nodes)
    const key = wire && wireKey(wire)
    if (session.getState().dropWire !== key) session.getState().set({ dropWire: key })
  }

  const onNodeDragStop: OnNodeDrag<CanvasNode> = (event, _node, nodes) => {
    const wire = target(event, nodes)
    session.getState().set({ dropWire: undefined })
    const { to, notes } = draggedTo(document.getState(), nodes)
    const ids = Object.keys(to)
    const [first] = ids
    for (const [id, at] of Object.entries(notes)) editor.run(changeNote(id, { at }))
    if (first === undefined) {
      canvas.settle()
      return
    }
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
    } else drop(move, nodes)
    canvas.settle()
  }
  return { onNodeDrag, onNodeDragStop }
}

/** Where the dragged nodes and notes are now; with a group goes what lies in it. */
function draggedTo(
  { flow, layout, catalogue }: Pick<DocumentState, 'flow' | 'layout' | 'catalogue'>,
  nodes: readonly CanvasNode[],
): { readonly to: Record<string, Position>; readonly notes: Record<string, Position> } {
  const to: Record<string, Position> = {}
  const notes: Record<string, Position> = {}
  for (const { id, position } of nodes) {
    const box = boxOf(id)
    if (!box) to[id] = [position.x, position.y]
    else if (box.is === 'note') notes[box.id] = [position.x, position.y]
  }
  for (const { id, position } of nodes) {
    const box = boxOf(id)
    if (box?.is !== 'group') continue
    const rect = groupRect({ flow, layout }, catalogue, box.id)
    for (const member of membersOf(layout, box.id)) {
      const [x, y] = positionOf(layout, member)
      to[member] ??= [x + position.x - rect.x, y + position.y - rect.y]
    }
  }
  return { to, notes }
}
