import { IconArrowBackUp } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Compensation } from '#shared/api/runs.ts'
import styles from './runs.module.css'

/** How far a run is in undoing what it did outside, by icon and words; nothing for a run that undoes nothing. */
export function CompensationMark({ compensation }: { compensation: Compensation | undefined }) {
  const { t } = useTranslation('runs')
  return compensation ? (
    <span className={styles.compensation}>
      <IconArrowBackUp size={16} aria-hidden /> {t(`undoing.${compensation}`)}
    </span>
  ) : null
}
