import { Fieldset, NumberInput, SimpleGrid } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { RetentionDays } from '#shared/api/retention.ts'

const LONGEST_DAYS = 36_500
const FEWEST_RUNS = 100
const MEGABYTE = 1_000_000
const MOST_MEGABYTES = 1_000_000_000

/** The four numbers of one rule; without a legend they stand in a row of a table. */
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
  const { mostRuns: _runs, ...withoutRuns } = rule
  const { mostBytes, ...withoutBytes } = rule
  const fields = (
    <SimpleGrid cols={2} spacing={12} maw={700}>
      <NumberInput
        label={t('retention.contentDays')}
        min={1}
        max={LONGEST_DAYS}
        allowDecimal={false}
        value={rule.contentDays}
        onChange={(value) => typeof value === 'number' && onChange({ ...rule, contentDays: value })}
      />
      <NumberInput
        label={t('retention.runDays')}
        min={1}
        max={LONGEST_DAYS}
        allowDecimal={false}
        error={rule.runDays < rule.contentDays ? t('retention.tooShort') : undefined}
        value={rule.runDays}
        onChange={(value) => typeof value === 'number' && onChange({ ...rule, runDays: value })}
      />
      <NumberInput
        label={t('retention.mostRuns')}
        placeholder={t('retention.noQuota')}
        min={FEWEST_RUNS}
        allowDecimal={false}
        thousandSeparator="."
        decimalSeparator=","
        value={rule.mostRuns ?? ''}
        onChange={(value) => onChange(typeof value === 'number' ? { ...rule, mostRuns: value } : withoutRuns)}
      />
      <NumberInput
        label={t('retention.mostBytes')}
        description={t('retention.mostBytesHelp')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        placeholder={t('retention.noQuota')}
        min={1}
        max={MOST_MEGABYTES}
        allowDecimal={false}
        thousandSeparator="."
        decimalSeparator=","
        value={mostBytes === undefined ? '' : Math.round(mostBytes / MEGABYTE)}
        onChange={(value) =>
          onChange(typeof value === 'number' && value >= 1 ? { ...rule, mostBytes: value * MEGABYTE } : withoutBytes)
        }
      />
    </SimpleGrid>
  )
  return legend === undefined ? fields : <Fieldset legend={legend}>{fields}</Fieldset>
}
