import { Input } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '../../i18n/use-text.ts'
import { FieldProblems } from './FieldProblems.tsx'
import type { FieldProps } from './field-contract.ts'
import { problemsAt } from './form-model.ts'

/** The DOM id of the field at a place. */
export const fieldId = (path: string): string => `truong-${path.replaceAll('.', '-')}`

/** Label, help and problems around any field; the input inside takes `id={fieldId(path)}`. */
export function FieldFrame({ field, children, group }: { field: FieldProps; children: ReactNode; group?: boolean }) {
  const text = useText()
  const { look, path, required } = field
  const own = problemsAt(field.problems, path)
  const id = fieldId(path)
  return (
    <Input.Wrapper
      id={id}
      label={text(look.title)}
      labelElement={group ? 'div' : 'label'}
      {...(look.help ? { description: text(look.help) } : {})}
      withAsterisk={required}
      data-field={path}
      {...(group ? { role: 'group', 'aria-labelledby': `${id}-label` } : {})}
    >
      {children}
      <FieldProblems problems={own} />
    </Input.Wrapper>
  )
}
