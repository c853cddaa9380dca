import { type KeyboardEvent, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useDocument } from '../../document/DocumentProvider.tsx'
import { EmptyCanvas } from '../frame/EmptyCanvas.tsx'
import { OutlineItem } from './OutlineItem.tsx'
import styles from './outline.module.css'
import { outlineRows } from './outline-rows.ts'

/** The flow as an indented list: the same commands as on the canvas, for those who read or work without a picture. */
export function Outline() {
  const { t } = useTranslation('canvas')
  const flow = useDocument((state) => state.flow)
  const layout = useDocument((state) => state.layout)
  const catalogue = useDocument((state) => state.catalogue)
  const rows = useMemo(() => outlineRows(flow, layout, catalogue), [flow, layout, catalogue])
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step === 0 || event.altKey || event.ctrlKey) return
    const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-outline-row]')]
    const at = items.findIndex((item) => item.contains(document.activeElement))
    items[Math.max(0, Math.min(items.length - 1, at + step))]?.focus()
    event.preventDefault()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the rows inside take the focus; arrows walk between them.
    <div className={styles.outline} data-canvas onKeyDown={onKeyDown}>
      <ol className={styles.rows} aria-label={t('outline.label')}>
        {rows.map((row) => (
          <OutlineItem key={row.key} row={row} />
        ))}
      </ol>
      <EmptyCanvas />
    </div>
  )
}
