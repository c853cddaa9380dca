import { Input } from '@mantine/core'
import type { ReactNode } from 'react'

/** A label and a help text over a field that is made of several parts. */
export function Labelled({
  label,
  help,
  children,
}: {
  readonly label: string
  readonly help?: string
  readonly children: ReactNode
}) {
  return (
    <Input.Wrapper label={label} labelElement="div" {...(help ? { description: help } : {})}>
      {children}
    </Input.Wrapper>
  )
}
