import { branchPorts } from '../../document/branches.ts'
import { outPortsOf, titleOfNode } from '../../document/catalogue.ts'
import { nodeOf } from '../../document/document.ts'
import { type Direction, nearestNode, placeAfter } from '../geometry.ts'
import type { EditorActions } from '../use-editor.ts'
import { judgeOf } from '../view/use-verdict.ts'

/** Begins a wire at the focused node: from its one port at once, with several (or with `ask`, for branches) the port is asked for (see `PortPicker`). */
export function startWiring(editor: EditorActions, how: 'next' | 'ask'): void {
  const { flow, catalogue } = editor.document.getState()
  const { focus, set } = editor.session.getState()
  const node = focus === undefined ? undefined : nodeOf(flow, focus)
  if (focus === undefined || !node) return
  const ports = outPortsOf(catalogue, node)
  const name = titleOfNode(catalogue, flow, focus)
  const [only] = ports
  const asked = how === 'ask' && branchPorts(catalogue, node).length > 0
  if (!only && !asked) {
    editor.refuse({ vi: `"${name.vi}" không có cổng ra`, en: `"${name.en}" has no output port` })
    return
  }
  if (!only || asked || ports.length > 1) set({ wiring: { by: 'keys', from: focus, port: undefined } })
  else choosePort(editor, only.name)
}

/** Takes the port and offers the first node that the wire may go to. */
export function choosePort(editor: EditorActions, port: string): void {
  const { wiring, focus } = editor.session.getState()
  const from = wiring?.from ?? focus
  if (from === undefined) return
  const { layout } = editor.document.getState()
  const { fits, ids } = candidates(editor, from, port)
  const first =
    nearestNode(layout, ids, from, 'right', fits) ??
    nearestNode(layout, ids, from, 'down', fits) ??
    nearestNode(layout, ids, from, 'up', fits) ??
    ids.find(fits)
  if (first === undefined) {
    addBehindPort(editor, from, port)
    return
  }
  offer(editor, from, port, first)
}

/** Offers node types for a new node behind a port or branch. */
export function addBehindPort(editor: EditorActions, node: string, port: string): void {
  const { flow, layout, catalogue } = editor.document.getState()
  const at = placeAfter(flow, layout, node, port)
  const name = titleOfNode(catalogue, flow, node)
  editor.session.getState().set({
    wiring: undefined,
    quickAdd: { screen: editor.camera.toScreen(at), at, after: { node, port } },
  })
  editor.say({ vi: `Thêm nút sau ${name.vi}`, en: `Add a node after ${name.en}` })
}

/** Moves to the next node in a direction that the wire may go to. */
export function moveCandidate(editor: EditorActions, direction: Direction): void {
  const { wiring } = editor.session.getState()
  if (!wiring?.port || wiring.candidate === undefined) return
  const { layout } = editor.document.getState()
  const { fits, ids } = candidates(editor, wiring.from, wiring.port)
  const next = nearestNode(layout, ids, wiring.candidate, direction, fits)
  if (next !== undefined) offer(editor, wiring.from, wiring.port, next)
}

/** Draws the wire to the offered node. */
export function finishWiring(editor: EditorActions): void {
  const { wiring, set } = editor.session.getState()
  set({ wiring: undefined })
  if (wiring?.port && wiring.candidate !== undefined)
    editor.connect({ from: wiring.from, port: wiring.port, to: wiring.candidate })
  if (wiring) editor.session.getState().focusNode(wiring.from)
}

/** Gives the wire up. */
export function cancelWiring(editor: EditorActions): void {
  const { wiring, set, focusNode } = editor.session.getState()
  set({ wiring: undefined })
  if (wiring) focusNode(wiring.from)
  editor.say({ vi: 'Đã thôi nối dây', en: 'No wire was drawn' })
}

function candidates(editor: EditorActions, from: string, port: string) {
  const { flow, catalogue } = editor.document.getState()
  const judge = judgeOf(flow, catalogue, from, port)
  return { ids: Object.keys(flow.nodes), fits: (id: string) => id !== from && judge(id).is !== 'refused' }
}

function offer(editor: EditorActions, from: string, port: string, candidate: string): void {
  const { flow, catalogue } = editor.document.getState()
  editor.session.getState().set({ wiring: { by: 'keys', from, port, candidate } })
  editor.camera.show(candidate)
  const name = titleOfNode(catalogue, flow, candidate)
  const verdict = judgeOf(flow, catalogue, from, port)(candidate)
  const doubt = verdict.is === 'doubt' ? verdict.reason : { vi: '', en: '' }
  editor.say({
    vi: `Nối tới ${name.vi}? Enter để nối, mũi tên để chọn nút khác, Tab để thêm nút mới. ${doubt.vi}`.trim(),
    en: `Connect to ${name.en}? Enter connects, arrows choose another node, Tab adds a new one. ${doubt.en}`.trim(),
  })
}
