import { Button, Switch } from '@mantine/core'
import { IconListDetails } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { useStore } from 'zustand'
import { useApi, useHolds } from '../api/api-context.ts'
import { ConfirmDialog, type Question } from '../ui/ConfirmDialog.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorCard } from '../ui/ErrorCard.tsx'
import { Loading } from '../ui/Loaded.tsx'
import { Page, PageHeader } from '../ui/PageHeader.tsx'
import { BulkResubmit } from './BulkResubmit.tsx'
import { RunFilterBar } from './RunFilterBar.tsx'
import { RunTable } from './RunTable.tsx'
import { filterOf, paramsOf, type RunFilter } from './run-filter.ts'
import styles from './runs.module.css'
import { useChoice } from './use-choice.ts'
import { useRunList } from './use-run-list.ts'

/** Runs as they happen; filters live in the address, so a view can be sent to a colleague. */
export default function RunList() {
  const { t } = useTranslation(['runs', 'common', 'past'])
  const mayOperate = useHolds('operator')
  const [question, setQuestion] = useState<Question>()
  const { choice, begin, end } = useChoice()
  const { liveStore } = useApi()
  const connected = useStore(liveStore, ({ state }) => state === 'open')
  const [params, setParams] = useSearchParams()
  const filter = useMemo(() => filterOf(params), [params])
  const [held, setHeld] = useState(false)
  const { query, runs, total } = useRunList(filter, held)
  const change = (next: RunFilter) => setParams(paramsOf(next), { replace: true })
  const filtered = paramsOf(filter).size > 0
  return (
    <Page
      header={
        <PageHeader title={t('title')} lead={total === undefined ? null : t('total', { count: total })}>
          {mayOperate && !choice && runs.length > 0 ? (
            <Button variant="default" onClick={begin}>
              {t('past:bulk.choose')}
            </Button>
          ) : null}
          <Switch
            checked={!held}
            onChange={(event) => setHeld(!event.currentTarget.checked)}
            label={connected ? t('live') : t('notLive')}
          />
        </PageHeader>
      }
    >
      <RunFilterBar filter={filter} onChange={change} />
      {query.isPending ? <Loading /> : null}
      {query.error && !query.data ? (
        <ErrorCard error={query.error}>
          <Button variant="default" onClick={() => void query.refetch()}>
            {t('common:actions.retry')}
          </Button>
        </ErrorCard>
      ) : null}
      {query.data && runs.length === 0 ? (
        filtered ? (
          <EmptyState title={t('noMatch.title')} text={t('noMatch.text')}>
            <Button variant="default" onClick={() => setParams({}, { replace: true })}>
              {t('common:actions.clear')}
            </Button>
          </EmptyState>
        ) : (
          <EmptyState
            icon={<IconListDetails size={28} aria-hidden />}
            title={t('empty.title')}
            text={t('empty.text')}
          />
        )
      ) : null}
      {choice ? <BulkResubmit chosen={choice.chosen} onAsk={setQuestion} onClose={end} /> : null}
      {runs.length > 0 ? <RunTable runs={runs} choice={choice} /> : null}
      {query.hasNextPage ? (
        <div className={styles.more}>
          <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('older')}
          </Button>
        </div>
      ) : null}
      <ConfirmDialog question={question} onClose={() => setQuestion(undefined)} />
    </Page>
  )
}
