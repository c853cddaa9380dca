import type { Connection, OnConnectEnd, OnConnectStart, OnReconnect } from '@xyflow/react'
import { useReactFlow } from '@xyflow/react'
import { useMemo } from 'react'
import { rerouteWire } from '../../document/commands/reroute-wire.ts'
import { type EditorActions, useEditor } from '../use-editor.ts'
import { onGrid } from '../view/sizes.ts'
import type { CanvasEdge } from '../view/to-react-flow.ts'
import { judgeOf } from '../view/use-verdict.ts'
import { nodeAt, onPane, pointOf, wireByKey } from './hit.ts'

/** A press that moved less than this (pixels) was a click on the port and no wire. */
const MIN_DRAG = 12

/** Drawing and re-routing wires with the pointer. */
export function useWireGestures() {
  const editor = useEditor()
  const { screenToFlowPosition } = useReactFlow()
  return useMemo(() => wireGestures(editor, screenToFlowPosition), [editor, screenToFlowPosition])
}

function wireGestures(editor: EditorActions, toFlow: (point: { x: number; y: number }) => { x: number; y: number }) {
  const { document, session } = editor
  let reconnecting = false
  let start: readonly [number, number] = [0, 0]

  const onConnectStart: OnConnectStart = (event, { nodeId, handleId }) => {
    start = pointOf(event)
    if (nodeId && handleId) session.getState().set({ wiring: { by: 'pointer', from: nodeId, port: handleId } })
  }
  const onConnect = ({ source, sourceHandle, target }: Connection): void => {
    if (sourceHandle) editor.connect({ from: source, port: sourceHandle, to: target })
  }
  const onConnectEnd: OnConnectEnd = (event, { isValid, fromNode, fromHandle }) => {
    const [x, y] = pointOf(event)
    const wasReconnecting = reconnecting
    reconnecting = false
    session.getState().set({ wiring: undefined })
    if (isValid || wasReconnecting || !fromNode || !fromHandle?.id || fromHandle.type !== 'source') return
    if (Math.hypot(x - start[0], y - start[1]) < MIN_DRAG) return
    const from = { node: fromNode.id, port: fromHandle.id }
    const target = nodeAt(x, y)
    if (target !== undefined && target !== from.node) editor.connect({ from: from.node, port: from.port, to: target })
    else if (target === undefined && onPane(x, y)) {
      const at = toFlow({ x, y })
      session.getState().set({ quickAdd: { screen: [x, y], at: onGrid([at.x, at.y - 28]), after: from } })
    }
  }
  const onReconnectStart = (): void => {
    reconnecting = true
  }
  const onReconnect: OnReconnect<CanvasEdge> = (edge, { source, sourceHandle, target }) => {
    const old = wireByKey(document.getState().flow, edge.id)
    if (old && sourceHandle) editor.run(rerouteWire(old, { from: source, port: sourceHandle, to: target }))
  }
  const isValidConnection = ({ source, sourceHandle, target }: Connection | CanvasEdge): boolean => {
    const { flow, catalogue } = document.getState()
    // A re-routed wire may come back to where it was.
    if (!sourceHandle) return false
    return reconnecting || judgeOf(flow, catalogue, source, sourceHandle)(target).is !== 'refused'
  }
  return { onConnectStart, onConnect, onConnectEnd, onReconnectStart, onReconnect, isValidConnection }
}
