import { Button, VisuallyHidden } from '@mantine/core'
import { IconCircle, IconCircleCheck, IconCircleDot } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { type Tour, type TourStep, tourSteps } from '#shared/api/tour.ts'
import { useApi } from '../api/api-context.ts'
import { focusWhenThere } from './focus-when-there.ts'
import styles from './tour.module.css'
import { afterCall, currentStep, placeOf, withDone } from './tour-model.ts'
import { DESCRIPTION, useMarkedControl } from './use-marked-control.ts'
import { useTour } from './use-tour.ts'

/** The checklist of the tour, below every page while it is taken. */
export function TourCard() {
  const { tour, save } = useTour()
  const [taken, setTaken] = useState(false)
  useRecognised(tour, save)
  useEffect(() => {
    if (tour?.state === 'open') setTaken(true)
  }, [tour?.state])
  if (tour?.state === 'open') return <Checklist tour={tour} save={save} />
  return tour?.state === 'done' && taken ? <Through onClose={() => setTaken(false)} /> : null
}

function Checklist({ tour, save }: { readonly tour: Tour; readonly save: (tour: Tour) => void }) {
  const { t } = useTranslation('tour')
  const go = useNavigate()
  const root = useRef<HTMLElement>(null)
  const step = currentStep(tour)
  const place = step && placeOf(step, tour.flow)
  const leave = () => {
    save({ ...tour, state: 'left' })
    document.getElementById('noi-dung')?.focus()
  }
  useMarkedControl(place?.control)
  useEscape(root, leave)
  useEffect(() => root.current?.focus(), [])
  if (!step || !place) return null
  const show = () => {
    if (!isHere(place.path)) void go(place.path)
    focusWhenThere(place.control)
  }
  return (
    <aside ref={root} className={styles.card} tabIndex={-1} aria-labelledby="tour-title" data-tour-card>
      <header>
        <h2 id="tour-title">{t('title', { number: tourSteps.indexOf(step) + 1, count: tourSteps.length })}</h2>
        <ol>
          {tourSteps.map((it) => (
            <Line key={it} step={it} done={tour.done.includes(it)} current={it === step} />
          ))}
        </ol>
      </header>
      <p id={DESCRIPTION} role="status">
        {t(`steps.${step}.text`)}
      </p>
      <footer>
        <Button size="compact-md" onClick={show}>
          {t('show')}
        </Button>
        <Button size="compact-md" variant="subtle" onClick={leave}>
          {t('later')}
        </Button>
        <Button size="compact-md" variant="subtle" color="gray" onClick={() => save({ ...tour, state: 'skipped' })}>
          {t('skip')}
        </Button>
      </footer>
    </aside>
  )
}

function Line({ step, done, current }: { readonly step: TourStep; readonly done: boolean; readonly current: boolean }) {
  const { t } = useTranslation('tour')
  const title = t(`steps.${step}.title`)
  const Icon = done ? IconCircleCheck : current ? IconCircleDot : IconCircle
  return (
    <li title={title} data-done={done || undefined} {...(current ? { 'aria-current': 'step' as const } : {})}>
      <Icon size={18} aria-hidden />
      {current ? <span>{title}</span> : <VisuallyHidden>{title}</VisuallyHidden>}
      <VisuallyHidden>{done ? t('done') : ''}</VisuallyHidden>
    </li>
  )
}

/** Says once that the tour is through. */
function Through({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('tour')
  return (
    <aside className={styles.card} aria-labelledby="tour-title" data-tour-card>
      <h2 id="tour-title">{t('through.title')}</h2>
      <p role="status">{t('through.text')}</p>
      <footer>
        <Button size="compact-md" onClick={onClose}>
          {t('through.close')}
        </Button>
      </footer>
    </aside>
  )
}

/** Takes steps as done by what the designer did: calls that succeeded, and the node editor that was opened. */
function useRecognised(tour: Tour | undefined, save: (tour: Tour) => void): void {
  const { heard } = useApi()
  const now = useRef({ tour, save })
  now.current = { tour, save }
  const open = tour?.state === 'open'
  useEffect(() => {
    if (!open) return
    const learn = (change: (tour: Tour) => Tour) => {
      const { tour: before, save: keep } = now.current
      if (before?.state !== 'open') return
      const after = change(before)
      if (after === before) return
      now.current = { tour: after, save: keep }
      keep(after)
    }
    const stop = heard((call) => learn((it) => afterCall(it, call)))
    const look = () => {
      if (document.querySelector('[data-tour="panes"]'))
        learn((it) => (it.flow !== undefined && isHere(`/luong/${it.flow}`) ? withDone(it, 'node') : it))
    }
    const observer = new MutationObserver(look)
    observer.observe(document.body, { childList: true, subtree: true })
    return () => {
      stop()
      observer.disconnect()
    }
  }, [open, heard])
}

const isHere = (path: string): boolean => `${location.pathname}${path.includes('?') ? location.search : ''}` === path

/** Escape on the card or on the control that it points at leaves the tour; on the canvas and in dialogs Escape has its own meaning. */
function useEscape(root: { readonly current: HTMLElement | null }, leave: () => void): void {
  const last = useRef(leave)
  last.current = leave
  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent | KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || !(event.target instanceof Element)) return
      const onCard = root.current?.contains(event.target) === true
      const onControl = event.target.closest('[data-tour-now]:not([data-node])') !== null
      if (onCard || onControl) last.current()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [root])
}
