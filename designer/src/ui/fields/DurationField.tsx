import { Group, NumberInput, Select } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLanguage } from '../../i18n/use-text.ts'
import { type DurationUnit, durationUnits, joinDuration, splitDuration } from './duration.ts'
import { FieldFrame, fieldId } from './FieldFrame.tsx'
import type { FieldProps } from './field-contract.ts'
import { problemsAt } from './form-model.ts'

const unitNames = Object.keys(durationUnits).reverse() as DurationUnit[]

/** A length of time as an amount and a unit; stored as ISO 8601. */
export function DurationField(field: FieldProps) {
  const { t } = useTranslation('fields')
  const language = useLanguage()
  const stored = typeof field.value === 'string' ? splitDuration(field.value) : undefined
  const fallback = typeof field.schema.default === 'string' ? splitDuration(field.schema.default) : undefined
  // The unit chosen last is kept while it can show the amount, so 60 seconds do not jump to 1 minute while typing.
  const [chosen, setChosen] = useState<DurationUnit>()
  const unit = chosen ?? stored?.unit ?? fallback?.unit ?? 's'
  const amount = stored ? (stored.amount * durationUnits[stored.unit]) / durationUnits[unit] : ''
  const wrong = problemsAt(field.problems, field.path).some((it) => it.severity === 'error')
  return (
    <FieldFrame field={field}>
      <Group gap={8} wrap="nowrap">
        <NumberInput
          id={fieldId(field.path)}
          value={amount}
          min={0}
          decimalScale={3}
          decimalSeparator={language === 'vi' ? ',' : '.'}
          {...(fallback
            ? { placeholder: String((fallback.amount * durationUnits[fallback.unit]) / durationUnits[unit]) }
            : {})}
          disabled={field.disabled}
          error={wrong}
          flex={1}
          onChange={(value) => {
            setChosen(unit)
            field.onChange(typeof value === 'number' ? joinDuration(value, unit) : undefined)
          }}
        />
        <Select
          aria-label={t('unit')}
          data={unitNames.map((name) => ({ value: name, label: t(`units.${name}`) }))}
          value={unit}
          allowDeselect={false}
          disabled={field.disabled}
          w={128}
          onChange={(next) => {
            const name = unitNames.find((it) => it === next)
            if (!name) return
            setChosen(name)
            if (typeof amount === 'number') field.onChange(joinDuration(amount, name))
          }}
        />
      </Group>
    </FieldFrame>
  )
}
