import { useEffect } from 'react'
import { useEditor } from '../use-editor.ts'
import { runAction, type Surroundings } from './run-action.ts'
import { shortcutOf } from './shortcuts.ts'

/** Listens to the keys of the editor while it is on screen. `root` is the editor's element; inside it `[data-canvas]` is the canvas. */
export function useKeyboard(root: HTMLElement | null, around: Surroundings): void {
  const editor = useEditor()
  useEffect(() => {
    if (!root) return
    const onKeyDown = (event: KeyboardEvent): void => {
      const place = placeOf(event.target, root)
      if (event.defaultPrevented || event.isComposing || place === 'elsewhere') return
      const shortcut = shortcutOf(event)
      if (!shortcut || (shortcut.canvas && place !== 'canvas')) return
      // A field has its own undo, and F8 or Ctrl+S in it mean the editor's.
      if (place === 'field' && (shortcut.action === 'undo' || shortcut.action === 'redo')) return
      if (runAction(shortcut.action, editor, around)) event.preventDefault()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [root, editor, around])
}

/** Where a key was pressed. Nothing focused counts as the canvas: the last thing touched may have been deleted. */
export function placeOf(target: EventTarget | null, root: HTMLElement): 'canvas' | 'field' | 'editor' | 'elsewhere' {
  if (!(target instanceof HTMLElement)) return 'elsewhere'
  if (target.closest('[role="dialog"]')) return 'elsewhere'
  if (target === document.body) return document.querySelector('[aria-modal="true"]') ? 'elsewhere' : 'canvas'
  if (!root.contains(target)) return 'elsewhere'
  if (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return 'field'
  const inCanvas = target.closest('[data-canvas]') !== null
  // A button over the canvas (zoom, wire tools) keeps its own Enter, Tab and letters.
  return inCanvas && target.tagName !== 'BUTTON' ? 'canvas' : 'editor'
}
