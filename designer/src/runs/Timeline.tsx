import { Button, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { RunSummary } from '#shared/api/runs.ts'
import { useApi, useOperation } from '../api/api-context.ts'
import type { ApiError } from '../api/api-error.ts'
import { useLanguage, useText } from '../i18n/use-text.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Loaded } from '../ui/Loaded.tsx'
import { Page, PageHeader } from '../ui/PageHeader.tsx'
import { StateChip } from '../ui/StateChip.tsx'
import { Time } from '../ui/Time.tsx'
import { lengthText } from '../ui/time-text.ts'
import styles from './runs.module.css'
import { runLength } from './step-model.ts'
import { WaitLine } from './WaitLine.tsx'

/** The most runs of one dossier that are read. */
const MOST = 1000

/** Everything that happened to one dossier: the runs of all flows that carry its key, oldest first. */
export default function Timeline({ value }: { value: string }) {
  const { t } = useTranslation('past')
  const { client } = useApi()
  const query = useQuery<{ runs: readonly RunSummary[]; more: boolean }, ApiError>({
    queryKey: ['listRuns', 'timeline', value],
    queryFn: async ({ signal }) => {
      const runs: RunSummary[] = []
      let cursor: string | undefined
      do {
        const page = { key: value, limit: 200, ...(cursor ? { cursor } : {}) }
        const answer = await client.call('listRuns', { query: page }, signal)
        runs.push(...answer.runs)
        cursor = answer.cursor
      } while (cursor && runs.length < MOST)
      return { runs: runs.reverse(), more: cursor !== undefined }
    },
    refetchInterval: 15_000,
  })
  const count = query.data?.runs.length ?? 0
  return (
    <Page
      header={
        <PageHeader title={t('timeline.title', { value })} lead={query.data ? t('timeline.lead', { count }) : null} />
      }
    >
      <Loaded query={query}>
        {({ runs, more }) => (
          <>
            {more ? <Text c="dimmed">{t('timeline.cut', { count: MOST })}</Text> : null}
            {runs.length === 0 ? (
              <EmptyState title={t('timeline.empty')} text={t('timeline.emptyText')}>
                <Button variant="default" component={Link} to={`/lan-chay?q=${encodeURIComponent(value)}`}>
                  {t('timeline.search')}
                </Button>
              </EmptyState>
            ) : (
              <ol className={styles.timeline}>
                {runs.map((run, at) => (
                  <Entry key={run.id} run={run} before={runs[at - 1]} value={value} />
                ))}
              </ol>
            )}
          </>
        )}
      </Loaded>
    </Page>
  )
}

function Entry({ run, before, value }: { run: RunSummary; before: RunSummary | undefined; value: string }) {
  const { t } = useTranslation('past')
  const text = useText()
  const language = useLanguage()
  const flows = useOperation('listFlows', {})
  const title = flows.data?.flows.find(({ id }) => id === run.flow)?.title ?? run.flow
  const gap = before ? Date.parse(run.acceptedAt) - Date.parse(before.acceptedAt) : undefined
  const others = Object.entries(run.keys).filter(([, key]) => key !== value)
  return (
    <li data-run={run.id}>
      <div className={styles.when}>
        <Time at={run.acceptedAt} />
        <span className={styles.dim}>
          {gap === undefined ? t('timeline.first') : t('timeline.after', { length: lengthText(gap, language) })}
        </span>
      </div>
      <div>
        <div className={styles.what}>
          <Link to={`/lan-chay/${run.id}`}>{title}</Link>
          <StateChip state={run.status} plain />
          {run.endedAt ? <span className={styles.dim}>{lengthText(runLength(run, 0), language)}</span> : null}
          {run.origin ? <Link to={`/lan-chay/${run.origin}`}>{t('timeline.copyOf')}</Link> : null}
        </div>
        {run.waits ? <WaitLine waits={run.waits} /> : null}
        {run.error ? <div>{text(run.error.message)}</div> : null}
        {others.length > 0 ? (
          <div className={styles.dim}>{others.map(([name, key]) => `${name}: ${key}`).join(' · ')}</div>
        ) : null}
      </div>
    </li>
  )
}
