import { useEffect, useRef } from 'react'
import { monaco, setTyping } from './monaco.ts'
import styles from './script.module.css'

/** Monaco with one JavaScript text. Escape, then Tab leaves it. */
export default function MonacoScript({
  value,
  onChange,
  readOnly,
  label,
  dark,
  typing,
}: {
  readonly value: string
  readonly onChange: (text: string) => void
  readonly readOnly: boolean
  readonly label: string
  readonly dark: boolean
  readonly typing: string
}) {
  const host = useRef<HTMLDivElement>(null)
  const editor = useRef<monaco.editor.IStandaloneCodeEditor | undefined>(undefined)
  const now = useRef({ value, onChange })
  now.current = { value, onChange }
  useEffect(() => setTyping(typing), [typing])
  // biome-ignore lint/correctness/useExhaustiveDependencies: made once; what changes is told to it below
  useEffect(() => {
    if (!host.current) return
    const made = monaco.editor.create(host.current, {
      value: now.current.value,
      language: 'javascript',
      theme: dark ? 'vs-dark' : 'vs',
      ariaLabel: label,
      readOnly,
      automaticLayout: true,
      minimap: { enabled: false },
      fontSize: 14,
      tabSize: 2,
      scrollBeyondLastLine: false,
      fixedOverflowWidgets: true,
      padding: { top: 8 },
    })
    editor.current = made
    const listening = made.onDidChangeModelContent(() => now.current.onChange(made.getValue()))
    made.focus()
    return () => {
      listening.dispose()
      made.getModel()?.dispose()
      made.dispose()
      editor.current = undefined
    }
  }, [])
  useEffect(() => {
    const made = editor.current
    // Undo from outside: the text is put in; the editor's own typing comes back equal and changes nothing.
    if (made && made.getValue() !== value) made.setValue(value)
  }, [value])
  useEffect(() => monaco.editor.setTheme(dark ? 'vs-dark' : 'vs'), [dark])
  useEffect(() => editor.current?.updateOptions({ readOnly, ariaLabel: label }), [readOnly, label])
  return <div ref={host} className={styles.host} />
}
