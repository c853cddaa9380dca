import { Button, Progress } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useText } from '../i18n/use-text.ts'
import styles from './runs.module.css'
import type { BulkState } from './use-bulk.ts'

/** How far a bulk action is, with the way to stop it; nothing before it began. */
export function BulkProgress({ bulk }: { bulk: BulkState }) {
  const { t } = useTranslation('runs')
  const text = useText()
  if (bulk.total === 0) return null
  const firstError = bulk.failed[0]
  return (
    <div className={styles.bulk} role="status">
      <Progress value={(bulk.done / bulk.total) * 100} aria-label={t('bulk.progress')} />
      <span>
        {t('bulk.state', { done: bulk.done, total: bulk.total })}
        {firstError ? ` ${t('bulk.failed', { count: bulk.failed.length, reason: text(firstError.text) })}` : ''}
      </span>
      {bulk.running ? (
        <Button size="compact-sm" variant="default" onClick={bulk.stop}>
          {t('bulk.stop')}
        </Button>
      ) : null}
    </div>
  )
}
