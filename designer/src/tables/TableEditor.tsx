import { Button, FileButton, TextInput } from '@mantine/core'
import { IconArrowLeft, IconFileImport, IconPlus, IconSearch } from '@tabler/icons-react'
import { useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import type { CodeTable, UsedCodeTable } from '#shared/api/platform.ts'
import { useAction, useHolds, useOperation } from '../api/api-context.ts'
import { useNumber } from '../i18n/use-text.ts'
import { ConfirmDialog, type Question } from '../ui/ConfirmDialog.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorCard } from '../ui/ErrorCard.tsx'
import { Loaded } from '../ui/Loaded.tsx'
import { notifyDone } from '../ui/notify.ts'
import { Page, PageHeader } from '../ui/PageHeader.tsx'
import { isoDay } from '../ui/time-text.ts'
import { UsedBy } from '../ui/UsedBy.tsx'
import { CodeGrid } from './CodeGrid.tsx'
import { ExportMenu } from './ExportMenu.tsx'
import { ImportDialog, type ImportSource } from './ImportDialog.tsx'
import { faultsOf, foundRows, type GridRow, mergedRows, numbered, rowsOnDay, sentRow } from './table-model.ts'
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

function Editor({ table }: { table: UsedCodeTable }) {
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
  const [incoming, setIncoming] = useState<ImportSource>()
  const [question, setQuestion] = useState<Question>()
  const faults = useMemo(() => faultsOf(grid.rows), [grid.rows])
  const shown = useMemo(() => rowsOnDay(foundRows(grid.rows, words), isoDay(day) ?? ''), [grid.rows, words, day])
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
                accept=".xlsx,.csv,.txt,.tsv,text/csv,text/plain"
                onChange={(file) => file && setIncoming({ file, name: file.name })}
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
            label={t('onDay')}
            placeholder="dd/MM/yyyy"
            error={day.trim() !== '' && isoDay(day) === undefined ? t('dayForm') : null}
            w={180}
            value={day}
            onChange={(event) => setDay(event.currentTarget.value)}
          />
          <ExportMenu id={table.id} title={table.title} rows={grid.rows.map(sentRow)} />
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
        {grid.rows.length === 0 && !incoming ? (
          <EmptyState title={t('emptyTable.title')} text={t('emptyTable.text')} />
        ) : null}
        <CodeGrid
          rows={shown}
          faults={faults}
          disabled={!mayChange}
          onChange={grid.set}
          onRemove={grid.remove}
          onPasteRows={(text) => setIncoming({ text, name: t('import.clipboard') })}
        />
      </div>
      <UsedBy usedBy={table.usedBy} title={t('usedBy')} none={t('usedByNone')} inline />
      <ImportDialog
        source={incoming}
        onMerge={grid.merge}
        onReplace={grid.replace}
        onClose={() => setIncoming(undefined)}
      />
      <ConfirmDialog question={question} onClose={() => setQuestion(undefined)} />
    </Page>
  )
}
