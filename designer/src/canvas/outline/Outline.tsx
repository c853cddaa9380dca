import { type KeyboardEvent, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useDocument } from '../../document/DocumentProvider.tsx'
import { foldedNodes } from '../../document/groups.ts'
import { EmptyCanvas } from '../frame/EmptyCanvas.tsx'
import { useEditor } from '../use-editor.ts'
import { OutlineGroup, OutlineNote } from './OutlineBox.tsx'
import { OutlineItem } from './OutlineItem.tsx'
import styles from './outline.module.css'
import { foldRows, outlineRows } from './outline-rows.ts'

/** The flow as an indented list: the same commands as on the canvas, for those who read or work without a picture. */
export function Outline() {
  const { t } = useTranslation(['canvas', 'groups'])
  const editor = useEditor()
  const flow = useDocument((state) => state.flow)
  const layout = useDocument((state) => state.layout)
  const catalogue = useDocument((state) => state.catalogue)
  const rows = useMemo(
    () => foldRows(outlineRows(flow, layout, catalogue), foldedNodes(layout)),
    [flow, layout, catalogue],
  )
  const notes = Object.keys(layout.notes ?? {})
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step === 0 || event.altKey || event.ctrlKey) return
    const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-outline-row]')]
    const at = items.findIndex((item) => item.contains(document.activeElement))
    const next = items[Math.max(0, Math.min(items.length - 1, at + step))]
    const id = next?.dataset.outlineRow
    if (event.shiftKey && id !== undefined) {
      const { selection, select, set } = editor.session.getState()
      select([...selection, id])
      set({ focus: id })
    }
    next?.focus()
    event.preventDefault()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the rows inside take the focus; arrows walk between them.
    <div className={styles.outline} data-canvas onKeyDown={onKeyDown}>
      <ol className={styles.rows} aria-label={t('outline.label')}>
        {rows.map((row) =>
          row.group === undefined ? (
            <OutlineItem key={row.key} row={row} />
          ) : (
            <OutlineGroup key={row.key} id={row.group} depth={row.depth} />
          ),
        )}
      </ol>
      {notes.length > 0 ? (
        <ul className={styles.rows} aria-label={t('groups:note.list')}>
          {notes.map((id) => (
            <OutlineNote key={id} id={id} />
          ))}
        </ul>
      ) : null}
      <EmptyCanvas />
    </div>
  )
}
