import { Button, MultiSelect, Select, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch, IconX } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type RunStatus, runStatuses } from '#shared/api/runs.ts'
import { matchesText } from '#shared/text/fold-text.ts'
import { useOperation } from '../api/api-context.ts'
import { dateText, dayToMs } from '../ui/time-text.ts'
import { paramsOf, type RunFilter } from './run-filter.ts'
import styles from './runs.module.css'

const spans = { hour: 3_600_000, day: 86_400_000, week: 7 * 86_400_000 } as const
type Span = keyof typeof spans | 'any' | 'days'

/** Search by key, flow, states, time. */
export function RunFilterBar({ filter, onChange }: { filter: RunFilter; onChange: (filter: RunFilter) => void }) {
  const { t } = useTranslation(['runs', 'common'])
  const flows = useOperation('listFlows', {})
  const [q, setQ] = useState(filter.q)
  useEffect(() => setQ(filter.q), [filter.q])
  const search = useDebouncedCallback((text: string) => onChange({ ...filter, q: text }), 300)
  const flowOptions = (flows.data?.flows ?? []).map(({ id, title }) => ({ value: id, label: title }))
  if (filter.flow !== '' && !flowOptions.some(({ value }) => value === filter.flow))
    flowOptions.push({ value: filter.flow, label: filter.flow })
  return (
    <search className={styles.filters}>
      <TextInput
        aria-label={t('filter.q')}
        placeholder={t('filter.q')}
        leftSection={<IconSearch size={16} />}
        className={styles.search ?? ''}
        value={q}
        onChange={(event) => {
          setQ(event.currentTarget.value)
          search(event.currentTarget.value)
        }}
      />
      <Select
        aria-label={t('filter.flow')}
        placeholder={t('filter.anyFlow')}
        data={flowOptions}
        value={filter.flow === '' ? null : filter.flow}
        searchable
        clearable
        filter={({ options, search: words }) => options.filter((it) => 'label' in it && matchesText(words, [it.label]))}
        nothingFoundMessage={t('common:noMatch')}
        w={224}
        onChange={(flow) => onChange({ ...filter, flow: flow ?? '' })}
      />
      <MultiSelect
        aria-label={t('filter.status')}
        {...(filter.statuses.length === 0 ? { placeholder: t('filter.anyStatus') } : {})}
        data={runStatuses.map((status) => ({ value: status, label: t(`common:states.${status}`) }))}
        value={[...filter.statuses]}
        clearable
        className={styles.statuses ?? ''}
        onChange={(statuses) =>
          onChange({ ...filter, statuses: runStatuses.filter((it): it is RunStatus => statuses.includes(it)) })
        }
      />
      <TimeFilter filter={filter} onChange={onChange} />
      {paramsOf(filter).size > 0 ? (
        <Button
          variant="subtle"
          leftSection={<IconX size={16} />}
          onClick={() => onChange({ flow: '', statuses: [], q: '', from: '', to: '' })}
        >
          {t('common:actions.clear')}
        </Button>
      ) : null}
    </search>
  )
}

function TimeFilter({ filter, onChange }: { filter: RunFilter; onChange: (filter: RunFilter) => void }) {
  const { t } = useTranslation('runs')
  const [span, setSpan] = useState<Span>(filter.from === '' && filter.to === '' ? 'any' : 'days')
  const open = filter.from === '' && filter.to === ''
  const shown: Span = open && span !== 'days' ? 'any' : span
  return (
    <>
      <Select
        aria-label={t('filter.time')}
        data={(['any', 'hour', 'day', 'week', 'days'] as const).map((value) => ({
          value,
          label: t(`filter.spans.${value}`),
        }))}
        value={shown}
        allowDeselect={false}
        w={168}
        onChange={(value) => {
          const next = value === 'hour' || value === 'day' || value === 'week' || value === 'days' ? value : 'any'
          setSpan(next)
          if (next === 'any') onChange({ ...filter, from: '', to: '' })
          else if (next !== 'days')
            onChange({ ...filter, from: new Date(Date.now() - spans[next]).toISOString(), to: '' })
        }}
      />
      {shown === 'days' ? (
        <>
          <DayInput
            label={t('filter.from')}
            iso={filter.from}
            end={false}
            onChange={(from) => onChange({ ...filter, from })}
          />
          <DayInput label={t('filter.to')} iso={filter.to} end onChange={(to) => onChange({ ...filter, to })} />
        </>
      ) : null}
    </>
  )
}

function DayInput({
  label,
  iso,
  end,
  onChange,
}: {
  label: string
  iso: string
  end: boolean
  onChange: (iso: string) => void
}) {
  const { t } = useTranslation('runs')
  const [typed, setTyped] = useState(iso === '' ? '' : dateText(iso))
  const ms = dayToMs(typed, end)
  const wrong = typed.trim() !== '' && ms === undefined
  return (
    <TextInput
      aria-label={label}
      placeholder={`${label} dd/MM/yyyy`}
      error={wrong ? t('filter.dayForm') : null}
      w={156}
      value={typed}
      onChange={(event) => {
        const text = event.currentTarget.value
        setTyped(text)
        const at = dayToMs(text, end)
        if (at !== undefined) onChange(new Date(at).toISOString())
        else if (text.trim() === '') onChange('')
      }}
    />
  )
}
