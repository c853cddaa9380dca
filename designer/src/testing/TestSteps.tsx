import { IconArrowBackUp } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Run } from '#shared/api/runs.ts'
import { useLanguage, useText } from '../i18n/use-text.ts'
import { useStepTitle } from '../session/use-run-trial.ts'
import { StateChip } from '../ui/StateChip.tsx'
import { lengthText } from '../ui/time-text.ts'
import { REPLY } from './StepView.tsx'
import styles from './testing.module.css'

/** The steps of a test run in order; the arrow keys go from one to the next. */
export function TestSteps({
  run,
  chosen,
  onChoose,
}: {
  readonly run: Run
  readonly chosen: string | undefined
  readonly onChoose: (path: string) => void
}) {
  const { t } = useTranslation('testing')
  const text = useText()
  const language = useLanguage()
  const titleOf = useStepTitle()
  const list = useRef<HTMLDivElement>(null)
  const paths = useMemo(() => [...run.steps.map((it) => it.path), ...(run.reply ? [REPLY] : [])], [run])
  // biome-ignore lint/correctness/useExhaustiveDependencies: brings the chosen step into sight when it changes
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  const onKeyDown = (event: KeyboardEvent) => {
    const at = paths.indexOf(chosen ?? '')
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: paths.length - 1 }[event.key]
    const path = next === undefined ? undefined : paths[Math.max(0, Math.min(paths.length - 1, next))]
    if (path === undefined) return
    event.preventDefault()
    onChoose(path)
  }
  return (
    <div
      ref={list}
      role="listbox"
      tabIndex={0}
      aria-label={t('stepList')}
      {...(chosen !== undefined && paths.includes(chosen)
        ? { 'aria-activedescendant': `thu-buoc-${paths.indexOf(chosen)}` }
        : {})}
      className={styles.steps}
      onKeyDown={onKeyDown}
    >
      {run.steps.map((step, at) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the list, as the listbox pattern asks
        <div
          key={step.path}
          id={`thu-buoc-${at}`}
          role="option"
          tabIndex={-1}
          aria-selected={step.path === chosen}
          className={styles.step}
          onClick={() => onChoose(step.path)}
        >
          <span className={styles.stepTitle}>
            {at + 1}. {text(titleOf(step.node))}
          </span>
          <span className={styles.stepFacts}>
            <StateChip state={step.status} plain />
            {lengthText(step.durationMs, language)}
            {!step.error && (step.effect === 'stub' || step.effect === 'simulator')
              ? ` · ${t(`effect.${step.effect}`)}`
              : null}
          </span>
        </div>
      ))}
      {run.reply ? (
        // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the list, as the listbox pattern asks
        <div
          id={`thu-buoc-${paths.length - 1}`}
          role="option"
          tabIndex={-1}
          aria-selected={chosen === REPLY}
          className={styles.step}
          onClick={() => onChoose(REPLY)}
        >
          <span className={styles.stepTitle}>
            <IconArrowBackUp size={16} aria-hidden /> {t('reply.title')}
          </span>
          <span className={styles.stepFacts}>HTTP {run.reply.status}</span>
        </div>
      ) : null}
    </div>
  )
}
