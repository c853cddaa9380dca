import { useTranslation } from 'react-i18next'
import type { RunStep } from '#shared/api/runs.ts'
import { useText } from '../i18n/use-text.ts'
import styles from './runs.module.css'
import { messageIn } from './step-model.ts'

/** How much of a fingerprint is shown: enough for people to tell two apart. */
const SHORT = 12

/** What the ledger of calls says of an effect, folded: key, fingerprint of the request, state, reply, and keys given up before. */
export function CallFacts({ step, call }: { step: RunStep; call: NonNullable<RunStep['call']> }) {
  const { t } = useTranslation('runs')
  const text = useText()
  const status = step.output === undefined ? undefined : messageIn(step.output).headers.status
  const answered = status === undefined ? t('call.states.answered') : `HTTP ${status}`
  const reply = step.error ? text(step.error.message) : call.state === 'answered' ? answered : t('call.noReply')
  return (
    <details className={styles.call}>
      <summary>{t('call.title')}</summary>
      <dl>
        <dt>{t('call.key')}</dt>
        <dd>
          <code>{call.key}</code>
        </dd>
        <dt>{t('call.fingerprint')}</dt>
        <dd>{call.fingerprint ? <code>{call.fingerprint.slice(0, SHORT)}</code> : t('call.none')}</dd>
        <dt>{t('call.state')}</dt>
        <dd>{t(`call.states.${call.state}`)}</dd>
        <dt>{t('call.reply')}</dt>
        <dd>{reply}</dd>
        {call.before?.map(({ key, fingerprint }) => (
          <div key={key}>
            <dt>{t('call.before')}</dt>
            <dd>{t('call.given', { key, fingerprint: fingerprint.slice(0, SHORT) })}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
