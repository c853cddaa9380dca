import { Button } from '@mantine/core'
import { IconPlugConnectedX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Connection } from '#shared/api/platform.ts'
import { useAction, useHolds } from '../api/api-context.ts'
import { useText } from '../i18n/use-text.ts'
import { ErrorCard } from '../ui/ErrorCard.tsx'
import { clockText } from '../ui/time-text.ts'
import styles from './connections.module.css'

/** How often a screen looks again whether partners are called. */
export const CIRCUIT_REFRESH_MS = 5000

/** Says that a partner is left alone after consecutive failures, until when, and why; nothing while it is called as usual. */
export function Circuit({ connection }: { connection: Pick<Connection, 'id' | 'circuit'> }) {
  const { t } = useTranslation('connections')
  const text = useText()
  const mayTry = useHolds('operator')
  const tryNow = useAction('tryConnectionNow', ['listConnections', 'getConnection'])
  const { id, circuit } = connection
  if (circuit.state === 'closed') return null
  return (
    <div className={styles.circuit} role="status" data-circuit={circuit.state}>
      <div className={styles.verdict} data-ok={false}>
        <IconPlugConnectedX size={16} aria-hidden />
        <span>
          <strong>
            {circuit.state === 'open' ? t('circuit.open', { time: clockText(circuit.until) }) : t('circuit.halfOpen')}
          </strong>
          <br />
          {text(circuit.reason)}
        </span>
      </div>
      {mayTry && circuit.state === 'open' ? (
        <Button
          size="compact-md"
          variant="default"
          loading={tryNow.isPending}
          onClick={() => tryNow.mutate({ params: { id } })}
        >
          {t('circuit.tryNow')}
        </Button>
      ) : null}
      {tryNow.error ? <ErrorCard error={tryNow.error} /> : null}
    </div>
  )
}
