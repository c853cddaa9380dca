import { ActionIcon, Tooltip } from '@mantine/core'
import { useReducedMotion } from '@mantine/hooks'
import {
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerSkipBack,
  IconPlayerSkipForward,
  IconPlayerTrackNext,
  IconPlayerTrackPrev,
} from '@tabler/icons-react'
import { useEffect, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { StateChip } from '../ui/StateChip.tsx'
import type { RunEvent } from './run-events.ts'
import styles from './travel.module.css'

/** How long a moment stays while it plays. Who asked for less motion gets more time for each picture. */
const STAY_MS = 700
const STAY_CALM_MS = 1500

/** A slider over the moments of a run: arrow keys, Home and End go through it, or it plays by itself. */
export function TravelBar({
  events,
  at,
  onAt,
  titleOf,
}: {
  readonly events: readonly RunEvent[]
  /** How many moments have passed. */
  readonly at: number
  readonly onAt: (at: number) => void
  readonly titleOf: (node: string) => string
}) {
  const { t } = useTranslation('debug')
  const id = useId()
  const end = events.length
  const playing = usePlaying(at, end, onAt)
  const event = events[at - 1]
  const words = event
    ? t('travel.moment', { at, end, title: titleOf(event.step.node) }) +
      (event.step.attempts > 1 ? ` · ${t('travel.attempt', { number: event.attempt })}` : '')
    : t('travel.before', { end })
  const go = (next: number) => {
    playing.pause()
    onAt(Math.max(0, Math.min(end, next)))
  }
  const buttons = [
    { label: t('travel.first'), Icon: IconPlayerSkipBack, act: () => go(0), off: at === 0 },
    { label: t('travel.previous'), Icon: IconPlayerTrackPrev, act: () => go(at - 1), off: at === 0 },
    {
      label: t(playing.on ? 'travel.pause' : 'travel.play'),
      Icon: playing.on ? IconPlayerPauseFilled : IconPlayerPlayFilled,
      act: playing.toggle,
      off: false,
    },
    { label: t('travel.next'), Icon: IconPlayerTrackNext, act: () => go(at + 1), off: at === end },
    { label: t('travel.last'), Icon: IconPlayerSkipForward, act: () => go(end), off: at === end },
  ]
  return (
    <section className={styles.bar} aria-label={t('travel.label')}>
      <div className={styles.buttons}>
        {buttons.map(({ label, Icon, act, off }, position) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the buttons keep their places, while one changes its words
          <Tooltip key={position} label={label}>
            {/* aria-disabled and not disabled: a button that has come to the end keeps the focus. */}
            <ActionIcon variant="subtle" size={32} aria-label={label} aria-disabled={off} data-off={off} onClick={act}>
              <Icon size={18} />
            </ActionIcon>
          </Tooltip>
        ))}
      </div>
      <input
        id={id}
        type="range"
        className={styles.slider}
        min={0}
        max={end}
        value={at}
        aria-label={t('travel.slider')}
        aria-valuetext={words}
        onChange={(change) => go(Number(change.currentTarget.value))}
      />
      <output className={styles.words} htmlFor={id}>
        {words}
        {event ? <StateChip state={event.last ? event.step.status : 'retrying'} plain /> : null}
      </output>
    </section>
  )
}

/** Plays the moments one after the other until the end. */
function usePlaying(at: number, end: number, onAt: (at: number) => void) {
  const [on, setOn] = useState(false)
  const calm = useReducedMotion()
  useEffect(() => {
    if (!on) return
    const timer = setTimeout(
      () => {
        if (at < end) onAt(at + 1)
        if (at + 1 >= end) setOn(false)
      },
      calm ? STAY_CALM_MS : STAY_MS,
    )
    return () => clearTimeout(timer)
  }, [on, at, end, onAt, calm])
  return {
    on,
    pause: () => setOn(false),
    toggle: () => {
      if (!on && at >= end) onAt(0)
      setOn(!on)
    },
  }
}
