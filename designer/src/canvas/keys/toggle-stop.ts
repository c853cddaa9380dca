import { branchOf } from '../../document/branches.ts'
import { titleOfNode } from '../../document/catalogue.ts'
import { wireByKey } from '../gestures/hit.ts'
import type { EditorActions } from '../use-editor.ts'

/** Sets or removes the breakpoint of the selected wire, else that before each selected node. */
export function toggleStopHere(editor: EditorActions): void {
  const { flow, catalogue } = editor.document.getState()
  const { selection, selectedWires } = editor.session.getState()
  const { toggleStop } = editor.trial.getState()
  const wires = [...selectedWires].flatMap((key) => wireByKey(flow, key) ?? []).filter(({ port }) => !branchOf(port))
  for (const { from, to } of selection.size === 0 ? wires : []) toggleStop({ node: to, from })
  for (const node of selection) toggleStop({ node })
  const node = [...selection][0] ?? wires[0]?.to
  if (node === undefined) return
  const on = editor.trial.getState().stops.some((stop) => stop.node === node)
  const { vi, en } = titleOfNode(catalogue, flow, node)
  editor.say(
    on
      ? { vi: `Chạy thử sẽ dừng trước ${vi}`, en: `Test runs stop before ${en}` }
      : { vi: `Đã bỏ điểm dừng trước ${vi}`, en: `No breakpoint before ${en} any more` },
  )
}
