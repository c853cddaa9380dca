import { Button, Group } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link, useRouteError } from 'react-router'
import { ErrorCard, type ShownError } from '../ui/ErrorCard.tsx'
import { Page, PageHeader } from '../ui/PageHeader.tsx'

const broken: Pick<ShownError, 'code' | 'message' | 'advice' | 'side'> = {
  code: 'client.screen',
  side: 'ours',
  message: { vi: 'Màn hình này gặp lỗi và không hiện được', en: 'This screen failed and cannot be shown' },
  advice: {
    vi: 'Tải lại trang. Bản nháp đã lưu vẫn còn; nếu lỗi lặp lại, gửi phần chi tiết cho người quản trị.',
    en: 'Reload the page. Saved drafts are kept; if it happens again, send the details to an administrator.',
  },
}

/** In place of a screen that threw: the rest of the designer stays usable. */
export function ScreenError() {
  const { t } = useTranslation(['app', 'common'])
  const error = useRouteError()
  const reason = error instanceof Error ? error.message : String(error)
  return (
    <Page header={<PageHeader title={t('screenError')} />}>
      <ErrorCard error={{ ...broken, details: { reason: reason.slice(0, 500) } }}>
        <Group gap={8}>
          <Button onClick={() => location.reload()}>{t('common:actions.reload')}</Button>
          <Button variant="default" component={Link} to="/luong">
            {t('places.flows')}
          </Button>
        </Group>
      </ErrorCard>
    </Page>
  )
}
