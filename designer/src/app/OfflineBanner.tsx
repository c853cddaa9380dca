import { Button } from '@mantine/core'
import { IconPlugConnectedX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useApi } from '../api/api-context.ts'
import { clockText } from '../ui/time-text.ts'
import styles from './shell.module.css'

/** Says that the server is away and since when what is on screen may be old. */
export function OfflineBanner() {
  const { t } = useTranslation('app')
  const { live, liveStore } = useApi()
  const lostAt = useStore(liveStore, ({ lostAt }) => lostAt)
  return (
    <div role="status">
      {lostAt === undefined ? null : (
        <div className={styles.banner}>
          <IconPlugConnectedX size={20} aria-hidden />
          <span>
            <strong>{t('offline.title')}</strong> {t('offline.text', { time: clockText(lostAt) })}
          </span>
          <Button size="compact-sm" variant="default" onClick={() => live.retryNow()}>
            {t('offline.retry')}
          </Button>
        </div>
      )}
    </div>
  )
}
