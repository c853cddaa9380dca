import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Page, PageHeader } from '../ui/PageHeader.tsx'

/** At an address that leads nowhere. */
export function NotFound() {
  const { t } = useTranslation('app')
  return (
    <Page header={<PageHeader title={t('notFound.title')} />}>
      <EmptyState title={t('notFound.title')} text={t('notFound.text')}>
        <Button component={Link} to="/luong">
          {t('places.flows')}
        </Button>
      </EmptyState>
    </Page>
  )
}
