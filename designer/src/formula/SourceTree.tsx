import { TextInput } from '@mantine/core'
import { IconChevronDown, IconChevronRight, IconList, IconSearch } from '@tabler/icons-react'
import { type KeyboardEvent, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { matchesText } from '#shared/text/fold-text.ts'
import { FIELD_DRAG } from './drag.ts'
import styles from './formula.module.css'
import type { SourceField } from './source-tree.ts'

interface Row {
  readonly field: SourceField
  readonly depth: number
  readonly open: boolean
}

/** The fields that can be used, as a tree: a click or Enter picks, dragging carries the path. */
export function SourceTree({
  fields,
  label,
  onPick,
  used,
  canPick,
}: {
  readonly fields: readonly SourceField[]
  readonly label: string
  readonly onPick: (field: SourceField) => void
  /** Paths that are in use already; they are marked. */
  readonly used?: ReadonlySet<string> | undefined
  readonly canPick?: ((field: SourceField) => boolean) | undefined
}) {
  const { t } = useTranslation('formula')
  const tree = useRef<HTMLDivElement>(null)
  const [query, setQuery] = useState('')
  const [flipped, setFlipped] = useState<ReadonlySet<string>>(new Set())
  const [active, setActive] = useState(0)
  const rows = useMemo(() => rowsOf(fields, query, flipped), [fields, query, flipped])
  const flip = (path: string) =>
    setFlipped((old) => {
      const next = new Set(old)
      if (!next.delete(path)) next.add(path)
      return next
    })
  const pick = (field: SourceField) => {
    if (canPick?.(field) ?? true) onPick(field)
    else flip(field.path)
  }
  const go = (at: number) => {
    const next = Math.max(0, Math.min(rows.length - 1, at))
    setActive(next)
    tree.current?.querySelectorAll<HTMLElement>('[role="treeitem"]')[next]?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[active]
    if (!row || event.ctrlKey || event.altKey || event.metaKey) return
    if (event.key === 'ArrowDown') go(active + 1)
    else if (event.key === 'ArrowUp') go(active - 1)
    else if (event.key === 'Home') go(0)
    else if (event.key === 'End') go(rows.length - 1)
    else if (event.key === 'ArrowRight' && row.field.children.length > 0 && !row.open) flip(row.field.path)
    else if (event.key === 'ArrowRight') go(active + 1)
    else if (event.key === 'ArrowLeft' && row.open) flip(row.field.path)
    else if (event.key === 'ArrowLeft') go(rows.findLastIndex((it, at) => at < active && it.depth < row.depth))
    else if (event.key === 'Enter' || event.key === ' ') pick(row.field)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div className={styles.source}>
      <TextInput
        size="xs"
        aria-label={t('source.search')}
        placeholder={t('source.search')}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
      />
      <div ref={tree} role="tree" aria-label={label} className={styles.tree} onKeyDown={onKeyDown}>
        {rows.map((row, at) => (
          <TreeRow
            key={row.field.path}
            row={row}
            first={at === Math.min(active, rows.length - 1)}
            used={used?.has(row.field.path) ?? false}
            onFlip={() => flip(row.field.path)}
            onPick={() => {
              setActive(at)
              pick(row.field)
            }}
          />
        ))}
        {rows.length === 0 ? <p className={styles.dim}>{t('source.none')}</p> : null}
      </div>
    </div>
  )
}

function TreeRow({
  row: { field, depth, open },
  first,
  used,
  onFlip,
  onPick,
}: {
  readonly row: Row
  readonly first: boolean
  readonly used: boolean
  readonly onFlip: () => void
  readonly onPick: () => void
}) {
  const { t } = useTranslation('formula')
  const Arrow = open ? IconChevronDown : IconChevronRight
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the tree, as the tree pattern asks
    <div
      role="treeitem"
      tabIndex={first ? 0 : -1}
      aria-level={depth + 1}
      aria-selected={false}
      {...(field.children.length > 0 ? { 'aria-expanded': open } : {})}
      className={styles.treeRow}
      data-source={field.path}
      data-used={used || undefined}
      style={{ paddingLeft: 4 + depth * 16 }}
      title={field.path}
      draggable
      onDragStart={(event) => {
        event.dataTransfer.setData(FIELD_DRAG, field.path)
        event.dataTransfer.setData('text/plain', field.path)
        event.dataTransfer.effectAllowed = 'copy'
      }}
      onClick={onPick}
    >
      {field.children.length > 0 ? (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the arrow keys open and close, as the tree pattern asks
        // biome-ignore lint/a11y/noStaticElementInteractions: part of the tree item
        <span
          className={styles.arrow}
          onClick={(event) => {
            event.stopPropagation()
            onFlip()
          }}
        >
          <Arrow size={16} aria-hidden />
        </span>
      ) : (
        <span className={styles.arrow} />
      )}
      <span className={styles.fieldName}>{field.name}</span>
      {field.kind === 'list' ? <IconList size={16} aria-label={t('source.list')} /> : null}
      <span className={styles.example}>{field.example}</span>
    </div>
  )
}

/** The visible rows. With a query: what matches, with everything above it. Deep levels start closed. */
function rowsOf(fields: readonly SourceField[], query: string, flipped: ReadonlySet<string>): readonly Row[] {
  const searching = query.trim() !== ''
  const hits = (field: SourceField): boolean =>
    matchesText(query, [field.path, field.example]) || field.children.some(hits)
  const walk = (list: readonly SourceField[], depth: number): readonly Row[] =>
    list.flatMap((field): readonly Row[] => {
      if (searching && !hits(field)) return []
      const byDefault = depth < 2 && !field.path.startsWith('$')
      const open = field.children.length > 0 && (searching || byDefault !== flipped.has(field.path))
      return [{ field, depth, open }, ...(open ? walk(field.children, depth + 1) : [])]
    })
  return walk(fields, 0)
}
