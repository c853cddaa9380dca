import { Tooltip } from '@mantine/core'
import { useLanguage } from '../i18n/use-text.ts'
import { dateTimeText, relativeText } from './time-text.ts'
import { useNow } from './use-now.ts'

/** A time: relative in words with the exact time on hover (`relative`), or exact with the words on hover. */
export function Time({ at, relative }: { at: string | number; relative?: boolean }) {
  const language = useLanguage()
  const now = useNow()
  const ms = typeof at === 'number' ? at : Date.parse(at)
  if (!Number.isFinite(ms)) return null
  const exact = dateTimeText(ms)
  const words = relativeText(ms, Math.max(now, Date.now()), language)
  return (
    <Tooltip label={relative ? exact : words} openDelay={300} withinPortal>
      <time dateTime={new Date(ms).toISOString()} style={{ whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' }}>
        {relative ? words : exact}
      </time>
    </Tooltip>
  )
}
