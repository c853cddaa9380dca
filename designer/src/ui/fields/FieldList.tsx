import { Button, Collapse, Stack } from '@mantine/core'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { JsonSchema } from '#shared/node/define.ts'
import type { FieldProblem } from './field-contract.ts'
import {
  asValues,
  type DrawnField,
  fieldsOf,
  isShown,
  placeBelow,
  problemsBelow,
  type Values,
  withDefaults,
  withValue,
} from './form-model.ts'
import { useFieldRegistry } from './registry-context.ts'

/** What draws the fields of one object. */
export interface FieldListProps {
  readonly schema: JsonSchema
  readonly values: unknown
  readonly onChange: (values: Readonly<Record<string, unknown>>) => void
  readonly problems: readonly FieldProblem[]
  readonly disabled: boolean
  /** Place of the object in the form; '' at the root. */
  readonly path: string
  /** Values beside this object that `showIf` may look at too (the open values of a connection beside its secrets). */
  readonly beside?: Values | undefined
  /** In place of "Nâng cao". */
  readonly advancedLabel?: string | undefined
}

/** The fields of an object in order, hidden ones left out, advanced ones folded. */
export function FieldList(props: FieldListProps) {
  const { schema, values: raw, onChange, problems, disabled, path, beside, advancedLabel } = props
  const { t } = useTranslation('fields')
  const registry = useFieldRegistry()
  const values = asValues(raw)
  const siblings = { ...beside, ...withDefaults(schema, values) }
  const visible = fieldsOf(schema).filter(({ look }) => isShown(look, siblings))
  const plain = visible.filter(({ look }) => !look.advanced)
  const advanced = visible.filter(({ look }) => look.advanced)
  const troubled = advanced.some(({ name }) => problemsBelow(problems, placeBelow(path, name)).length > 0)
  const [opened, setOpened] = useState(false)
  const open = opened || troubled
  const draw = (field: DrawnField) => {
    const place = placeBelow(path, field.name)
    const Field = registry[field.look.kind] ?? registry.text
    return (
      <Field
        key={field.name}
        path={place}
        schema={field.schema}
        look={field.look}
        required={field.required}
        value={Object.hasOwn(values, field.name) ? values[field.name] : undefined}
        siblings={siblings}
        problems={problemsBelow(problems, place)}
        disabled={disabled}
        onChange={(value) => onChange(withValue(values, field.name, value))}
      />
    )
  }
  return (
    <Stack gap={12}>
      {plain.map(draw)}
      {advanced.length > 0 ? (
        <div>
          <Button
            variant="subtle"
            size="compact-sm"
            px={4}
            title={t('advancedHint')}
            leftSection={open ? <IconChevronDown size={16} /> : <IconChevronRight size={16} />}
            aria-expanded={open}
            onClick={() => setOpened(!open)}
          >
            {advancedLabel ?? t('advanced')}
          </Button>
          <Collapse expanded={open} keepMounted={false} transitionDuration={0}>
            <Stack gap={12} mt={8}>
              {advanced.map(draw)}
            </Stack>
          </Collapse>
        </div>
      ) : null}
    </Stack>
  )
}
