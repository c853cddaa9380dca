import { useTranslation } from 'react-i18next'
import type { TextLine } from '#shared/flow/diff/text-lines.ts'
import styles from './compare.module.css'

const signs = { same: ' ', added: '+', removed: '−' } as const

/** A compared text, line by line; signs tell what colours tell. */
export function TextLines({ lines }: { readonly lines: readonly TextLine[] }) {
  const { t } = useTranslation('compare')
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <pre className={styles.lines} tabIndex={0}>
      {lines.map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity of their own; the list is replaced as a whole
        <span key={at} className={styles.line} data-is={line.is}>
          {line.is === 'skipped' ? t('skipped', { count: line.count }) : `${signs[line.is]} ${line.text}`}
        </span>
      ))}
    </pre>
  )
}
