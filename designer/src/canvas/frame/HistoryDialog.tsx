import { Modal } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useText } from '../../i18n/use-text.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { Time } from '../../ui/Time.tsx'
import { useEditor } from '../use-editor.ts'
import styles from './dialogs.module.css'

/** The list of edits, newest first; pressing one goes to the state after it (`Ctrl+H`). */
export function HistoryDialog() {
  const { t } = useTranslation('canvas')
  const { session } = useEditor()
  const opened = useSession((state) => state.dialog === 'history')
  return (
    <Modal
      opened={opened}
      onClose={() => session.getState().set({ dialog: undefined })}
      title={t('history.title')}
      size={560}
    >
      {opened ? <Entries /> : null}
    </Modal>
  )
}

function Entries() {
  const { t } = useTranslation('canvas')
  const text = useText()
  const { document } = useEditor()
  const { past, future } = useStore(document, (state) => state.history)
  const all = [...past, ...future]
  const rows = all.map((entry, index) => ({ entry, done: index + 1 })).reverse()
  const row = (done: number, label: string, at: number | undefined) => (
    <li key={done}>
      <button
        type="button"
        className={styles.entry}
        aria-current={done === past.length ? 'step' : undefined}
        data-undone={done > past.length || undefined}
        onClick={() => document.getState().goTo(done)}
      >
        <span>{label}</span>
        {done > past.length ? <span className={styles.advice}>{t('history.undone')}</span> : null}
        {at === undefined ? null : <Time at={at} relative />}
      </button>
    </li>
  )
  return (
    <ol className={styles.entries} reversed>
      {rows.map(({ entry, done }) => row(done, text(entry.label), entry.at))}
      {row(0, t('history.start'), undefined)}
    </ol>
  )
}
