import { Button } from '@mantine/core'
import type { ReactNode } from 'react'

/** A plain button over the whole width of the inspector: something that can be done with what is selected. */
export function PlainAction({
  icon,
  label,
  disabled = false,
  onClick,
}: {
  readonly icon: ReactNode
  readonly label: string
  readonly disabled?: boolean
  readonly onClick: () => void
}) {
  return (
    <Button variant="default" justify="flex-start" leftSection={icon} disabled={disabled} onClick={onClick}>
      {label}
    </Button>
  )
}
