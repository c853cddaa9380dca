import { Tabs } from '@mantine/core'
import { IconDatabase, IconHistory, IconKey, IconLogin2, IconShieldCheck, IconUsers } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { useHolds } from '../api/api-context.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Page, PageHeader } from '../ui/PageHeader.tsx'
import { Accounts } from './Accounts.tsx'
import { AuditTrail } from './AuditTrail.tsx'
import { IdentityPanel } from './identity/IdentityPanel.tsx'
import { RetentionPanel } from './RetentionPanel.tsx'
import { Signers } from './Signers.tsx'
import { Tokens } from './Tokens.tsx'

const TABS = ['tai-khoan', 'dang-nhap-ngoai', 'khoa-api', 'nhat-ky', 'luu-giu', 'khoa-ky'] as const

/** Accounts, the outside sign-in, API tokens, the audit trail and how long runs are kept. */
export default function Administration() {
  const { t } = useTranslation(['administration', 'bundles', 'identity'])
  const [params, setParams] = useSearchParams()
  const allowed = useHolds('admin')
  const tab = TABS.find((it) => it === params.get('muc')) ?? TABS[0]
  return (
    <Page header={<PageHeader title={t('title')} />}>
      {allowed ? (
        <Tabs
          value={tab}
          keepMounted={false}
          onChange={(next) => setParams(next && next !== TABS[0] ? { muc: next } : {}, { replace: true })}
        >
          <Tabs.List mb={16}>
            <Tabs.Tab value="tai-khoan" leftSection={<IconUsers size={16} />}>
              {t('accounts.title')}
            </Tabs.Tab>
            <Tabs.Tab value="dang-nhap-ngoai" leftSection={<IconLogin2 size={16} />}>
              {t('identity:tab')}
            </Tabs.Tab>
            <Tabs.Tab value="khoa-api" leftSection={<IconKey size={16} />}>
              {t('tokens.title')}
            </Tabs.Tab>
            <Tabs.Tab value="nhat-ky" leftSection={<IconHistory size={16} />}>
              {t('audit.title')}
            </Tabs.Tab>
            <Tabs.Tab value="luu-giu" leftSection={<IconDatabase size={16} />}>
              {t('retention.title')}
            </Tabs.Tab>
            <Tabs.Tab value="khoa-ky" leftSection={<IconShieldCheck size={16} />}>
              {t('bundles:signers.tab')}
            </Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="tai-khoan">
            <Accounts />
          </Tabs.Panel>
          <Tabs.Panel value="dang-nhap-ngoai">
            <IdentityPanel />
          </Tabs.Panel>
          <Tabs.Panel value="khoa-api">
            <Tokens />
          </Tabs.Panel>
          <Tabs.Panel value="nhat-ky">
            <AuditTrail />
          </Tabs.Panel>
          <Tabs.Panel value="luu-giu">
            <RetentionPanel />
          </Tabs.Panel>
          <Tabs.Panel value="khoa-ky">
            <Signers />
          </Tabs.Panel>
        </Tabs>
      ) : (
        <EmptyState title={t('notAllowed.title')} text={t('notAllowed.text')} />
      )}
    </Page>
  )
}
