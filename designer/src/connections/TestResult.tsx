import { IconCircleCheck, IconCircleX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ConnectionTestResult } from '#shared/api/platform.ts'
import type { ApiError } from '../api/api-error.ts'
import { useLanguage, useText } from '../i18n/use-text.ts'
import { ErrorCard } from '../ui/ErrorCard.tsx'
import { lengthText } from '../ui/time-text.ts'
import styles from './connections.module.css'

/** Good or bad in one line: the sentence of the first check that failed. */
export function TestVerdict({ result, error }: { result: ConnectionTestResult | undefined; error: ApiError | null }) {
  const { t } = useTranslation('connections')
  const text = useText()
  if (!result && !error) return null
  const failed = result?.checks.find(({ ok }) => !ok)
  const reason = error ? text(error.text) : failed ? text(failed.message ?? failed.name) : ''
  const good = result?.ok === true
  return (
    <span className={styles.verdict} data-ok={good} role="status">
      {good ? <IconCircleCheck size={16} aria-hidden /> : <IconCircleX size={16} aria-hidden />}
      <span>{good ? t('test.good') : reason}</span>
    </span>
  )
}

/** Every step of a test with its time and what it found. */
export function TestSteps({ result, error }: { result: ConnectionTestResult | undefined; error: ApiError | null }) {
  const { t } = useTranslation('connections')
  const text = useText()
  const language = useLanguage()
  if (error) return <ErrorCard error={error} />
  if (!result) return null
  return (
    <section className={styles.result} aria-label={t('test.result')} role="status">
      <strong className={styles.verdict} data-ok={result.ok}>
        {result.ok ? <IconCircleCheck size={20} aria-hidden /> : <IconCircleX size={20} aria-hidden />}
        {result.ok ? t('test.good') : t('test.bad')}
      </strong>
      <ol>
        {result.checks.map((check) => (
          <li key={check.name.en} data-ok={check.ok}>
            {check.ok ? (
              <IconCircleCheck size={20} aria-label={t('test.passed')} />
            ) : (
              <IconCircleX size={20} aria-label={t('test.failed')} />
            )}
            <span>
              {text(check.name)} <span className={styles.dim}>{lengthText(check.durationMs, language)}</span>
              {check.message ? <div>{text(check.message)}</div> : null}
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}
