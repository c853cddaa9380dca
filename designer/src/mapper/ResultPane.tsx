import { Button } from '@mantine/core'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Preview } from '../formula/use-preview.ts'
import { ErrorCard } from '../ui/ErrorCard.tsx'
import { JsonView } from '../ui/json/JsonView.tsx'
import styles from './mapper.module.css'

/** What the mapping makes of the example, renewed after each edit. */
export function ResultPane({
  preview,
  unfinished,
  hasSample,
  onGo,
}: {
  readonly preview: Preview
  /** Rows without a source; they are left out of the preview. */
  readonly unfinished: number
  readonly hasSample: boolean
  readonly onGo: (() => void) | undefined
}) {
  const { t } = useTranslation('mapper')
  // The tree keeps what was opened while the value stays the same.
  const value = useMemo(() => (preview.is === 'value' ? preview.value : undefined), [preview])
  return (
    <div>
      {unfinished > 0 ? <p className={styles.unfinished}>{t('unfinished', { count: unfinished })}</p> : null}
      {!hasSample ? (
        <p className={styles.dim}>{t('noSample')}</p>
      ) : preview.is === 'error' ? (
        <ErrorCard error={preview.error}>
          {onGo ? (
            <Button variant="default" onClick={onGo}>
              {t('goToRow')}
            </Button>
          ) : null}
        </ErrorCard>
      ) : preview.is === 'value' ? (
        <JsonView value={value} height={180} label={t('result')} />
      ) : null}
    </div>
  )
}
