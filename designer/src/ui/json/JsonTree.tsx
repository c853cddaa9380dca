import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CopyButton } from '../CopyButton.tsx'
import styles from './json.module.css'
import { type Difference, differenceAt, type JsonDiff } from './json-diff.ts'
import { type JsonRow, jsonRows, openDepth } from './json-rows.ts'

const ROW = 24
const SPARE = 8

/** A JSON value as a tree; only the lines in sight are in the document, so a large body stays quick. */
export function JsonTree({
  value,
  diff,
  openAll,
  height,
  label,
}: {
  value: unknown
  diff?: JsonDiff | undefined
  openAll?: boolean | undefined
  height: number | 'fill'
  label: string
}) {
  const id = useId()
  const box = useRef<HTMLDivElement>(null)
  const firstDepth = useMemo(() => openDepth(value, 120), [value])
  const [flipped, setFlipped] = useState<ReadonlySet<string>>(new Set())
  const [top, setTop] = useState(0)
  const [active, setActive] = useState(0)
  const rows = useMemo(() => {
    const byDefault = (depth: number) => (openAll === undefined ? depth < firstDepth : openAll || depth === 0)
    return jsonRows(value, (path, depth) => byDefault(depth) !== flipped.has(path))
  }, [value, flipped, firstDepth, openAll])

  const inSight = height === 'fill' ? 60 : Math.ceil(height / ROW)
  const from = Math.max(0, Math.floor(top / ROW) - SPARE)
  const to = Math.min(rows.length, from + inSight + SPARE * 2)

  const flip = (path: string) =>
    setFlipped((old) => {
      const next = new Set(old)
      if (!next.delete(path)) next.add(path)
      return next
    })
  const go = (at: number) => {
    const next = Math.max(0, Math.min(rows.length - 1, at))
    setActive(next)
    const element = box.current
    if (!element) return
    if (next * ROW < element.scrollTop) element.scrollTop = next * ROW
    else if ((next + 1) * ROW > element.scrollTop + element.clientHeight)
      element.scrollTop = (next + 1) * ROW - element.clientHeight
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[active]
    if (!row) return
    const step = stepOf(event.key, row)
    if (!step || event.target !== event.currentTarget) return
    event.preventDefault()
    if (step === 'flip') flip(row.path)
    else if (step === 'parent') go(rows.findLastIndex((it, at) => at < active && it.depth < row.depth))
    else if (step === 'last') go(rows.length - 1)
    else go(step === 'first' ? 0 : active + (step === 'next' ? 1 : -1))
  }
  return (
    <div
      ref={box}
      className={styles.tree}
      style={height === 'fill' ? {} : { maxHeight: height }}
      role="tree"
      aria-label={label}
      aria-activedescendant={`${id}-${active}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
    >
      <div style={{ height: rows.length * ROW, position: 'relative', minWidth: 'fit-content' }} role="presentation">
        {rows.slice(from, to).map((row, at) => (
          <Row
            key={row.path}
            id={`${id}-${from + at}`}
            row={row}
            top={(from + at) * ROW}
            active={from + at === active}
            difference={diff ? differenceAt(diff, row.path) : undefined}
            from={diff?.from?.get(row.path)}
            onPick={() => {
              setActive(from + at)
              if (row.size > 0) flip(row.path)
            }}
          />
        ))}
      </div>
    </div>
  )
}

type Step = 'next' | 'previous' | 'first' | 'last' | 'parent' | 'flip'

/** What a key means in a tree (WAI-ARIA tree pattern). */
function stepOf(key: string, row: JsonRow): Step | undefined {
  if (key === 'ArrowDown') return 'next'
  if (key === 'ArrowUp') return 'previous'
  if (key === 'Home') return 'first'
  if (key === 'End') return 'last'
  if (key === 'ArrowRight') return row.size > 0 && !row.open ? 'flip' : 'next'
  if (key === 'ArrowLeft') return row.open ? 'flip' : 'parent'
  return key === 'Enter' && row.size > 0 ? 'flip' : undefined
}

function Row({
  id,
  row,
  top,
  active,
  difference,
  from,
  onPick,
}: {
  id: string
  row: JsonRow
  top: number
  active: boolean
  difference: Difference | undefined
  from: string | undefined
  onPick: () => void
}) {
  const { t } = useTranslation()
  const branch = row.kind === 'object' || row.kind === 'array'
  const size = row.kind === 'array' ? t('json.items', { count: row.size }) : t('json.fields', { count: row.size })
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the tree, as the tree pattern asks
    <div
      id={id}
      role="treeitem"
      tabIndex={-1}
      aria-level={row.depth + 1}
      aria-selected={active}
      {...(row.size > 0 ? { 'aria-expanded': row.open } : {})}
      className={styles.row}
      data-active={active || undefined}
      data-difference={difference}
      style={{ top, paddingLeft: 4 + row.depth * 16 }}
      onClick={onPick}
    >
      <span className={styles.arrow} aria-hidden>
        {row.size > 0 ? row.open ? <IconChevronDown size={16} /> : <IconChevronRight size={16} /> : null}
      </span>
      {row.name === '' ? null : <span className={styles.name}>{row.name}</span>}
      {branch ? <span className={styles.size}>{size}</span> : <Leaf row={row} />}
      {difference ? <span className={styles.mark}>{t(`json.${difference}`)}</span> : null}
      {from === undefined ? null : <span className={styles.mark}>{t('json.from', { place: from })}</span>}
      {row.path === '' ? null : (
        <span className={styles.copy}>
          <CopyButton text={row.path} label={t('json.copyPath')} />
        </span>
      )}
    </div>
  )
}

function Leaf({ row }: { row: JsonRow }) {
  return (
    <span className={styles.value} data-kind={row.kind} title={row.shown.length > 60 ? row.shown : undefined}>
      {row.kind === 'text' ? `"${row.shown}"` : row.shown}
    </span>
  )
}
