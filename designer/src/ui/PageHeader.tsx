import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './ui.module.css'

/** Name of the screen, a line under it, and its actions on the right; also names the browser's tab. */
export function PageHeader({ title, lead, children }: { title: string; lead?: ReactNode; children?: ReactNode }) {
  const { t } = useTranslation()
  useEffect(() => {
    document.title = `${title} · ${t('product')}`
  }, [title, t])
  return (
    <header className={styles.header}>
      <div className={styles.heading}>
        <h1>{title}</h1>
        {lead ? <div className={styles.lead}>{lead}</div> : null}
      </div>
      {children ? <div className={styles.headerActions}>{children}</div> : null}
    </header>
  )
}

/** A screen: header that stays, content that scrolls. */
export function Page({ header, children }: { header: ReactNode; children: ReactNode }) {
  return (
    <div className={styles.page}>
      {header}
      <div className={styles.content}>{children}</div>
    </div>
  )
}
