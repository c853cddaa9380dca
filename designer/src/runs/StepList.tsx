import { IconArrowBackUp } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Run } from '#shared/api/runs.ts'
import { useLanguage } from '../i18n/use-text.ts'
import { StateChip } from '../ui/StateChip.tsx'
import { lengthText } from '../ui/time-text.ts'
import styles from './runs.module.css'
import { placeOfStep, placeSteps } from './step-model.ts'

/** Stands for the reply among the steps. */
export const REPLY = ':tra-loi'

/** The steps of a run as a list with their share of its time; arrow keys go from step to step. */
export function StepList({
  run,
  titles,
  chosen,
  onChoose,
}: {
  run: Run
  titles: ReadonlyMap<string, string>
  chosen: string | null
  onChoose: (path: string) => void
}) {
  const { t } = useTranslation('runs')
  const language = useLanguage()
  const list = useRef<HTMLDivElement>(null)
  const placed = useMemo(() => placeSteps(run.steps), [run.steps])
  const paths = useMemo(() => [...run.steps.map(({ path }) => path), ...(run.reply ? [REPLY] : [])], [run])
  useEffect(() => {
    const at = chosen === null ? -1 : paths.indexOf(chosen)
    list.current?.querySelector(`#buoc-${at}`)?.scrollIntoView({ block: 'nearest' })
  }, [chosen, paths])
  const onKeyDown = (event: KeyboardEvent) => {
    const at = paths.indexOf(chosen ?? '')
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: paths.length - 1 }[event.key]
    if (next === undefined) return
    event.preventDefault()
    const path = paths[Math.max(0, Math.min(paths.length - 1, next))]
    if (path !== undefined) onChoose(path)
  }
  return (
    <div
      ref={list}
      role="listbox"
      tabIndex={0}
      aria-label={t('view.steps')}
      aria-activedescendant={chosen === null ? undefined : `buoc-${paths.indexOf(chosen)}`}
      className={styles.steps}
      onKeyDown={onKeyDown}
    >
      {placed.map(({ step, start, length }, at) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the list, as the listbox pattern asks
        <div
          key={step.path}
          id={`buoc-${at}`}
          role="option"
          tabIndex={-1}
          aria-selected={step.path === chosen}
          className={styles.step}
          onClick={() => onChoose(step.path)}
        >
          <span className={styles.stepTitle}>{titles.get(step.node) ?? step.node}</span>
          <span className={styles.stepTime}>{lengthText(step.durationMs, language)}</span>
          <span className={styles.stepState}>
            <StateChip state={step.status} plain />
            {step.attempts > 1 ? <span>{t('view.attempts', { count: step.attempts })}</span> : null}
            <Where path={step.path} titles={titles} />
          </span>
          <span className={styles.lane} aria-hidden>
            <span
              data-bad={step.status === 'failed' || undefined}
              style={{ left: `${start * 100}%`, width: `max(2px, ${Math.min(1 - start, length) * 100}%)` }}
            />
          </span>
        </div>
      ))}
      {run.reply ? (
        // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the list, as the listbox pattern asks
        <div
          id={`buoc-${paths.length - 1}`}
          role="option"
          tabIndex={-1}
          aria-selected={chosen === REPLY}
          className={styles.step}
          onClick={() => onChoose(REPLY)}
        >
          <span className={styles.stepTitle}>
            <IconArrowBackUp size={16} aria-hidden /> {t('view.reply')}
          </span>
          <span className={styles.stepTime}>HTTP {run.reply.status}</span>
        </div>
      ) : null}
    </div>
  )
}

/** Which part of a split, which visit of a loop; nothing for a step that is there once. */
function Where({ path, titles }: { path: string; titles: ReadonlyMap<string, string> }) {
  const { t } = useTranslation('runs')
  const { parts, visit } = placeOfStep(path)
  const words = parts.map(({ node, number }) => t('view.part', { number, node: titles.get(node) ?? node }))
  if (visit !== undefined) words.push(t('view.visit', { number: visit }))
  return words.length === 0 ? null : <span title={path}>{words.join(' · ')}</span>
}
