import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { JsonSchema } from '#shared/node/define.ts'
import { baseFields } from './base-fields.ts'
import { FieldList } from './FieldList.tsx'
import type { FieldProblem, FieldRegistry } from './field-contract.ts'
import { fieldsOf, type Values } from './form-model.ts'
import { FieldRegistryContext } from './registry-context.ts'

/** What a form drawn from a schema needs. */
export interface SchemaFormProps {
  /** An object schema whose properties carry `x-field` (see `shared/src/node/fields.ts`). */
  readonly schema: JsonSchema
  readonly values: Readonly<Record<string, unknown>>
  readonly onChange: (values: Readonly<Record<string, unknown>>) => void
  /** Shown beside their fields by `path`. */
  readonly problems?: readonly FieldProblem[]
  readonly disabled?: boolean
  /** Components by kind; default `baseFields`. Keep it one constant object, so that fields are not drawn anew. */
  readonly registry?: FieldRegistry
  /** Prefix of the places, for forms inside a larger one; default ''. */
  readonly path?: string
  /** What the button says that opens the advanced fields, where they are more than "advanced". */
  readonly advanced?: string
  /** Values outside this form that `showIf` may look at. */
  readonly beside?: Values
}

/** A form drawn from a JSON Schema with `x-field`. */
export function SchemaForm({
  schema,
  values,
  onChange,
  problems,
  disabled,
  registry,
  path,
  beside,
  ...more
}: SchemaFormProps) {
  const { t } = useTranslation('fields')
  if (fieldsOf(schema).length === 0) return <Text c="dimmed">{t('empty')}</Text>
  return (
    <FieldRegistryContext value={registry ?? baseFields}>
      <FieldList
        schema={schema}
        values={values}
        onChange={onChange}
        problems={problems ?? []}
        disabled={disabled ?? false}
        path={path ?? ''}
        beside={beside}
        advancedLabel={more.advanced}
      />
    </FieldRegistryContext>
  )
}
