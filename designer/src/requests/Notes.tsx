import { IconInfoCircle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Text } from '#shared/text/text.ts'
import { useText } from '../i18n/use-text.ts'
import styles from './requests.module.css'

/** What was left out or changed while a request was read. */
export function Notes({ notes }: { readonly notes: readonly Text[] }) {
  const { t } = useTranslation('requests')
  const text = useText()
  if (notes.length === 0) return null
  return (
    <ul className={styles.notes} aria-label={t('notes')}>
      {notes.slice(0, 20).map((note) => (
        <li key={note.en}>
          <IconInfoCircle size={16} aria-hidden /> <span>{text(note)}</span>
        </li>
      ))}
    </ul>
  )
}
