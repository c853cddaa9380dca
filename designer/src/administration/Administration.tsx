import { Tabs } from '@mantine/core'
import { IconKey, IconUsers } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { useHolds } from '../api/api-context.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Page, PageHeader } from '../ui/PageHeader.tsx'
import { Accounts } from './Accounts.tsx'
import { Tokens } from './Tokens.tsx'

/** Accounts and API tokens. */
export default function Administration() {
  const { t } = useTranslation('administration')
  const [params, setParams] = useSearchParams()
  const allowed = useHolds('admin')
  const tab = params.get('muc') === 'khoa-api' ? 'khoa-api' : 'tai-khoan'
  return (
    <Page header={<PageHeader title={t('title')} />}>
      {allowed ? (
        <Tabs
          value={tab}
          keepMounted={false}
          onChange={(next) => setParams(next === 'khoa-api' ? { muc: 'khoa-api' } : {}, { replace: true })}
        >
          <Tabs.List mb={16}>
            <Tabs.Tab value="tai-khoan" leftSection={<IconUsers size={16} />}>
              {t('accounts.title')}
            </Tabs.Tab>
            <Tabs.Tab value="khoa-api" leftSection={<IconKey size={16} />}>
              {t('tokens.title')}
            </Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="tai-khoan">
            <Accounts />
          </Tabs.Panel>
          <Tabs.Panel value="khoa-api">
            <Tokens />
          </Tabs.Panel>
        </Tabs>
      ) : (
        <EmptyState title={t('notAllowed.title')} text={t('notAllowed.text')} />
      )}
    </Page>
  )
}
