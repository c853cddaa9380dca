import { createContext, useContext } from 'react'
import type { EditorActions } from './editor-actions.ts'

export type { EditorActions } from './editor-actions.ts'

/** Carries the editor's actions to canvas, palette, keys and top bar. */
export const EditorContext = createContext<EditorActions | undefined>(undefined)

/** The actions of the open editor. */
export function useEditor(): EditorActions {
  const editor = useContext(EditorContext)
  if (!editor) throw new Error('EditorContext is missing above this component')
  return editor
}
