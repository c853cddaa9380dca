import { NumberInput, Select, Switch, Textarea, TextInput, type TextInputProps } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useLanguage, useText } from '../../i18n/use-text.ts'
import { FieldFrame, fieldId } from './FieldFrame.tsx'
import type { FieldProps } from './field-contract.ts'
import styles from './fields.module.css'
import { problemsAt } from './form-model.ts'
import { TakeFile } from './TakeFile.tsx'

const shown = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')
const isWrong = (field: FieldProps): boolean =>
  problemsAt(field.problems, field.path).some((it) => it.severity === 'error')
const orNothing = (text: string): string | undefined => (text === '' ? undefined : text)

/** What an input that shows a default says when nothing is stored. */
function usePlaceholder(field: FieldProps): string | undefined {
  const { t } = useTranslation('fields')
  if (field.look.placeholder) return field.look.placeholder
  const fallback = shown(field.schema.default)
  return fallback === '' ? undefined : t('default', { value: fallback })
}

function LineField({ field, ...look }: { readonly field: FieldProps } & TextInputProps) {
  const placeholder = usePlaceholder(field)
  return (
    <FieldFrame field={field}>
      <TextInput
        {...look}
        id={fieldId(field.path)}
        value={shown(field.value)}
        {...(placeholder ? { placeholder } : {})}
        disabled={field.disabled}
        error={isWrong(field)}
        onChange={(event) => field.onChange(orNothing(event.currentTarget.value))}
      />
    </FieldFrame>
  )
}

/** One line of text. */
export function TextField(field: FieldProps) {
  return <LineField field={field} />
}

/** One line in a fixed-width face: addresses, schedules, names of technical things. */
export function CodeLineField(field: FieldProps) {
  return <LineField field={field} className={styles.mono ?? ''} spellCheck={false} autoCapitalize="off" />
}

/** Several lines of text. */
export function LongTextField(field: FieldProps) {
  const placeholder = usePlaceholder(field)
  const fixedWidth = field.look.kind === 'code' || field.look.kind === 'expression' || field.look.kind === 'condition'
  return (
    <FieldFrame field={field}>
      <Textarea
        id={fieldId(field.path)}
        className={fixedWidth ? (styles.mono ?? '') : ''}
        spellCheck={!fixedWidth}
        autosize
        minRows={field.look.kind === 'long-text' || field.look.kind === 'code' ? 3 : 1}
        maxRows={16}
        value={shown(field.value)}
        {...(placeholder ? { placeholder } : {})}
        disabled={field.disabled}
        error={isWrong(field)}
        onChange={(event) => field.onChange(orNothing(event.currentTarget.value))}
      />
      <TakeFile field={field} />
    </FieldFrame>
  )
}

const limit = (value: unknown): number | undefined =>
  typeof value === 'number' && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : undefined

/** A number, with a decimal comma in Vietnamese. */
export function NumberField(field: FieldProps) {
  const language = useLanguage()
  const placeholder = usePlaceholder(field)
  const min = limit(field.schema.minimum)
  const max = limit(field.schema.maximum)
  return (
    <FieldFrame field={field}>
      <NumberInput
        id={fieldId(field.path)}
        value={typeof field.value === 'number' ? field.value : ''}
        {...(placeholder ? { placeholder } : {})}
        {...(min === undefined ? {} : { min })}
        {...(max === undefined ? {} : { max })}
        allowDecimal={field.schema.type !== 'integer'}
        decimalSeparator={language === 'vi' ? ',' : '.'}
        clampBehavior="none"
        disabled={field.disabled}
        error={isWrong(field)}
        onChange={(value) => field.onChange(typeof value === 'number' ? value : undefined)}
      />
    </FieldFrame>
  )
}

/** Yes or no; a default holds until it is touched. */
export function BooleanField(field: FieldProps) {
  const text = useText()
  const checked = typeof field.value === 'boolean' ? field.value : field.schema.default === true
  return (
    <Switch
      id={fieldId(field.path)}
      data-field={field.path}
      label={text(field.look.title)}
      {...(field.look.help ? { description: text(field.look.help) } : {})}
      checked={checked}
      disabled={field.disabled}
      error={isWrong(field)}
      onChange={(event) => field.onChange(event.currentTarget.checked)}
    />
  )
}

/** One of a few words. */
export function ChoiceField(field: FieldProps) {
  const text = useText()
  const { t } = useTranslation(['fields', 'common'])
  const given = field.look.options ?? []
  const values = Array.isArray(field.schema.enum) ? field.schema.enum.map(String) : []
  const data = given.length > 0 ? given.map((it) => ({ value: it.value, label: text(it.title) })) : values
  const value = typeof field.value === 'string' ? field.value : shown(field.schema.default)
  return (
    <FieldFrame field={field}>
      <Select
        id={fieldId(field.path)}
        data={data}
        value={value === '' ? null : value}
        placeholder={t('fields:notSet')}
        searchable={data.length > 8}
        nothingFoundMessage={t('common:noMatch')}
        allowDeselect={!field.required && field.schema.default === undefined}
        disabled={field.disabled}
        error={isWrong(field)}
        onChange={(next) => field.onChange(next ?? undefined)}
      />
    </FieldFrame>
  )
}
