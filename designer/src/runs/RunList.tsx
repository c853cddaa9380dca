import { Button, Switch } from '@mantine/core'
import { IconListDetails } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { useStore } from 'zustand'
import { useApi } from '../api/api-context.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorCard } from '../ui/ErrorCard.tsx'
import { Loading } from '../ui/Loaded.tsx'
import { Page, PageHeader } from '../ui/PageHeader.tsx'
import { RunFilterBar } from './RunFilterBar.tsx'
import { RunTable } from './RunTable.tsx'
import { filterOf, paramsOf, type RunFilter } from './run-filter.ts'
import styles from './runs.module.css'
import { useRunList } from './use-run-list.ts'

/** Runs as they happen; filters live in the address, so a view can be sent to a colleague. */
export default function RunList() {
  const { t } = useTranslation(['runs', 'common'])
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
      {runs.length > 0 ? <RunTable runs={runs} /> : null}
      {query.hasNextPage ? (
        <div className={styles.more}>
          <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('older')}
          </Button>
        </div>
      ) : null}
    </Page>
  )
}
