import { looksLikeCurl, readCurl } from '#shared/request/read-curl.ts'
import { SchemaFault } from '#shared/schema/import/fault.ts'
import type { EditorActions } from '../canvas/use-editor.ts'

/** Takes a curl command that was pasted onto the canvas: a node that sends it, and the dialog that fills the node in. False for other text. */
export function pasteCommand(editor: EditorActions, text: string): boolean {
  const type = editor.document.getState().catalogue.nodes.find((it) => it.imports?.includes('curl'))?.type
  if (type === undefined || !looksLikeCurl(text)) return false
  try {
    readCurl(text)
  } catch (thrown) {
    if (!(thrown instanceof SchemaFault)) throw thrown
    editor.refuse(thrown.text)
    return true
  }
  const before = editor.document.getState().flow.nodes
  editor.add(type, {})
  const node = Object.keys(editor.document.getState().flow.nodes).find((id) => !Object.hasOwn(before, id))
  if (node !== undefined) editor.session.getState().set({ importing: { node, from: 'curl', text } })
  return true
}
