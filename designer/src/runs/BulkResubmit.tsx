import { Button, Group } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Question } from '../ui/ConfirmDialog.tsx'
import { BulkProgress } from './BulkProgress.tsx'
import styles from './runs.module.css'
import { useBulk } from './use-bulk.ts'

/** From this many messages on the number must be typed to confirm. */
const MANY = 10

/** The bar over the run list while runs are being chosen: how many, submit them all again, let go. */
export function BulkResubmit({
  chosen,
  onAsk,
  onClose,
}: {
  chosen: ReadonlySet<string>
  onAsk: (question: Question) => void
  onClose: () => void
}) {
  const { t } = useTranslation(['past', 'runs'])
  const bulk = useBulk('resubmitRun')
  const count = chosen.size
  const ask = () =>
    onAsk({
      title: t('bulk.title', { count }),
      body: t('bulk.body'),
      reason: t('resubmit.reason'),
      action: t('bulk.action', { count }),
      ...(count >= MANY ? { typed: String(count) } : {}),
      run: async (reason) => void bulk.start([...chosen].map((id) => ({ params: { id }, body: { reason } }))),
    })
  return (
    <div className={styles.choosing}>
      <Group gap={8}>
        <span role="status">{t('bulk.chosen', { count })}</span>
        <Button disabled={count === 0 || bulk.running} onClick={ask}>
          {t('bulk.action', { count })}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t('bulk.cancel')}
        </Button>
      </Group>
      <BulkProgress bulk={bulk} />
    </div>
  )
}
