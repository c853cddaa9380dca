import { Button, Loader } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ApiError } from '../api/api-error.ts'
import { ErrorCard } from './ErrorCard.tsx'
import styles from './ui.module.css'

/** What a query gave, or that it is on its way, or why it failed with a button to try again. */
export function Loaded<T>({
  query,
  children,
}: {
  query: UseQueryResult<T, ApiError>
  children: (data: T) => ReactNode
}) {
  const { t } = useTranslation()
  if (query.data !== undefined) return <>{children(query.data)}</>
  if (query.error)
    return (
      <ErrorCard error={query.error}>
        <Button variant="default" onClick={() => void query.refetch()}>
          {t('actions.retry')}
        </Button>
      </ErrorCard>
    )
  return <Loading />
}

/** Says that something is on its way. */
export function Loading() {
  const { t } = useTranslation()
  return (
    <div className={styles.center} role="status">
      <Loader size={20} />
      {t('loading')}
    </div>
  )
}
