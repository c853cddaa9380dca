import { IconCircleX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useText } from '../i18n/use-text.ts'
import styles from './formula.module.css'
import type { Preview } from './use-preview.ts'

const LONGEST = 300

/** A value as one line of JSON. */
export function oneLine(value: unknown): string {
  const text = typeof value === 'string' ? `"${value}"` : (JSON.stringify(value) ?? '')
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}

/** The result of a formula on the example, or why there is none, right under its field. */
export function PreviewLine({ preview, text }: { readonly preview: Preview; readonly text?: string }) {
  const { t } = useTranslation('formula')
  const say = useText()
  if (preview.is === 'nothing') return null
  if (preview.is === 'error') {
    const at = preview.error.details?.position
    return (
      <div className={styles.fault} role="status">
        <IconCircleX size={16} aria-hidden />
        <div>
          {say(preview.error.message)}
          {text !== undefined && typeof at === 'number' ? <Place text={text} at={at} /> : null}
        </div>
      </div>
    )
  }
  return (
    <div className={styles.preview} role="status">
      <span aria-hidden>=</span>
      {preview.value === undefined ? (
        <em>{t('preview.missing')}</em>
      ) : (
        <output title={oneLine(preview.value)}>{oneLine(preview.value)}</output>
      )}
    </div>
  )
}

/** The part of the formula before the fault, with the fault marked. `at` counts from just behind the word at fault. */
function Place({ text, at }: { readonly text: string; readonly at: number }) {
  const end = Math.max(0, Math.min(text.length, at))
  const start = Math.max(0, end - 24)
  return (
    <code className={styles.place} aria-hidden>
      {start > 0 ? '…' : ''}
      {text.slice(start, Math.max(start, end - 1))}
      <mark>{text.slice(Math.max(start, end - 1), end) || ' '}</mark>
      {text.slice(end, end + 12)}
    </code>
  )
}
