import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CalendarData } from '#shared/calendar/calendar.ts'
import { Section } from '../ui/Section.tsx'
import styles from './calendar.module.css'
import { hoursText, readHours, usualWeek, weekdays } from './year-model.ts'

/** What the editor is given. */
export interface HoursEditorProps {
  readonly week: CalendarData['week']
  readonly disabled: boolean
  readonly onChange: (week: CalendarData['week']) => void
}

/** Office hours by weekday, typed as text. */
export function HoursEditor({ week, disabled, onChange }: HoursEditorProps) {
  const { t } = useTranslation('calendar')
  return (
    <Section title={t('hours.title')} hint={hoursText(week[0] ?? [])}>
      <p className={styles.note}>{t('hours.note')}</p>
      <div className={styles.hours}>
        {weekdays.map((weekday, at) => (
          <DayHours
            key={`${weekday} ${hoursText(week[at] ?? [])}`}
            label={t(`weekdays.${weekday}`)}
            value={hoursText(week[at] ?? [])}
            disabled={disabled}
            onRead={(hours) => onChange(week.map((day, i) => (i === at ? hours : day)))}
          />
        ))}
      </div>
      {disabled ? null : (
        <Button variant="default" size="compact-md" onClick={() => onChange(usualWeek)}>
          {t('hours.usual')}
        </Button>
      )}
    </Section>
  )
}

interface DayHoursProps {
  readonly label: string
  readonly value: string
  readonly disabled: boolean
  readonly onRead: (hours: CalendarData['week'][number]) => void
}

function DayHours({ label, value, disabled, onRead }: DayHoursProps) {
  const { t } = useTranslation('calendar')
  const [typed, setTyped] = useState(value)
  const hours = readHours(typed)
  return (
    <TextInput
      label={label}
      placeholder={t('hours.off')}
      disabled={disabled}
      error={hours === undefined ? t('hours.wrong') : undefined}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={() => {
        if (hours !== undefined && typed !== value) onRead(hours)
      }}
    />
  )
}
