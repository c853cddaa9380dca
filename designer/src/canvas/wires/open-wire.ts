import { branchOf } from '../../document/branches.ts'
import { nodeOf, positionOf } from '../../document/document.ts'
import { hasWire, type Wire, wireKey, wiresInto } from '../../document/wires.ts'
import { wireByKey } from '../gestures/hit.ts'
import type { EditorActions } from '../use-editor.ts'
import { HEADER_HEIGHT } from '../view/sizes.ts'
import { worstCheck } from './checks-store.ts'

/** Opens what is known of a wire, beside the node that it ends at. False when the wire is gone. */
export function openWire(editor: EditorActions, wire: Wire): boolean {
  const { flow, layout } = editor.document.getState()
  if (!hasWire(flow, wire)) return false
  const [x, y] = positionOf(layout, wire.to)
  const [left, top] = editor.camera.toScreen([x, y + HEADER_HEIGHT])
  const screen = [
    Math.min(Math.max(left, 40), window.innerWidth - 40),
    Math.min(Math.max(top, 40), window.innerHeight - 80),
  ] as const
  editor.session.getState().set({ openWire: { wire, screen } })
  return true
}

/** Opens the selected wire, or the worst of those into the node that the keys act on. */
export function openWireHere(editor: EditorActions): boolean {
  const { flow } = editor.document.getState()
  const { selectedWires, focus } = editor.session.getState()
  const [key] = selectedWires
  const chosen = key === undefined ? undefined : wireByKey(flow, key)
  if (chosen && !branchOf(chosen.port)) return openWire(editor, chosen)
  if (focus === undefined || !nodeOf(flow, focus)) return false
  const into = wiresInto(flow, focus)
  const wire = worstCheck(editor.wireChecks.getState().checks, into.map(wireKey)) ?? into[0]
  if (wire) return openWire(editor, { from: wire.from, port: wire.port, to: wire.to })
  editor.say({ vi: 'Nút này không có dây nối vào', en: 'No wire leads to this node' })
  return true
}
