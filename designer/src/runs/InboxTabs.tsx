import { SegmentedControl } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { Page, PageHeader } from '../ui/PageHeader.tsx'
import Inbox from './Inbox.tsx'
import { Tasks } from './Tasks.tsx'
import { useOpenTasks } from './use-open-tasks.ts'

/** What waits for people: failed runs, and tasks that flows ask of them; the choice lives in the page's address. */
export default function InboxTabs() {
  const { t } = useTranslation(['tasks', 'runs'])
  const [params, setParams] = useSearchParams()
  const count = useOpenTasks()
  const chosen = params.get('muc') === 'viec' ? 'viec' : 'loi'
  const tabs = (
    <SegmentedControl
      aria-label={t('tabs')}
      value={chosen}
      onChange={(next) => setParams(next === 'viec' ? { muc: 'viec' } : {}, { replace: true })}
      data={[
        { value: 'loi', label: t('failures') },
        { value: 'viec', label: t('title', { count }) },
      ]}
    />
  )
  if (chosen === 'loi') return <Inbox tabs={tabs} />
  return (
    <Page
      header={
        <PageHeader title={t('runs:inbox.title')} lead={t('lead', { count })}>
          {tabs}
        </PageHeader>
      }
    >
      <Tasks />
    </Page>
  )
}
