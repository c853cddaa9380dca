import { IconPinFilled } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Hint } from './Hint.tsx'
import type { NodeMark } from './run-overlay.ts'
import styles from './trial.module.css'

/** What a person's own test runs do otherwise at a node, on its upper edge: take a pinned result, stand still before it. */
export function TrialMark({ mark }: { readonly mark: NodeMark }) {
  const { t } = useTranslation('debug')
  return (
    <>
      {mark.stop ? (
        <span className={styles.stopMark} data-stop>
          <Hint label={t('stop.mark')}>
            <span className={styles.stopDot} aria-hidden />
          </Hint>
        </span>
      ) : null}
      {mark.pinned ? (
        <span className={styles.pinMark}>
          <Hint label={t('pin.mark')}>
            <IconPinFilled size={16} aria-hidden /> {t('pin.word')}
          </Hint>
        </span>
      ) : null}
    </>
  )
}
