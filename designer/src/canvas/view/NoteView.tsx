import { type NodeProps, NodeResizer } from '@xyflow/react'
import { memo, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { MAX_NOTE } from '#shared/flow/layout.ts'
import { changeNote, NOTE_MIN } from '../../document/commands/change-notes.ts'
import { useDispatch, useDocument, useOpenDocument } from '../../document/DocumentProvider.tsx'
import { useSession, useSessionStore } from '../../session/SessionProvider.tsx'
import { useEditor } from '../use-editor.ts'
import styles from './box.module.css'
import { boxOf } from './boxes.ts'
import { onBoxFocus } from './on-box-focus.ts'
import type { CanvasNode } from './to-react-flow.ts'
import { useFar } from './use-far.ts'
import { useRoving } from './use-roving.ts'

/** Words on the canvas. Double click or Enter turns them into a field, the corner changes the size. */
export const NoteView = memo(function NoteView({ id: key, selected }: NodeProps<CanvasNode>) {
  const { t } = useTranslation('groups')
  const id = boxOf(key)?.id ?? ''
  const note = useDocument((state) => state.layout.notes?.[id])
  const readOnly = useDocument((state) => state.readOnly)
  const writing = useSession((state) => state.renaming === key)
  const dispatch = useDispatch()
  const editor = useEditor()
  const frame = useRef<HTMLElement>(null)
  const tabbable = useRoving(key, frame)
  const far = useFar()
  if (!note) return null
  return (
    <>
      {selected && !readOnly ? (
        <NodeResizer
          minWidth={NOTE_MIN[0]}
          minHeight={NOTE_MIN[1]}
          handleClassName={styles.handle ?? ''}
          lineClassName={styles.line ?? ''}
          onResizeEnd={(_event, { x, y, width, height }) =>
            dispatch(changeNote(id, { at: [x, y], size: [width, height] }))
          }
        />
      ) : null}
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a note; the role is what readers need. */}
      <section
        ref={frame}
        className={styles.note}
        data-colour={note.colour ?? 'amber'}
        data-selected={selected || undefined}
        data-empty={note.text === '' || undefined}
        data-note={id}
        role="group"
        aria-roledescription={t('note.role')}
        aria-label={t('note.spoken', { text: note.text === '' ? t('note.empty') : note.text })}
        tabIndex={tabbable ? 0 : -1}
        onFocus={onBoxFocus(editor, key)}
      >
        {writing && !readOnly ? <NoteField id={id} text={note.text} /> : far ? null : note.text || t('note.empty')}
      </section>
    </>
  )
})

function NoteField({ id, text }: { readonly id: string; readonly text: string }) {
  const { t } = useTranslation('groups')
  const dispatch = useDispatch()
  const { document } = useOpenDocument()
  const session = useSessionStore()
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    field.current?.focus()
    const end = field.current?.value.length ?? 0
    field.current?.setSelectionRange(end, end)
  }, [])
  const close = (back: boolean): void => {
    document.getState().endStep()
    const { renaming, set } = session.getState()
    if (renaming === `:n:${id}`) set({ renaming: undefined, ...(back ? { focusAsked: `:n:${id}` } : {}) })
  }
  return (
    <textarea
      ref={field}
      className={`${styles.noteField} nodrag nopan nowheel`}
      aria-label={t('note.field')}
      maxLength={MAX_NOTE}
      value={text}
      onChange={(event) => dispatch(changeNote(id, { text: event.currentTarget.value }))}
      onBlur={() => close(false)}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.nativeEvent.isComposing) return
        if (event.key === 'Escape' || (event.key === 'Enter' && (event.ctrlKey || event.metaKey))) close(true)
      }}
    />
  )
}
