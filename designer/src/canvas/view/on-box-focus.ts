import type { FocusEvent } from 'react'
import type { EditorActions } from '../use-editor.ts'

/** Reached by Tab, a group or note is shown as selected: it is what the keys will act on. */
export function onBoxFocus(editor: EditorActions, key: string): (event: FocusEvent<HTMLElement>) => void {
  return (event) => {
    const own = event.target === event.currentTarget && event.target.matches(':focus-visible')
    if (own && !editor.session.getState().boxes.has(key)) editor.chooseBox(key)
  }
}
