import { Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Dynamic } from '#shared/node/dynamic.ts'
import { ValueInput } from '../formula/ValueInput.tsx'
import { Labelled } from './Labelled.tsx'
import { withPart } from './mapping-edits.ts'
import type { PartProps } from './TurnFields.tsx'

/** The type of a value and what happens without one. */
export function LeafRules({ item, disabled, onChange }: PartProps) {
  const { t } = useTranslation('mapper')
  const types = ['any', 'text', 'number', 'boolean'] as const
  const rules = ['error', 'omit', 'null'] as const
  return (
    <>
      <Select
        label={t('as')}
        data={types.map((value) => ({ value, label: t(`types.${value}`) }))}
        value={item.as ?? 'any'}
        allowDeselect={false}
        disabled={disabled}
        onChange={(next) => {
          const as = types.find((it) => it === next)
          onChange(withPart(item, 'as', as === 'any' ? undefined : as))
        }}
      />
      <Select
        label={t('missing')}
        data={rules.map((value) => ({ value, label: t(`rules.${value}`) }))}
        value={item.missing ?? 'error'}
        allowDeselect={false}
        disabled={disabled}
        onChange={(next) => {
          const missing = rules.find((it) => it === next)
          onChange(withPart(item, 'missing', missing === 'error' ? undefined : missing))
        }}
      />
      <Labelled label={t('default')} help={t('defaultHelp')}>
        <ValueInput
          label={t('default')}
          value={item.default}
          disabled={disabled}
          start="literal"
          onChange={(value: Dynamic | undefined) => onChange(withPart(item, 'default', value))}
        />
      </Labelled>
    </>
  )
}
