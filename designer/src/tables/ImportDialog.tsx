import { Button, Checkbox, Group, Loader, Modal, Select, Stack, Table } from '@mantine/core'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Sheet } from '#shared/sheet/sheet-fault.ts'
import type { Text } from '#shared/text/text.ts'
import { useNumber, useText } from '../i18n/use-text.ts'
import { readInWorker } from './sheet/read-in-worker.ts'
import type { ReadChoices } from './sheet/read-sheet.ts'
import { LEGACY_NAMES } from './sheet/text-encoding.ts'
import { type BadRow, type CodeRow, type Column, type ColumnPlan, guessPlan, readRows, widthOf } from './table-text.ts'
import styles from './tables.module.css'

/** A file that was chosen, or what was pasted. */
export type ImportSource = { readonly name: string } & ({ readonly file: File } | { readonly text: string })

interface Ends {
  readonly onMerge: (rows: readonly CodeRow[]) => void
  readonly onReplace: (rows: readonly CodeRow[]) => void
  readonly onClose: () => void
}

/** Shows what a file holds, lets the officer say which column is what, and only then takes its rows. */
export function ImportDialog({ source, ...ends }: Ends & { readonly source: ImportSource | undefined }) {
  const { t } = useTranslation('tables')
  return (
    <Modal
      opened={source !== undefined}
      onClose={ends.onClose}
      size="xl"
      title={t('import.title', { name: source?.name })}
    >
      {source ? <Importer source={source} {...ends} /> : null}
    </Modal>
  )
}

interface Reading {
  readonly sheet?: Sheet
  readonly fault?: Text
}

function useReading(source: ImportSource, choices: ReadChoices): Reading | undefined {
  const [reading, setReading] = useState<Reading>()
  useEffect(() => {
    const stop = new AbortController()
    const read = async () => {
      const bytes = 'file' in source ? await source.file.arrayBuffer() : new TextEncoder().encode(source.text)
      const answer = await readInWorker(new Uint8Array(bytes), choices, stop.signal)
      if (!stop.signal.aborted) setReading(answer)
    }
    setReading(undefined)
    read().catch(() => setReading({ fault: { vi: 'Không đọc được tệp này', en: 'This file cannot be read' } }))
    return () => stop.abort()
  }, [source, choices])
  return reading
}

function Importer({ source, onMerge, onReplace, onClose }: Ends & { readonly source: ImportSource }) {
  const { t } = useTranslation(['tables', 'common'])
  const text = useText()
  const number = useNumber()
  const [choices, setChoices] = useState<ReadChoices>({})
  const [own, setOwn] = useState<ColumnPlan>()
  const reading = useReading(source, choices)
  const sheet = reading?.sheet
  const plan = useMemo(() => own ?? guessPlan(sheet?.rows ?? []), [own, sheet])
  const read = useMemo(() => (sheet ? readRows(sheet, plan) : undefined), [sheet, plan])
  const choose = (next: ReadChoices) => {
    setChoices(next)
    setOwn(undefined)
  }
  const end = (take: Ends['onMerge']) => () => {
    if (read) take(read.rows)
    onClose()
  }
  const none = !read || read.rows.length === 0
  const lostZeros = plan.code === undefined ? 0 : (sheet?.bare[plan.code] ?? 0)
  return (
    <Stack gap={12}>
      <FileChoices source={source} sheet={sheet} choices={choices} onChoose={choose} />
      {reading ? null : <Loader size="sm" aria-label={t('import.reading')} />}
      {reading?.fault ? (
        <p className={styles.fault} role="alert">
          {text(reading.fault)}
        </p>
      ) : null}
      {sheet && read ? (
        <>
          <ColumnChoices sheet={sheet} plan={plan} onPlan={setOwn} />
          <Preview rows={read.rows} />
          <p role="status">
            <strong>{t('import.found', { count: number(read.rows.length) })}</strong>
            {read.bad.length > 0 ? ` ${t('import.leftOut', { count: number(read.bad.length) })}` : ''}
          </p>
          {lostZeros > 0 ? <p className={styles.fault}>{t('import.lostZeros', { count: number(lostZeros) })}</p> : null}
          <BadRows bad={read.bad} />
        </>
      ) : null}
      <Group justify="flex-end" gap={8}>
        <Button variant="default" onClick={onClose}>
          {t('common:actions.cancel')}
        </Button>
        <Button variant="default" disabled={none} onClick={end(onReplace)}>
          {t('import.replace')}
        </Button>
        <Button disabled={none} onClick={end(onMerge)}>
          {t('import.merge')}
        </Button>
      </Group>
    </Stack>
  )
}

const SEPARATORS = { semicolon: ';', comma: ',', tab: '\t', bar: '|' } as const
const SEPARATOR_NAMES = ['semicolon', 'comma', 'tab', 'bar'] as const

function FileChoices({
  source,
  sheet,
  choices,
  onChoose,
}: {
  readonly source: ImportSource
  readonly sheet: Sheet | undefined
  readonly choices: ReadChoices
  readonly onChoose: (choices: ReadChoices) => void
}) {
  const { t } = useTranslation('tables')
  if (sheet?.kind === 'xlsx')
    return (
      <Select
        label={t('import.sheet')}
        allowDeselect={false}
        data={sheet.sheets.map((label, at) => ({ value: String(at), label }))}
        value={String(choices.sheet ?? 0)}
        onChange={(next) => onChoose({ sheet: Number(next) })}
      />
    )
  if (!('file' in source) || /\.xlsx?$/i.test(source.name)) return null
  return (
    <Group gap={12} grow>
      <Select
        label={t('import.separator')}
        clearable
        placeholder={t('import.automatic')}
        data={SEPARATOR_NAMES.map((value) => ({ value, label: t(`import.separators.${value}`) }))}
        value={SEPARATOR_NAMES.find((it) => SEPARATORS[it] === choices.separator) ?? null}
        onChange={(next) => {
          const name = SEPARATOR_NAMES.find((it) => it === next)
          const { separator: _old, ...rest } = choices
          onChoose({ ...rest, ...(name ? { separator: SEPARATORS[name] } : {}) })
        }}
      />
      <Select
        label={t('import.encoding')}
        clearable
        placeholder={t('import.automatic')}
        data={LEGACY_NAMES.map((value) => ({ value, label: t(`import.encodings.${value}`) }))}
        value={choices.encoding ?? null}
        onChange={(next) => {
          const encoding = LEGACY_NAMES.find((it) => it === next)
          const { encoding: _old, ...rest } = choices
          onChoose({ ...rest, ...(encoding ? { encoding } : {}) })
        }}
      />
    </Group>
  )
}

const COLUMNS: readonly Column[] = ['code', 'name', 'from', 'to']

function ColumnChoices({
  sheet,
  plan,
  onPlan,
}: {
  readonly sheet: Sheet
  readonly plan: ColumnPlan
  readonly onPlan: (plan: ColumnPlan) => void
}) {
  const { t } = useTranslation('tables')
  const first = sheet.rows[0]?.cells ?? []
  const data = Array.from({ length: widthOf(sheet.rows) }, (_, at) => ({
    value: String(at),
    label: `${letterOf(at)}${first[at] ? ` · ${first[at].slice(0, 40)}` : ''}`,
  }))
  const set = (column: Column, next: string | null) => {
    const { [column]: _old, ...rest } = plan
    onPlan(next === null ? rest : { ...rest, [column]: Number(next) })
  }
  return (
    <>
      <Group gap={24}>
        <Checkbox
          label={t('import.header')}
          checked={plan.header}
          onChange={(event) => onPlan({ ...plan, header: event.currentTarget.checked })}
        />
        <Checkbox
          label={t('import.extras')}
          disabled={!plan.header}
          checked={plan.extras && plan.header}
          onChange={(event) => onPlan({ ...plan, extras: event.currentTarget.checked })}
        />
      </Group>
      <Group gap={12} grow align="flex-start">
        {COLUMNS.map((column) => (
          <Select
            key={column}
            label={t('import.column', { name: t(`columns.${column}`) })}
            placeholder={t('import.noColumn')}
            clearable={column !== 'code'}
            allowDeselect={false}
            searchable
            data={data}
            value={plan[column] === undefined ? null : String(plan[column])}
            onChange={(next) => set(column, next)}
          />
        ))}
      </Group>
    </>
  )
}

/** The name of a column as spreadsheets write it. */
function letterOf(at: number): string {
  return at < 26 ? String.fromCharCode(65 + at) : letterOf(Math.floor(at / 26) - 1) + letterOf(at % 26)
}

function Preview({ rows }: { readonly rows: readonly CodeRow[] }) {
  const { t } = useTranslation('tables')
  if (rows.length === 0) return null
  const extra = [...new Set(rows.slice(0, 6).flatMap((row) => Object.keys(row.extra ?? {})))].slice(0, 4)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls is reached by keyboard
    <section className={styles.preview} aria-label={t('import.preview')} tabIndex={0}>
      <Table aria-label={t('import.preview')}>
        <Table.Thead>
          <Table.Tr>
            {COLUMNS.map((column) => (
              <Table.Th key={column}>{t(`columns.${column}`)}</Table.Th>
            ))}
            {extra.map((name) => (
              <Table.Th key={name}>{name}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.slice(0, 6).map((row, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a preview have no name but their place
            <Table.Tr key={at}>
              {COLUMNS.map((column) => (
                <Table.Td key={column}>{row[column] ?? ''}</Table.Td>
              ))}
              {extra.map((name) => (
                <Table.Td key={name}>{String(row.extra?.[name] ?? '')}</Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  )
}

const SHOWN = 200

function BadRows({ bad }: { readonly bad: readonly BadRow[] }) {
  const { t } = useTranslation('tables')
  if (bad.length === 0) return null
  return (
    <details open={bad.length <= 5}>
      <summary>{t('import.badRows')}</summary>
      <ul className={styles.bad}>
        {bad.slice(0, SHOWN).map(({ number, reason }) => (
          <li key={number}>
            {t('import.badRow', { number })} {t(`import.reasons.${reason}`)}
          </li>
        ))}
        {bad.length > SHOWN ? <li>…</li> : null}
      </ul>
    </details>
  )
}
