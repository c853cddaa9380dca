import { Tooltip } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import styles from './node.module.css'

/** Words on hover for the hundreds of marks on a canvas: the tooltip itself is only made while the pointer is there. */
export function Hint({ label, children }: { readonly label: ReactNode; readonly children: ReactNode }) {
  const [target, setTarget] = useState<HTMLElement | null>(null)
  return (
    <span
      className={styles.hint}
      onPointerEnter={(event) => setTarget(event.currentTarget)}
      onPointerLeave={() => setTarget(null)}
    >
      {children}
      {target ? <Tooltip target={target} opened label={label} multiline maw={360} withinPortal /> : null}
    </span>
  )
}
