import { ActionIcon, VisuallyHidden } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { type ClipboardEvent, type KeyboardEvent, memo, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { extraColumns, type GridRow, type RowFault } from './table-model.ts'
import { dayOf, dayShown } from './table-text.ts'
import styles from './tables.module.css'

const ROW = 36
const IN_SIGHT = 24
const SPARE = 6

/** What the grid is given. */
export interface CodeGridProps {
  readonly rows: readonly GridRow[]
  readonly faults: ReadonlyMap<number, RowFault>
  readonly disabled: boolean
  readonly onChange: (row: GridRow) => void
  readonly onRemove: (key: number) => void
  /** Several cells were pasted. */
  readonly onPasteRows: (text: string) => void
}

/** Rows to type in, like a spreadsheet; only those in sight are in the document, so 100,000 rows stay quick. */
export function CodeGrid({ rows, faults, disabled, onChange, onRemove, onPasteRows }: CodeGridProps) {
  const { t } = useTranslation('tables')
  const body = useRef<HTMLDivElement>(null)
  const [top, setTop] = useState(0)
  const extras = useMemo(() => extraColumns(rows).slice(0, 6), [rows])
  const from = Math.max(0, Math.floor(top / ROW) - SPARE)
  const shown = rows.slice(from, from + IN_SIGHT + SPARE * 2)
  const onPaste = (event: ClipboardEvent) => {
    const text = event.clipboardData.getData('text')
    if (disabled || !/[\t\n]/.test(text.trim())) return
    event.preventDefault()
    onPasteRows(text)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp' && event.key !== 'Enter') return
    const cell = event.target instanceof HTMLElement ? event.target.dataset.cell : undefined
    const [row = '', column = ''] = cell?.split(':') ?? []
    if (column === '') return
    event.preventDefault()
    const next = Math.max(0, Math.min(rows.length - 1, Number(row) + (event.key === 'ArrowUp' ? -1 : 1)))
    const box = body.current
    if (!box) return
    if (next * ROW < box.scrollTop) box.scrollTop = next * ROW
    if ((next + 2) * ROW > box.scrollTop + box.clientHeight) box.scrollTop = (next + 2) * ROW - box.clientHeight
    requestAnimationFrame(() => box.querySelector<HTMLElement>(`[data-cell="${next}:${column}"]`)?.focus())
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys and paste come from the inputs inside
    <div
      ref={body}
      className={styles.grid}
      onPaste={onPaste}
      onKeyDown={onKeyDown}
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
    >
      <table aria-label={t('grid')} aria-rowcount={rows.length + 1}>
        <thead>
          <tr>
            <th className={styles.codeColumn}>{t('columns.code')}</th>
            <th>{t('columns.name')}</th>
            <th className={styles.dayColumn}>{t('columns.from')}</th>
            <th className={styles.dayColumn}>{t('columns.to')}</th>
            {extras.map((name) => (
              <th key={name} className={styles.codeColumn}>
                {name}
              </th>
            ))}
            <th className={styles.toolColumn}>
              <VisuallyHidden>{t('columns.tools')}</VisuallyHidden>
            </th>
          </tr>
        </thead>
        <tbody>
          {from > 0 ? <tr style={{ height: from * ROW }} aria-hidden /> : null}
          {shown.map((row, at) => (
            <Row
              key={row.key}
              row={row}
              at={from + at}
              extras={extras}
              fault={faults.get(row.key)}
              disabled={disabled}
              onChange={onChange}
              onRemove={onRemove}
            />
          ))}
          {from + shown.length < rows.length ? (
            <tr style={{ height: (rows.length - from - shown.length) * ROW }} aria-hidden />
          ) : null}
        </tbody>
      </table>
    </div>
  )
}

interface RowProps {
  readonly row: GridRow
  readonly at: number
  readonly extras: readonly string[]
  readonly fault: RowFault | undefined
  readonly disabled: boolean
  readonly onChange: (row: GridRow) => void
  readonly onRemove: (key: number) => void
}

const Row = memo(function Row({ row, at, extras, fault, disabled, onChange, onRemove }: RowProps) {
  const { t } = useTranslation('tables')
  const text = (name: string, label: string, value: string, change: (value: string) => void) => (
    <td key={name}>
      <input
        data-cell={`${at}:${name}`}
        aria-label={`${label} ${at + 1}`}
        aria-invalid={(name === 'code' && fault !== undefined) || undefined}
        title={name === 'code' && fault ? t(`faults.${fault}`) : undefined}
        value={value}
        readOnly={disabled}
        spellCheck={false}
        onChange={(event) => change(event.currentTarget.value)}
      />
    </td>
  )
  return (
    <tr className={styles.gridRow} aria-rowindex={at + 2} data-fault={fault}>
      {text('code', t('columns.code'), row.code, (code) => onChange({ ...row, code }))}
      {text('name', t('columns.name'), row.name, (name) => onChange({ ...row, name }))}
      <DayCell
        at={at}
        name="from"
        label={t('columns.from')}
        value={row.from}
        disabled={disabled}
        onChange={(from) => onChange(withDay(row, 'from', from))}
      />
      <DayCell
        at={at}
        name="to"
        label={t('columns.to')}
        value={row.to}
        disabled={disabled}
        onChange={(to) => onChange(withDay(row, 'to', to))}
      />
      {extras.map((name) =>
        text(`x-${name}`, name, String(row.extra?.[name] ?? ''), (value) =>
          onChange({ ...row, extra: { ...row.extra, [name]: value } }),
        ),
      )}
      <td>
        {disabled ? null : (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('removeRow', { number: at + 1 })}
            onClick={() => onRemove(row.key)}
          >
            <IconTrash size={16} />
          </ActionIcon>
        )}
      </td>
    </tr>
  )
})

function withDay(row: GridRow, name: 'from' | 'to', day: string | undefined): GridRow {
  const { [name]: _old, ...rest } = row
  return day === undefined ? rest : { ...rest, [name]: day }
}

function DayCell({
  at,
  name,
  label,
  value,
  disabled,
  onChange,
}: {
  at: number
  name: string
  label: string
  value: string | undefined
  disabled: boolean
  onChange: (day: string | undefined) => void
}) {
  const { t } = useTranslation('tables')
  const [typed, setTyped] = useState<string>()
  const wrong = typed !== undefined && dayOf(typed) === null
  return (
    <td>
      <input
        data-cell={`${at}:${name}`}
        aria-label={`${label} ${at + 1}`}
        aria-invalid={wrong || undefined}
        title={wrong ? t('faults.day') : undefined}
        placeholder="dd/MM/yyyy"
        value={typed ?? dayShown(value)}
        readOnly={disabled}
        onChange={(event) => {
          const text = event.currentTarget.value
          setTyped(text)
          const day = dayOf(text)
          if (day !== null) onChange(day)
        }}
        onBlur={() => {
          if (!wrong) setTyped(undefined)
        }}
      />
    </td>
  )
}
