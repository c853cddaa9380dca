import { Button, FileButton, TextInput } from '@mantine/core'
import { IconArrowLeft, IconFileExport, IconFileImport, IconPlus, IconSearch } from '@tabler/icons-react'
import { useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import type { CodeTable } from '#shared/api/platform.ts'
import { parseCells } from '#shared/text/cells.ts'
import { useAction, useHolds, useOperation } from '../api/api-context.ts'
import { useNumber } from '../i18n/use-text.ts'
import { ConfirmDialog, type Question } from '../ui/ConfirmDialog.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorCard } from '../ui/ErrorCard.tsx'
import { Loaded } from '../ui/Loaded.tsx'
import { notifyDone } from '../ui/notify.ts'
import { Page, PageHeader } from '../ui/PageHeader.tsx'
import { readFileText } from '../ui/read-file-text.ts'
import { CodeGrid } from './CodeGrid.tsx'
import { csvOf } from './export-csv.ts'
import { faultsOf, foundRows, type GridRow, mergedRows, numbered, rowsOnDay, sentRow } from './table-model.ts'
import { readRows } from './table-text.ts'
import styles from './tables.module.css'

/** One code table as a grid. */
export default function TableEditor({ id }: { id: string }) {
  const { t } = useTranslation('tables')
  const query = useOperation('getTable', { params: { id } })
  if (query.data) return <Editor table={query.data} />
  return (
    <Page header={<PageHeader title={t('title')} />}>
      <Loaded query={query}>{() => null}</Loaded>
    </Page>
  )
}

/** What was read from the clipboard or a file, to be confirmed before it enters the grid. */
interface Incoming {
  readonly read: ReturnType<typeof readRows>
  readonly from: string
}

function useGrid(table: CodeTable) {
  const next = useRef(table.rows.length)
  const [rows, setRows] = useState<readonly GridRow[]>(() => numbered(table.rows, 0))
  const [dirty, setDirty] = useState(false)
  const change = (make: (rows: readonly GridRow[]) => readonly GridRow[]) => {
    setRows(make)
    setDirty(true)
  }
  const withNumbers = (added: readonly CodeTable['rows'][number][]) => {
    const fresh = numbered(added, next.current)
    next.current += added.length
    return fresh
  }
  return {
    rows,
    dirty,
    setDirty,
    set: (row: GridRow) => change((old) => old.map((it) => (it.key === row.key ? row : it))),
    remove: (key: number) => change((old) => old.filter((it) => it.key !== key)),
    append: (added: readonly CodeTable['rows'][number][]) => {
      const fresh = withNumbers(added)
      change((old) => [...old, ...fresh])
    },
    merge: (added: readonly CodeTable['rows'][number][]) => {
      const first = next.current
      next.current += added.length
      change((old) => mergedRows(old, added, first))
    },
    replace: (all: readonly CodeTable['rows'][number][]) => {
      const fresh = withNumbers(all)
      change(() => fresh)
    },
  }
}

function Editor({ table }: { table: CodeTable }) {
  const { t } = useTranslation(['tables', 'common'])
  const number = useNumber()
  const go = useNavigate()
  const mayChange = useHolds('designer')
  const save = useAction('saveTable', ['listTables', 'getTable'])
  const remove = useAction('deleteTable', ['listTables'])
  const grid = useGrid(table)
  const [title, setTitle] = useState(table.title)
  const [words, setWords] = useState('')
  const [day, setDay] = useState('')
  const [incoming, setIncoming] = useState<Incoming>()
  const [question, setQuestion] = useState<Question>()
  const faults = useMemo(() => faultsOf(grid.rows), [grid.rows])
  const shown = useMemo(() => rowsOnDay(foundRows(grid.rows, words), day), [grid.rows, words, day])
  const store = () =>
    save.mutate(
      { params: { id: table.id }, body: { title: title.trim(), rows: grid.rows.map(sentRow) } },
      {
        onSuccess: () => {
          grid.setDirty(false)
          notifyDone(t('saved', { title: title.trim() }))
        },
      },
    )
  const take = (text: string, from: string) => setIncoming({ read: readRows(parseCells(text)), from })
  const askDelete = () =>
    setQuestion({
      title: t('delete.title', { title: table.title }),
      body: t('delete.body'),
      typed: table.id,
      action: t('delete.action'),
      danger: true,
      run: () => remove.mutateAsync({ params: { id: table.id } }).then(() => void go('/danh-muc')),
    })
  const firstFault = [...faults.values()][0]
  return (
    <Page
      header={
        <PageHeader title={table.title} lead={`${table.id} · ${t('count', { count: number(grid.rows.length) })}`}>
          <Button variant="subtle" leftSection={<IconArrowLeft size={16} />} component={Link} to="/danh-muc">
            {t('back')}
          </Button>
          {mayChange ? (
            <>
              <FileButton
                accept=".csv,.txt,.tsv,text/csv,text/plain"
                onChange={(file) => file && void readFileText(file).then((text) => take(text, file.name))}
              >
                {(props) => (
                  <Button variant="default" leftSection={<IconFileImport size={16} />} {...props}>
                    {t('import.button')}
                  </Button>
                )}
              </FileButton>
              <Button
                loading={save.isPending}
                disabled={(!grid.dirty && title === table.title) || faults.size > 0 || title.trim() === ''}
                onClick={store}
              >
                {t('common:actions.save')}
              </Button>
            </>
          ) : null}
        </PageHeader>
      }
    >
      <div className={styles.editor}>
        <div className={styles.bar}>
          <TextInput
            label={t('name')}
            className={styles.name ?? ''}
            disabled={!mayChange}
            maxLength={200}
            value={title}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
          <TextInput
            aria-label={t('find')}
            placeholder={t('find')}
            leftSection={<IconSearch size={16} />}
            w={240}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
          />
          <TextInput
            type="date"
            label={t('onDay')}
            value={day}
            onChange={(event) => setDay(event.currentTarget.value)}
          />
          <Button
            variant="default"
            leftSection={<IconFileExport size={16} />}
            disabled={grid.rows.length === 0}
            onClick={() => download(`${table.id}.csv`, csvOf(grid.rows.map(sentRow), headingsOf(t)))}
          >
            {t('export')}
          </Button>
          {mayChange ? (
            <>
              <Button
                variant="default"
                leftSection={<IconPlus size={16} />}
                onClick={() => {
                  setWords('')
                  setDay('')
                  grid.append([{ code: '', name: '' }])
                }}
              >
                {t('addRow')}
              </Button>
              <Button variant="default" c="var(--lt-error)" onClick={askDelete}>
                {t('delete.action')}
              </Button>
            </>
          ) : null}
        </div>
        {save.error ? <ErrorCard error={save.error} /> : null}
        {firstFault ? (
          <p className={styles.fault} role="alert">
            {t('faults.count', { count: faults.size })} {t(`faults.${firstFault}`)}
          </p>
        ) : null}
        {incoming ? (
          <IncomingBar
            incoming={incoming}
            onMerge={() => {
              grid.merge(incoming.read.rows)
              setIncoming(undefined)
            }}
            onReplace={() => {
              grid.replace(incoming.read.rows)
              setIncoming(undefined)
            }}
            onDrop={() => setIncoming(undefined)}
          />
        ) : null}
        {grid.rows.length === 0 && !incoming ? (
          <EmptyState title={t('emptyTable.title')} text={t('emptyTable.text')} />
        ) : null}
        <CodeGrid
          rows={shown}
          faults={faults}
          disabled={!mayChange}
          onChange={grid.set}
          onRemove={grid.remove}
          onPasteRows={(text) => take(text, t('import.clipboard'))}
        />
      </div>
      <ConfirmDialog question={question} onClose={() => setQuestion(undefined)} />
    </Page>
  )
}

function headingsOf(
  t: (key: 'columns.code' | 'columns.name' | 'columns.from' | 'columns.to') => string,
): readonly string[] {
  return [t('columns.code'), t('columns.name'), t('columns.from'), t('columns.to')]
}

function download(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}

function IncomingBar({
  incoming,
  onMerge,
  onReplace,
  onDrop,
}: {
  incoming: Incoming
  onMerge: () => void
  onReplace: () => void
  onDrop: () => void
}) {
  const { t } = useTranslation(['tables', 'common'])
  const { rows, withoutCode, badDate } = incoming.read
  const lines = (numbers: readonly number[]) => numbers.slice(0, 5).join(', ') + (numbers.length > 5 ? '…' : '')
  return (
    <section className={styles.incoming} role="status">
      <span>
        <strong>{t('import.found', { count: rows.length, from: incoming.from })}</strong>
        {withoutCode.length > 0 ? ` ${t('import.withoutCode', { lines: lines(withoutCode) })}` : ''}
        {badDate.length > 0 ? ` ${t('import.badDate', { lines: lines(badDate) })}` : ''}
        {rows[0] ? ` ${t('import.first', { code: rows[0].code, name: rows[0].name })}` : ''}
      </span>
      <Button size="compact-md" disabled={rows.length === 0} onClick={onMerge}>
        {t('import.merge')}
      </Button>
      <Button size="compact-md" variant="default" disabled={rows.length === 0} onClick={onReplace}>
        {t('import.replace')}
      </Button>
      <Button size="compact-md" variant="subtle" color="gray" onClick={onDrop}>
        {t('common:actions.cancel')}
      </Button>
    </section>
  )
}
