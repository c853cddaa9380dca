import { Button, Text } from '@mantine/core'
import { IconInbox } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { RunSummary } from '#shared/api/runs.ts'
import { useApi } from '../api/api-context.ts'
import type { ApiError } from '../api/api-error.ts'
import { ConfirmDialog, type Question } from '../ui/ConfirmDialog.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Loaded } from '../ui/Loaded.tsx'
import { Page, PageHeader } from '../ui/PageHeader.tsx'
import { FailureCard } from './FailureCard.tsx'
import { groupFailures } from './inbox-groups.ts'
import { filterOf, mergeRuns } from './run-filter.ts'

/** The most failed runs that are read for grouping. */
const MOST = 1000
const waitingForPeople = filterOf(new URLSearchParams('status=failed,in-doubt'))

interface Failures {
  readonly runs: readonly RunSummary[]
  readonly more: boolean
  readonly total: number | undefined
}

/** The error inbox: what waits for a person, grouped by cause so that a hundred equal failures are one decision. */
export default function Inbox({ tabs }: { tabs: ReactNode }) {
  const { t } = useTranslation('runs')
  const { client, liveStore } = useApi()
  const live = useStore(liveStore, (data) => data.runs)
  const [question, setQuestion] = useState<Question>()
  const query = useQuery<Failures, ApiError>({
    queryKey: ['listRuns', 'inbox'],
    queryFn: async ({ signal }) => {
      const runs: RunSummary[] = []
      let cursor: string | undefined
      let total: number | undefined
      do {
        const page = await client.call(
          'listRuns',
          { query: { status: 'failed,in-doubt', limit: 200, ...(cursor ? { cursor } : {}) } },
          signal,
        )
        runs.push(...page.runs)
        cursor = page.cursor
        total ??= page.total
      } while (cursor && runs.length < MOST)
      return { runs, more: cursor !== undefined, total }
    },
    refetchInterval: 30_000,
  })
  const groups = useMemo(
    () => groupFailures(query.data ? mergeRuns(query.data.runs, live, waitingForPeople, query.data.more) : []),
    [query.data, live],
  )
  const count = groups.reduce((sum, group) => sum + group.runs.length, 0)
  return (
    <Page
      header={
        <PageHeader title={t('inbox.title')} lead={query.data ? t('inbox.lead', { count }) : null}>
          {tabs}
        </PageHeader>
      }
    >
      <Loaded query={query}>
        {({ more, total }) => (
          <>
            {more ? (
              <Text c="dimmed" mb={12}>
                {t('inbox.cut', { shown: MOST, total: total ?? `> ${MOST}` })}
              </Text>
            ) : null}
            {groups.map((group) => (
              <FailureCard key={group.id} group={group} onAsk={setQuestion} />
            ))}
            {groups.length === 0 ? (
              <EmptyState
                icon={<IconInbox size={28} aria-hidden />}
                title={t('inbox.empty.title')}
                text={t('inbox.empty.text')}
              >
                <Button variant="default" onClick={() => void query.refetch()}>
                  {t('inbox.refresh')}
                </Button>
              </EmptyState>
            ) : null}
          </>
        )}
      </Loaded>
      <ConfirmDialog question={question} onClose={() => setQuestion(undefined)} />
    </Page>
  )
}
