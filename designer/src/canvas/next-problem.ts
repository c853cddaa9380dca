import type { Problem } from '#shared/flow/flow.ts'
import type { EditorActions } from './use-editor.ts'
import { openWire } from './wires/open-wire.ts'

/** Goes to the place of a problem: selects its node, brings it into view, and opens its wire, or the node at the setting that is named. */
export function goToProblem(editor: EditorActions, problem: Problem, open: boolean): void {
  const { session, document, camera } = editor
  if (problem.node === undefined || !Object.hasOwn(document.getState().flow.nodes, problem.node)) return
  session.getState().focusNode(problem.node)
  camera.show(problem.node)
  if (!open) return
  const { from, port, node: to } = problem
  if (from !== undefined && port !== undefined) openWire(editor, { from, port, to })
  else if (problem.path !== undefined) session.getState().open(problem.node, problem.path)
}

/** The next (or previous) problem after the one whose node is selected, round and round. */
export function nextProblem(editor: EditorActions, step: 1 | -1): void {
  const placed = editor.problems.getState().problems.filter((it) => it.node !== undefined)
  if (placed.length === 0) {
    editor.say({ vi: 'Không có vấn đề nào', en: 'There are no problems' })
    return
  }
  const { selection, problemAt, setProblemAt } = editor.session.getState()
  const here = placed[problemAt ?? -1]
  const start = here?.node !== undefined && selection.has(here.node) ? (problemAt ?? 0) : step > 0 ? -1 : 0
  const index = (start + step + placed.length) % placed.length
  const problem = placed[index]
  if (!problem) return
  setProblemAt(index)
  goToProblem(editor, problem, false)
  editor.say(problem.message)
}
