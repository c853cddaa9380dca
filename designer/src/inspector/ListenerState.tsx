import { IconAlertTriangle, IconEar, IconLoader, IconPlugConnectedX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Listener } from '#shared/api/flows.ts'
import { useOperation } from '../api/api-context.ts'
import { useDefinition, useDocument } from '../document/DocumentProvider.tsx'
import { useText } from '../i18n/use-text.ts'
import { dateTimeText } from '../ui/time-text.ts'
import styles from './inspector.module.css'

const REFRESH_MS = 5000
const ICONS = { listening: IconEar, connecting: IconLoader, full: IconAlertTriangle, lost: IconPlugConnectedX } as const

/** Whether a trigger that listens to a queue is connected in the version that runs, since when, and what to do if not; nothing for other nodes. */
export function ListenerState({ id }: { readonly id: string }) {
  const { t } = useTranslation('inspector')
  const definition = useDefinition(id)
  const flow = useDocument((state) => state.flow.id)
  const listens = definition?.kind === 'trigger' && definition.needs?.includes('queue') === true
  const found = useOperation(
    'listListeners',
    { params: { id: flow } },
    { enabled: listens, refetchInterval: REFRESH_MS },
  )
  if (!listens || !found.data) return null
  const listeners = found.data.listeners.filter((it) => it.node === id)
  // Those in trouble stand first; one that is well says it for all.
  const shown = listeners.filter((it) => it.state !== 'listening')
  const [first] = listeners
  return (
    <div role="status" className={styles.listeners}>
      {first === undefined ? <span className={styles.dim}>{t('listener.none')}</span> : null}
      {(shown.length > 0 ? shown : listeners.slice(0, 1)).map((it) => (
        <OneListener key={`${it.state} ${it.since}`} listener={it} />
      ))}
    </div>
  )
}

function OneListener({ listener }: { readonly listener: Listener }) {
  const { t } = useTranslation('inspector')
  const text = useText()
  const { state, since, error } = listener
  const Icon = ICONS[state]
  return (
    <div className={styles.listener} data-state={state}>
      <Icon size={16} aria-hidden />
      <span>
        <strong>{t(`listener.${state}`, { time: dateTimeText(since) })}</strong>
        {error ? (
          <>
            <br />
            {text(error.message)}. {text(error.advice)}
          </>
        ) : null}
      </span>
    </div>
  )
}
