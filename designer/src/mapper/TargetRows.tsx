import { ActionIcon, Button } from '@mantine/core'
import { IconAlertTriangle, IconFolder, IconList, IconPointFilled, IconRepeat, IconTrash } from '@tabler/icons-react'
import { type DragEvent, type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Mapping, MappingItem } from '#shared/mapping/mapping.ts'
import { FIELD_DRAG } from '../formula/drag.ts'
import { oneLine } from '../formula/PreviewLine.tsx'
import { readValue } from '../formula/value-modes.ts'
import styles from './mapper.module.css'
import { addItem, childrenOf, duplicateItem, type ItemKind, type ItemPath, kindOf } from './mapping-edits.ts'
import type { AddedPart } from './RowDetail.tsx'
import { type Choice, choiceOf, RowTags } from './RowTags.tsx'

const icons: Readonly<Record<ItemKind, typeof IconList>> = {
  leaf: IconPointFilled,
  group: IconFolder,
  list: IconRepeat,
  values: IconList,
}

interface Row {
  readonly path: ItemPath
  readonly item: MappingItem
  readonly result: unknown
  /** Its part in a choice between rows of the same name, when it is one of several. */
  readonly choice?: Choice
}

/** A place as one word: for keys and for the curves. */
export const rowKey = (path: ItemPath): string => path.join('.')

/** The rows of the target tree. Arrows walk, Enter goes to the details, Delete, Ctrl+D, Alt+arrows edit; sources drop on them. */
export function TargetRows({
  mapping,
  selected,
  disabled,
  faultAt,
  problems,
  broken,
  result,
  onSelect,
  onEdit,
  onRemove,
  onMove,
  onDrop,
}: {
  readonly mapping: Mapping
  readonly selected: ItemPath | undefined
  readonly disabled: boolean
  readonly faultAt: ItemPath | undefined
  /** By row key. */
  readonly problems: ReadonlyMap<string, readonly unknown[]>
  /** Row keys of lines whose source is gone. */
  readonly broken: ReadonlySet<string>
  readonly result: unknown
  readonly onSelect: (path: ItemPath) => void
  readonly onEdit: (mapping: Mapping, select?: ItemPath, part?: AddedPart) => void
  readonly onRemove: (path: ItemPath) => void
  readonly onMove: (path: ItemPath, by: 1 | -1) => void
  readonly onDrop: (source: string, at: ItemPath | undefined) => void
}) {
  const { t } = useTranslation('mapper')
  const tree = useRef<HTMLDivElement>(null)
  const [over, setOver] = useState<string>()
  const rows = useMemo(() => rowsOf(mapping, result), [mapping, result])
  const at = selected ? rows.findIndex((row) => rowKey(row.path) === rowKey(selected)) : -1
  const chosenKey = selected && rowKey(selected)
  // The focus follows a row that is moved, and goes to the next one when its row is gone.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a row less is a reason to look, too
  useEffect(() => {
    const active = document.activeElement
    if (chosenKey === undefined || (active !== document.body && !tree.current?.contains(active))) return
    tree.current?.querySelector<HTMLElement>(`[data-target="${chosenKey}"]`)?.focus()
  }, [chosenKey, rows.length])
  const go = (index: number) => {
    const next = Math.max(0, Math.min(rows.length - 1, index))
    const row = rows[next]
    if (!row) return
    onSelect(row.path)
    tree.current?.querySelectorAll<HTMLElement>('[role="treeitem"]')[next]?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[at]
    if (event.key === 'Insert' && !disabled) {
      event.preventDefault()
      const added = addItem(mapping, selected, { target: t('newField') })
      onEdit(added.mapping, added.path, 'name')
      return
    }
    if (!row || event.target instanceof HTMLButtonElement) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined && event.altKey) onMove(row.path, step === 1 ? 1 : -1)
    else if (step !== undefined) go(at + step)
    else if (event.key === 'Home') go(0)
    else if (event.key === 'End') go(rows.length - 1)
    else if (event.key === 'Delete' || event.key === 'Backspace') onRemove(row.path)
    else if (event.key.toLowerCase() === 'd' && event.ctrlKey) {
      const copied = duplicateItem(mapping, row.path)
      onEdit(copied.mapping, copied.path)
    } else if (event.key === 'Enter') document.getElementById('anh-xa-ten')?.focus()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const dropOn = (path: ItemPath | undefined) => ({
    onDragOver: (event: DragEvent) => {
      if (disabled || !event.dataTransfer.types.includes(FIELD_DRAG)) return
      event.preventDefault()
      event.stopPropagation()
      setOver(path ? rowKey(path) : '')
    },
    onDragLeave: () => setOver(undefined),
    onDrop: (event: DragEvent) => {
      const source = event.dataTransfer.getData(FIELD_DRAG)
      setOver(undefined)
      if (disabled || source === '') return
      event.preventDefault()
      event.stopPropagation()
      onDrop(source, path)
    },
  })
  return (
    <div className={styles.rows} data-rows="" data-over={over === '' || undefined} {...dropOn(undefined)}>
      <div ref={tree} role="tree" aria-label={t('target')} onKeyDown={onKeyDown}>
        {rows.map((row, index) => (
          <TargetRow
            key={rowKey(row.path)}
            row={row}
            chosen={index === at}
            first={index === Math.max(0, at)}
            fault={problems.has(rowKey(row.path)) || (faultAt !== undefined && rowKey(faultAt) === rowKey(row.path))}
            broken={broken.has(rowKey(row.path))}
            over={over === rowKey(row.path)}
            disabled={disabled}
            drop={dropOn(row.path)}
            onSelect={() => onSelect(row.path)}
            onRemove={() => onRemove(row.path)}
          />
        ))}
      </div>
      {rows.length === 0 ? <p className={styles.dim}>{t('empty')}</p> : null}
      {disabled ? null : (
        <Button
          variant="subtle"
          size="compact-md"
          onClick={() => {
            const added = addItem(mapping, undefined, { target: t('newField') })
            onEdit(added.mapping, added.path, 'name')
          }}
        >
          {t('addLast')}
        </Button>
      )}
    </div>
  )
}

function TargetRow({
  row: { path, item, result, choice },
  chosen,
  first,
  fault,
  broken,
  over,
  disabled,
  drop,
  onSelect,
  onRemove,
}: {
  readonly row: Row
  readonly chosen: boolean
  readonly first: boolean
  readonly fault: boolean
  readonly broken: boolean
  readonly over: boolean
  readonly disabled: boolean
  readonly drop: object
  readonly onSelect: () => void
  readonly onRemove: () => void
}) {
  const { t } = useTranslation('mapper')
  const kind = kindOf(item)
  const Icon = icons[kind]
  const source = sourceText(item)
  // Which branch of a choice made the value is not known here; it is told once, at the first.
  const madeHere = choice === undefined || choice === 'first' ? result : undefined
  const empty = kind === 'leaf' ? item.value === undefined : item.each?.over === ''
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the tree, as the tree pattern asks
    <div
      role="treeitem"
      tabIndex={first ? 0 : -1}
      aria-level={path.length}
      aria-selected={chosen}
      {...(childrenOf(item) ? { 'aria-expanded': true } : {})}
      className={styles.row}
      data-target={rowKey(path)}
      data-over={over || undefined}
      data-fault={fault || broken || undefined}
      data-choice={choice}
      data-container={childrenOf(item) ? kind : undefined}
      style={{ paddingLeft: 8 + (path.length - 1) * 20 }}
      onClick={onSelect}
      onFocus={(event) => {
        if (event.target === event.currentTarget && !chosen) onSelect()
      }}
      {...drop}
    >
      <Icon size={16} aria-label={t(`kinds.${kind}`)} />
      <span className={styles.name}>{item.target === '' ? t('unnamed') : item.target}</span>
      <RowTags item={item} choice={choice} />
      <span className={styles.from} data-empty={empty || undefined}>
        {empty ? t('noSource') : source}
      </span>
      {fault || broken ? (
        <IconAlertTriangle
          size={16}
          className={styles.faultIcon ?? ''}
          aria-label={t(broken ? 'repair.here' : 'faultHere')}
        />
      ) : null}
      <span className={styles.made} title={madeHere === undefined ? undefined : oneLine(madeHere)}>
        {madeHere === undefined || typeof madeHere === 'object' ? null : oneLine(madeHere)}
      </span>
      {disabled ? null : (
        <ActionIcon
          variant="subtle"
          color="gray"
          size={24}
          tabIndex={-1}
          aria-label={t('removeRow', { name: item.target })}
          onClick={(event) => {
            event.stopPropagation()
            onRemove()
          }}
        >
          <IconTrash size={16} />
        </ActionIcon>
      )}
    </div>
  )
}

/** Where a row's content comes from, in short. */
function sourceText(item: MappingItem): string {
  if (item.each) return item.each.over
  const read = readValue(item.value)
  if (!read) return ''
  return read.mode === 'literal' ? oneLine(read.value) : read.mode === 'expr' ? `ƒ ${read.value}` : read.value
}

/** All rows in order with what the example gives them; inside lists that of the first item. */
function rowsOf(mapping: Mapping, result: unknown, at: ItemPath = []): readonly Row[] {
  return mapping.flatMap((item, index): readonly Row[] => {
    const path = [...at, index]
    const made = fieldOf(result, item.target)
    const inner = Array.isArray(made) ? made[0] : made
    return [
      { path, item, result: made, choice: choiceOf(mapping, index) },
      ...rowsOf(childrenOf(item) ?? [], inner, path),
    ]
  })
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined
}
