import { useTranslation } from 'react-i18next'
import type { Run } from '#shared/api/runs.ts'
import { MessagePane } from './MessagePane.tsx'
import styles from './runs.module.css'

/** What the caller got back. */
export function ReplyDetail({ reply }: { reply: NonNullable<Run['reply']> }) {
  const { t } = useTranslation('runs')
  return (
    <section className={styles.detail} aria-label={t('view.reply')}>
      <div className={styles.detailHead}>
        <h2>{t('view.reply')}</h2>
        <span className={styles.dim}>HTTP {reply.status}</span>
      </div>
      <MessagePane
        title={t('view.replyBody')}
        message={{ body: reply.body, headers: reply.headers, keys: {} }}
        bodies={undefined}
        marked={false}
        side="after"
      />
    </section>
  )
}
