import { TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'

/** A title: kept while it is typed, taken over when the field is left or with Enter; Escape brings the old one back. */
export function TitleField({
  label,
  value,
  placeholder,
  disabled,
  onCommit,
}: {
  readonly label: string
  readonly value: string
  readonly placeholder?: string
  readonly disabled: boolean
  readonly onCommit: (title: string) => void
}) {
  const [typed, setTyped] = useState(value)
  useEffect(() => setTyped(value), [value])
  return (
    <TextInput
      label={label}
      data-autofocus
      {...(placeholder ? { placeholder } : {})}
      maxLength={200}
      disabled={disabled}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={() => {
        if (typed !== value) onCommit(typed)
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur()
        if (event.key === 'Escape' && typed !== value) {
          event.stopPropagation()
          setTyped(value)
        }
      }}
    />
  )
}
