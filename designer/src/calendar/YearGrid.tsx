import { type KeyboardEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CalendarData } from '#shared/calendar/calendar.ts'
import { DAY_MS, dayFromIso, isoDay, weekdayOf } from '#shared/calendar/days.ts'
import styles from './calendar.module.css'
import { monthsOf, weekdays } from './year-model.ts'

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }

/** What the grid is given. */
export interface YearGridProps {
  readonly data: CalendarData
  readonly year: number
  readonly disabled: boolean
  readonly onToggle: (date: string) => void
}

/** Twelve months of buttons: a click changes a day, arrow keys move between them, only one is a tab stop. */
export function YearGrid({ data, year, disabled, onToggle }: YearGridProps) {
  const { t } = useTranslation('calendar')
  const grid = useRef<HTMLDivElement>(null)
  const [current, setCurrent] = useState(`${year}-01-01`)
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key]
    const day = dayFromIso(current)
    if (step === undefined || day === undefined) return
    const last = Date.UTC(year, 11, 31) / DAY_MS
    const next = isoDay(Math.max(Date.UTC(year, 0, 1) / DAY_MS, Math.min(last, day + step)))
    event.preventDefault()
    setCurrent(next)
    grid.current?.querySelector<HTMLElement>(`[data-date="${next}"]`)?.focus()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys come from the buttons inside
    <div ref={grid} className={styles.year} onKeyDown={onKeyDown}>
      {monthsOf(data, year).map((days, month) => (
        <section key={days[0]?.date} className={styles.month} aria-label={t('month', { month: month + 1, year })}>
          <h3>{t('month', { month: month + 1, year })}</h3>
          <div className={styles.days}>
            {weekdays.map((weekday) => (
              <span key={weekday} className={styles.weekday} aria-hidden>
                {t(`short.${weekday}`)}
              </span>
            ))}
            {days.map(({ date, state, name }, at) => (
              <button
                key={date}
                type="button"
                data-date={date}
                data-state={state}
                style={at === 0 ? { gridColumnStart: weekdayOf(dayFromIso(date) ?? 0) + 1 } : undefined}
                tabIndex={date === current ? 0 : -1}
                aria-disabled={disabled || undefined}
                aria-label={`${t('day', { day: at + 1, month: month + 1, year })}: ${t(`states.${state}`)}${name === '' ? '' : `, ${name}`}`}
                title={name === '' ? t(`states.${state}`) : name}
                onFocus={() => setCurrent(date)}
                onClick={() => {
                  if (!disabled) onToggle(date)
                }}
              >
                {at + 1}
              </button>
            ))}
          </div>
        </section>
      ))}
    </div>
  )
}
