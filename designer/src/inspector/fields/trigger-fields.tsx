import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { openCalendar } from '#shared/calendar/calendar.ts'
import { withinOf } from '#shared/calendar/timetable.ts'
import { useOperation } from '../../api/api-context.ts'
import { useText } from '../../i18n/use-text.ts'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { CodeLineField } from '../../ui/fields/basic-fields.tsx'
import type { FieldProps } from '../../ui/fields/field-contract.ts'
import { dateTimeText } from '../../ui/time-text.ts'
import { useNow } from '../../ui/use-now.ts'
import { cronWords, nextTimes, weekdayOf } from '../cron-words.ts'
import styles from '../inspector.module.css'

const SHOWN = 5

/** A timetable with its words and next times. */
export function CronField(field: FieldProps) {
  const { t } = useTranslation('inspector')
  const text = useText()
  const now = useNow()
  const cron = typeof field.value === 'string' ? field.value : String(field.schema.default ?? '')
  const words = cronWords(cron)
  const within = withinOf(field.siblings)
  const stored = useOperation('getCalendar', {}, { enabled: within.time !== 'always' }).data
  const calendar = useMemo(() => stored && openCalendar(stored), [stored])
  const times = cron.trim() === '' ? undefined : nextTimes({ cron, within }, now, SHOWN, calendar)
  return (
    <div>
      <CodeLineField {...field} />
      <div className={styles.below} role="status">
        {words && times ? <strong>{text(words)}</strong> : null}
        {times === undefined ? (
          <span>{t('cron.wrong')}</span>
        ) : times.length === 0 ? (
          <span>{t('cron.never')}</span>
        ) : (
          <>
            <span>{t('cron.next')}</span>
            <ul>
              {times.map((at) => (
                <li key={at}>
                  {dateTimeText(at).slice(0, 16)} · {text(weekdayOf(at))}
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </div>
  )
}

/** A path of the gateway with the whole address that partners call. */
export function PathField(field: FieldProps) {
  const { t } = useTranslation('inspector')
  const gateway = useOperation('health', {}).data?.gateway.address
  const path = typeof field.value === 'string' ? field.value : ''
  const method = typeof field.siblings.method === 'string' ? `${field.siblings.method} ` : ''
  const address = gateway && path !== '' ? `${gateway}${path}` : undefined
  return (
    <div>
      <CodeLineField {...field} />
      {address ? (
        <div className={styles.address}>
          <span className={styles.dim}>{t('path.address')}</span>
          <code>
            {method}
            {address}
          </code>
          <CopyButton text={address} label={t('path.copy')} />
        </div>
      ) : null}
    </div>
  )
}
