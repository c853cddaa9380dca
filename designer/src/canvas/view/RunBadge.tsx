import { useTranslation } from 'react-i18next'
import { useLanguage } from '../../i18n/use-text.ts'
import { states } from '../../ui/states.ts'
import { lengthText } from '../../ui/time-text.ts'
import styles from './node.module.css'
import type { NodeRun } from './run-overlay.ts'

/** What a run did at a node, under it: state by icon and word, how long, how often. */
export function RunBadge({ run }: { readonly run: NodeRun }) {
  const { t } = useTranslation(['canvas', 'common'])
  const language = useLanguage()
  const { icon: Icon, tone } = states[run.status]
  return (
    <span className={styles.run} data-tone={tone}>
      <Icon size={16} stroke={2} aria-hidden />
      {t(`common:states.${run.status}`)}
      <span className={styles.runFigure}>{lengthText(run.durationMs, language)}</span>
      {run.times > 1 ? <span className={styles.runFigure}>{t('node.times', { count: run.times })}</span> : null}
    </span>
  )
}
