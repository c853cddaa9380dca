import { IconAlertTriangle, IconHourglass } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Text } from '#shared/text/text.ts'
import { useLanguage, useText } from '../../i18n/use-text.ts'
import { states } from '../../ui/states.ts'
import { lengthText } from '../../ui/time-text.ts'
import { Hint } from './Hint.tsx'
import styles from './node.module.css'
import type { NodeRun } from './run-overlay.ts'
import trial from './trial.module.css'

/** What a run did at a node, under it: state by icon and word, how long, how often, and why it does not hold any more. */
export function RunBadge({ run, stale }: { readonly run: NodeRun; readonly stale?: Text | undefined }) {
  const { t } = useTranslation(['canvas', 'common', 'debug'])
  const language = useLanguage()
  const text = useText()
  const { icon: Icon, tone } = states[run.status]
  return (
    <span className={styles.run} data-tone={stale ? 'warning' : tone}>
      <Icon size={16} stroke={2} aria-hidden />
      {t(`common:states.${run.status}`)}
      <span className={styles.runFigure}>{lengthText(run.durationMs, language)}</span>
      {run.times > 1 ? <span className={styles.runFigure}>{t('node.times', { count: run.times })}</span> : null}
      {stale ? (
        <Hint label={t('debug:stale.mark', { reason: text(stale) })}>
          <span className={trial.staleMark}>
            <IconAlertTriangle size={16} stroke={2} aria-hidden />
            {text(stale)}
          </span>
        </Hint>
      ) : null}
    </span>
  )
}

/** The node has its message and comes next. */
export function NextBadge() {
  const { t } = useTranslation('debug')
  return (
    <span className={styles.run}>
      <IconHourglass size={16} stroke={2} aria-hidden />
      {t('travel.nextUp')}
    </span>
  )
}
