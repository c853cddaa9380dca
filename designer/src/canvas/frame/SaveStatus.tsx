import { Button, Tooltip } from '@mantine/core'
import { IconAlertTriangle, IconCloudCheck, IconCloudOff, IconCloudUp, IconUsers } from '@tabler/icons-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { Autosave, SaveState } from '../../document/autosave.ts'
import { useText } from '../../i18n/use-text.ts'
import { clockText } from '../../ui/time-text.ts'
import styles from './top-bar.module.css'

const icons: Readonly<Record<SaveState['is'], typeof IconCloudUp>> = {
  saved: IconCloudCheck,
  waiting: IconCloudUp,
  saving: IconCloudUp,
  unreachable: IconCloudOff,
  refused: IconAlertTriangle,
  conflict: IconUsers,
}

/** Whether the draft has reached the server, by icon and word; retries at once when the network comes back. */
export function SaveStatus({ autosave }: { readonly autosave: Autosave }) {
  const { t } = useTranslation(['canvas', 'common'])
  const text = useText()
  const state = useStore(autosave.state)
  const Icon = icons[state.is]
  useEffect(() => {
    const again = (): void => {
      if (autosave.state.getState().is === 'unreachable') void autosave.flush()
    }
    // What is not yet saved is kept in this browser too; the question only saves the way back.
    const ask = (event: BeforeUnloadEvent): void => {
      const { is } = autosave.state.getState()
      if (is === 'unreachable' || is === 'refused' || is === 'conflict') event.preventDefault()
    }
    const hidden = (): void => {
      if (document.visibilityState === 'hidden' && autosave.state.getState().is === 'waiting') void autosave.flush()
    }
    window.addEventListener('online', again)
    window.addEventListener('beforeunload', ask)
    document.addEventListener('visibilitychange', hidden)
    return () => {
      window.removeEventListener('online', again)
      window.removeEventListener('beforeunload', ask)
      document.removeEventListener('visibilitychange', hidden)
    }
  }, [autosave])

  const time = state.is === 'saved' && state.at ? clockText(state.at).slice(0, 5) : undefined
  const words = time ? t('save.savedAt', { time }) : t(`save.${state.is}`)
  const hint =
    state.is === 'refused' ? text(state.reason) : state.is === 'unreachable' ? t('save.unreachableHint') : undefined
  const bad = state.is === 'unreachable' || state.is === 'refused' || state.is === 'conflict'
  return (
    <Tooltip label={hint ?? t('save.hint')}>
      <span className={styles.save} data-bad={bad || undefined} role="status" data-save={state.is}>
        <Icon size={18} aria-hidden />
        <span className={styles.saveWords}>{words}</span>
        {state.is === 'unreachable' || state.is === 'refused' ? (
          <Button size="compact-sm" variant="light" onClick={() => void autosave.flush()}>
            {t('common:actions.retry')}
          </Button>
        ) : null}
      </span>
    </Tooltip>
  )
}
