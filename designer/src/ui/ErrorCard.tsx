import { IconCircleX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Text } from '#shared/text/text.ts'
import { ApiError } from '../api/api-error.ts'
import { useText } from '../i18n/use-text.ts'
import styles from './ui.module.css'

/** An error as it is shown: of a run (`errorSchema`) or of a call (`ApiError`). */
export interface ShownError {
  readonly code: string
  readonly message: Text
  readonly advice: Text
  readonly side?: 'ours' | 'partner' | 'data'
  readonly details?: Readonly<Record<string, unknown>> | undefined
}

/** The shown form of a failed call. */
export function shownError(error: ApiError | ShownError): ShownError {
  if (!(error instanceof ApiError)) return error
  return { code: error.code, message: error.text, advice: error.advice }
}

/** What happened, whose side it is on, what to do; technical details folded. */
export function ErrorCard({ error, children }: { error: ApiError | ShownError; children?: ReactNode }) {
  const { t } = useTranslation()
  const text = useText()
  const shown = shownError(error)
  const details = { code: shown.code, ...shown.details }
  return (
    <section className={styles.error} role="alert">
      <div className={styles.errorHead}>
        <IconCircleX size={20} aria-hidden />
        <span>{text(shown.message)}</span>
      </div>
      <dl className={styles.facts}>
        {shown.side ? (
          <>
            <dt>{t('error.side')}</dt>
            <dd>{t(`error.sides.${shown.side}`)}</dd>
          </>
        ) : null}
        <dt>{t('error.advice')}</dt>
        <dd>{text(shown.advice)}</dd>
      </dl>
      <details className={styles.details}>
        <summary>{t('error.details')}</summary>
        <pre>{JSON.stringify(details, null, 2)}</pre>
      </details>
      {children ? <div style={{ marginTop: 12 }}>{children}</div> : null}
    </section>
  )
}
