import { ActionIcon, Button, FileButton, TextInput } from '@mantine/core'
import { IconArrowLeft, IconChevronLeft, IconChevronRight, IconFileExport, IconFileImport } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { StoredWorkCalendar } from '#shared/api/calendar.ts'
import { type CalendarData, type CalendarDay, calendarSchema } from '#shared/calendar/calendar.ts'
import { parseCells } from '#shared/text/cells.ts'
import { useAction, useHolds, useOperation } from '../api/api-context.ts'
import { useNumber } from '../i18n/use-text.ts'
import { dayOf, dayShown } from '../tables/table-text.ts'
import { ErrorCard } from '../ui/ErrorCard.tsx'
import { Loaded } from '../ui/Loaded.tsx'
import { notifyDone } from '../ui/notify.ts'
import { Page, PageHeader } from '../ui/PageHeader.tsx'
import { readFileText } from '../ui/read-file-text.ts'
import styles from './calendar.module.css'
import { HoursEditor } from './HoursEditor.tsx'
import { YearGrid } from './YearGrid.tsx'
import { csvOf, daysOfYear, readDays, toggled, withDays, withoutYear, workingDaysIn } from './year-model.ts'

/** The working calendar: a year at a glance, its days off and made-up days, and the office hours. */
export default function WorkCalendarPage() {
  const { t } = useTranslation('calendar')
  const query = useOperation('getCalendar', {})
  // Another version is another document: nothing of the one before may stay.
  if (query.data) return <Editor key={query.data.version} stored={query.data} />
  return (
    <Page header={<PageHeader title={t('title')} />}>
      <Loaded query={query}>{() => null}</Loaded>
    </Page>
  )
}

function Editor({ stored }: { stored: StoredWorkCalendar }) {
  const { t } = useTranslation(['calendar', 'common'])
  const mayChange = useHolds('designer')
  const save = useAction('saveCalendar', ['getCalendar'])
  const [data, setData] = useState<CalendarData>({ week: stored.week, years: stored.years })
  const [dirty, setDirty] = useState(false)
  const [year, setYear] = useState(() => new Date().getFullYear())
  const [refused, setRefused] = useState<readonly number[]>([])
  const change = (next: CalendarData) => {
    setData(next)
    setDirty(true)
  }
  const store = () =>
    save.mutate({ body: { ...data, version: stored.version } }, { onSuccess: () => notifyDone(t('saved')) })
  const take = async (file: File) => {
    const read = readDays(parseCells(await readFileText(file)), year, dayOf)
    setRefused(read.refused)
    if (read.days.length > 0) change(withDays(data, year, read.days))
  }
  const valid = calendarSchema.safeParse(data).success
  return (
    <Page
      header={
        <PageHeader title={t('title')} lead={t('lead')}>
          <Button variant="subtle" leftSection={<IconArrowLeft size={16} />} component={Link} to="/danh-muc">
            {t('back')}
          </Button>
          <Button
            variant="default"
            leftSection={<IconFileExport size={16} />}
            component="a"
            href={`data:text/csv;charset=utf-8,${encodeURIComponent(csvOf(daysOfYear(data, year)))}`}
            download={`lich-lam-viec-${year}.csv`}
          >
            {t('export')}
          </Button>
          {mayChange ? (
            <>
              <FileButton accept=".csv,.txt,.tsv,text/csv,text/plain" onChange={(file) => file && void take(file)}>
                {(props) => (
                  <Button variant="default" leftSection={<IconFileImport size={16} />} {...props}>
                    {t('import')}
                  </Button>
                )}
              </FileButton>
              <Button loading={save.isPending} disabled={!dirty || !valid} onClick={store}>
                {t('common:actions.save')}
              </Button>
            </>
          ) : null}
        </PageHeader>
      }
    >
      <div className={styles.page}>
        {save.error ? <ErrorCard error={save.error} /> : null}
        {valid ? null : (
          <p className={styles.fault} role="alert">
            {t('noWorkingTime')}
          </p>
        )}
        {refused.length > 0 ? (
          <p className={styles.fault} role="alert">
            {t('refused', { year, lines: refused.slice(0, 8).join(', ') })}
          </p>
        ) : null}
        <YearBar data={data} year={year} onYear={setYear} disabled={!mayChange} onChange={change} />
        <YearGrid
          key={year}
          data={data}
          year={year}
          disabled={!mayChange}
          onToggle={(date) => change(toggled(data, date))}
        />
        <DayNames
          days={daysOfYear(data, year)}
          disabled={!mayChange}
          onChange={(days) => change(withDays(data, year, days))}
        />
        <HoursEditor week={data.week} disabled={!mayChange} onChange={(week) => change({ ...data, week })} />
      </div>
    </Page>
  )
}

interface YearBarProps {
  readonly data: CalendarData
  readonly year: number
  readonly disabled: boolean
  readonly onYear: (year: number) => void
  readonly onChange: (data: CalendarData) => void
}

function YearBar({ data, year, disabled, onYear, onChange }: YearBarProps) {
  const { t } = useTranslation('calendar')
  const number = useNumber()
  const confirmed = data.years[year] !== undefined
  return (
    <div className={styles.bar}>
      <ActionIcon variant="default" size="lg" aria-label={t('previousYear')} onClick={() => onYear(year - 1)}>
        <IconChevronLeft size={16} />
      </ActionIcon>
      <h2>{year}</h2>
      <ActionIcon variant="default" size="lg" aria-label={t('nextYear')} onClick={() => onYear(year + 1)}>
        <IconChevronRight size={16} />
      </ActionIcon>
      <span>{t('workingDays', { days: number(workingDaysIn(data, year)) })}</span>
      <span className={confirmed ? styles.confirmed : styles.computed}>
        {confirmed ? t('confirmed') : t('computed', { year })}
      </span>
      {disabled ? null : confirmed ? (
        <Button variant="subtle" size="compact-md" onClick={() => onChange(withoutYear(data, year))}>
          {t('backToLaw')}
        </Button>
      ) : (
        <Button
          variant="default"
          size="compact-md"
          onClick={() => onChange(withDays(data, year, daysOfYear(data, year)))}
        >
          {t('confirm', { year })}
        </Button>
      )}
      <ul className={styles.legend}>
        {(['working', 'rest', 'off', 'made-up'] as const).map((state) => (
          <li key={state} data-state={state}>
            {t(`states.${state}`)}
          </li>
        ))}
      </ul>
    </div>
  )
}

interface DayNamesProps {
  readonly days: readonly CalendarDay[]
  readonly disabled: boolean
  readonly onChange: (days: readonly CalendarDay[]) => void
}

function DayNames({ days, disabled, onChange }: DayNamesProps) {
  const { t } = useTranslation('calendar')
  return (
    <section className={styles.names} aria-label={t('special')}>
      <h3>{t('special')}</h3>
      <ul>
        {days.map((day) => (
          <li key={day.date}>
            <span>
              {dayShown(day.date)} · {t(day.kind === 'off' ? 'states.off' : 'states.made-up')}
            </span>
            <TextInput
              aria-label={t('nameOf', { day: dayShown(day.date) })}
              placeholder={t('namePlaceholder')}
              maxLength={200}
              disabled={disabled}
              value={day.name}
              onChange={(event) => {
                const name = event.currentTarget.value
                onChange(days.map((it) => (it.date === day.date ? { ...it, name } : it)))
              }}
            />
          </li>
        ))}
      </ul>
    </section>
  )
}
