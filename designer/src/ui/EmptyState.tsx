import type { ReactNode } from 'react'
import styles from './ui.module.css'

/** What is shown where nothing is yet: what belongs here and the next step, as steps when there are several. */
export function EmptyState({
  icon,
  title,
  text,
  steps,
  children,
}: {
  icon?: ReactNode
  title: string
  text?: ReactNode
  steps?: readonly string[]
  children?: ReactNode
}) {
  return (
    <section className={styles.empty}>
      {icon}
      <h2>{title}</h2>
      {text ? <div>{text}</div> : null}
      {steps ? (
        <ol>
          {steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      ) : null}
      {children ? <div style={{ marginTop: 16 }}>{children}</div> : null}
    </section>
  )
}
