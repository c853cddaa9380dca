import { ActionIcon } from '@mantine/core'
import { IconNote, IconStack2 } from '@tabler/icons-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useDocument } from '../../document/DocumentProvider.tsx'
import { groupOf, membersOf } from '../../document/groups.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { useEditor } from '../use-editor.ts'
import { groupKey, noteKey } from '../view/boxes.ts'
import { useRoving } from '../view/use-roving.ts'
import styles from './outline.module.css'

/** A collapsed group as one line; Enter or the button opens it. */
export function OutlineGroup({ id, depth }: { readonly id: string; readonly depth: number }) {
  const { t } = useTranslation('groups')
  const editor = useEditor()
  const key = groupKey(id)
  const group = useDocument((state) => groupOf(state.layout, id))
  const count = useDocument((state) => membersOf(state.layout, id).length)
  const selected = useSession((state) => state.boxes.has(key))
  const frame = useRef<HTMLLIElement>(null)
  const tabbable = useRoving(key, frame)
  if (!group) return null
  return (
    <li
      ref={frame}
      className={styles.row}
      style={{ paddingInlineStart: 12 + depth * 28 }}
      data-outline-row={key}
      data-selected={selected || undefined}
      aria-current={selected || undefined}
      aria-label={`${t('spoken', { title: group.title, count })}, ${t('collapsed')}`}
      tabIndex={tabbable ? 0 : -1}
      onFocus={(event) => {
        if (event.target === event.currentTarget && !selected) editor.chooseBox(key)
      }}
      onDoubleClick={() => editor.foldGroup(id, false)}
    >
      <IconStack2 size={24} aria-hidden />
      <span className={styles.words}>
        <strong>{group.title}</strong>
        <span className={styles.subtitle}>
          {t('count', { count })}
          {group.description ? ` · ${group.description}` : ''}
        </span>
      </span>
      <ActionIcon
        size={32}
        variant="subtle"
        aria-label={t('expand')}
        title={t('expand')}
        onClick={() => editor.foldGroup(id, false)}
      >
        <IconStack2 size={18} />
      </ActionIcon>
    </li>
  )
}

/** A note of the canvas as a line; selected, it is written in the panel at the right. */
export function OutlineNote({ id }: { readonly id: string }) {
  const { t } = useTranslation('groups')
  const editor = useEditor()
  const key = noteKey(id)
  const note = useDocument((state) => state.layout.notes?.[id])
  const selected = useSession((state) => state.boxes.has(key))
  const frame = useRef<HTMLLIElement>(null)
  const tabbable = useRoving(key, frame)
  if (!note) return null
  const text = note.text === '' ? t('note.empty') : note.text
  return (
    <li
      ref={frame}
      className={styles.row}
      data-outline-row={key}
      data-selected={selected || undefined}
      aria-current={selected || undefined}
      aria-label={t('note.spoken', { text })}
      tabIndex={tabbable ? 0 : -1}
      onFocus={(event) => {
        if (event.target === event.currentTarget && !selected) editor.chooseBox(key)
      }}
    >
      <IconNote size={24} aria-hidden />
      <span className={styles.noteText}>{text}</span>
    </li>
  )
}
