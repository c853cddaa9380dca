import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { type ReactNode, useId, useState } from 'react'
import styles from './section.module.css'

/** A part of a panel that folds. */
export function Section({
  title,
  hint,
  open: atFirst = false,
  children,
}: {
  readonly title: string
  /** Said beside the title while it is folded. */
  readonly hint?: string | undefined
  readonly open?: boolean
  readonly children: ReactNode
}) {
  const [open, setOpen] = useState(atFirst)
  const id = useId()
  const Arrow = open ? IconChevronDown : IconChevronRight
  return (
    <section className={styles.section}>
      <h3>
        <button type="button" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
          <Arrow size={16} aria-hidden />
          {title}
          {!open && hint ? <span className={styles.dim}>{hint}</span> : null}
        </button>
      </h3>
      <div id={id} hidden={!open}>
        {open ? children : null}
      </div>
    </section>
  )
}
