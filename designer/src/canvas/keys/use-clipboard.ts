import { useEffect } from 'react'
import { pasteNodes } from '../../document/commands/paste-nodes.ts'
import { copyFragment, fragmentText, parseFragment } from '../../document/fragment.ts'
import { pasteRefusal, strangeTypes } from '../../document/paste-refusal.ts'
import { pasteCommand } from '../../requests/paste-command.ts'
import { useEditor } from '../use-editor.ts'
import { onGrid } from '../view/sizes.ts'
import { placeOf } from './use-keyboard.ts'

/**
 * Copy, cut and paste as text, by the browser's own events: unlike `navigator.clipboard` they need neither a permission
 * nor a secure context, so they also work on an office network without TLS.
 */
export function useClipboard(root: HTMLElement | null): void {
  const editor = useEditor()
  useEffect(() => {
    if (!root) return
    const mine = (event: ClipboardEvent): boolean => placeOf(event.target, root) === 'canvas'
    const copy = (event: ClipboardEvent): number => {
      const ids = [...editor.session.getState().selection]
      if (!mine(event) || ids.length === 0 || !event.clipboardData) return 0
      const { fragment } = copyFragment(editor.document.getState(), ids)
      event.clipboardData.setData('text/plain', fragmentText(fragment))
      event.preventDefault()
      return ids.length
    }
    const onCopy = (event: ClipboardEvent): void => {
      const n = copy(event)
      if (n > 0) editor.say({ vi: `Đã sao chép ${n} nút`, en: `Copied ${n} nodes` })
    }
    const onCut = (event: ClipboardEvent): void => {
      if (!editor.document.getState().readOnly && copy(event) > 0) editor.remove({ rejoin: false })
    }
    const onPaste = (event: ClipboardEvent): void => {
      if (!mine(event) || !event.clipboardData || editor.document.getState().readOnly) return
      event.preventDefault()
      const text = event.clipboardData.getData('text/plain')
      if (pasteCommand(editor, text)) return
      const fragment = parseFragment(text)
      if (!fragment) {
        editor.refuse(pasteRefusal(text))
        return
      }
      const [x, y] = editor.camera.centre()
      const { layout, catalogue } = editor.document.getState()
      const crowded = Object.values(layout.at).some(([ax, ay]) => Math.abs(ax - x) < 24 && Math.abs(ay - y) < 24)
      const created = editor.run(pasteNodes(fragment, crowded ? onGrid([x + 40, y + 40]) : [x, y]))
      editor.select(created)
      if (created.length > 0) editor.session.getState().set({ rebinding: created })
      const strange = strangeTypes(fragment, catalogue)
      if (created.length > 0 && strange) editor.refuse(strange)
      else if (created.length > 0)
        editor.say({ vi: `Đã dán ${created.length} nút`, en: `Pasted ${created.length} nodes` })
    }
    document.addEventListener('copy', onCopy)
    document.addEventListener('cut', onCut)
    document.addEventListener('paste', onPaste)
    return () => {
      document.removeEventListener('copy', onCopy)
      document.removeEventListener('cut', onCut)
      document.removeEventListener('paste', onPaste)
    }
  }, [root, editor])
}
