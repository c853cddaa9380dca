import { type SearchHit, searchFlow } from '#shared/flow/search.ts'
import { definitionOf } from '../../document/catalogue.ts'
import type { EditorActions } from '../use-editor.ts'
import { groupKey, noteKey } from '../view/boxes.ts'

/** Places shown at most; with more, another word narrows them down. */
const MOST = 60

/** Looks through the open flow: names, settings, mapping lines, notes, groups and problems. */
export function findHere(editor: EditorActions, query: string): readonly SearchHit[] {
  const { flow, layout, catalogue } = editor.document.getState()
  const { problems } = editor.problems.getState()
  return searchFlow(flow, query, MOST, {
    layout,
    problems,
    typeOf: (use) => definitionOf(catalogue, { use }),
  })
}

/** Goes to a place: selects and shows it, and opens the node at the setting that was found. */
export function goToHit(editor: EditorActions, hit: Pick<SearchHit, 'place' | 'node' | 'path' | 'box'>): void {
  const { flow, layout } = editor.document.getState()
  const session = editor.session.getState()
  const { node, box, path } = hit
  if (box !== undefined) {
    const known = hit.place === 'group' ? layout.groups : layout.notes
    if (!known || !Object.hasOwn(known, box)) return
    const key = hit.place === 'group' ? groupKey(box) : noteKey(box)
    editor.chooseBox(key)
    editor.camera.show(key)
  }
  if (node === undefined || !Object.hasOwn(flow.nodes, node)) return
  editor.camera.show(node)
  session.focusNode(node)
  if (path !== undefined) session.open(node, path)
}

/** The next place of what was looked for last. */
export function findNext(editor: EditorActions): void {
  const { finding, set } = editor.session.getState()
  const hits = findHere(editor, finding.query)
  const at = hits.length === 0 ? 0 : (finding.at + 1) % hits.length
  const hit = hits[at]
  if (!hit) return set({ dialog: 'find' })
  set({ finding: { ...finding, at } })
  goToHit(editor, hit)
  editor.say({ vi: hit.text, en: hit.text })
}
