import { Fieldset, Group, NumberInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { RetentionDays } from '#shared/api/retention.ts'

const LONGEST_DAYS = 36_500
const FEWEST_RUNS = 100

/** The three numbers of one rule; without a legend they stand in a row of a table. */
export function RetentionFields({
  legend,
  rule,
  onChange,
}: {
  readonly legend?: string
  readonly rule: RetentionDays
  readonly onChange: (rule: RetentionDays) => void
}) {
  const { t } = useTranslation('administration')
  const { mostRuns, ...days } = rule
  const fields = (
    <Group gap={12} align="flex-start">
      <NumberInput
        w={220}
        label={t('retention.contentDays')}
        min={1}
        max={LONGEST_DAYS}
        allowDecimal={false}
        value={rule.contentDays}
        onChange={(value) => typeof value === 'number' && onChange({ ...rule, contentDays: value })}
      />
      <NumberInput
        w={220}
        label={t('retention.runDays')}
        min={1}
        max={LONGEST_DAYS}
        allowDecimal={false}
        error={rule.runDays < rule.contentDays ? t('retention.tooShort') : undefined}
        value={rule.runDays}
        onChange={(value) => typeof value === 'number' && onChange({ ...rule, runDays: value })}
      />
      <NumberInput
        w={220}
        label={t('retention.mostRuns')}
        placeholder={t('retention.noQuota')}
        min={FEWEST_RUNS}
        allowDecimal={false}
        thousandSeparator="."
        decimalSeparator=","
        value={mostRuns ?? ''}
        onChange={(value) => onChange(typeof value === 'number' ? { ...days, mostRuns: value } : days)}
      />
    </Group>
  )
  return legend === undefined ? fields : <Fieldset legend={legend}>{fields}</Fieldset>
}
