import { IconArrowBackUp } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Run, RunStep } from '#shared/api/runs.ts'
import { useLanguage, useText } from '../i18n/use-text.ts'
import type { StaleReason } from '../session/stale.ts'
import { useStale, useStepTitle } from '../session/use-run-trial.ts'
import { ChoiceList } from '../ui/ChoiceList.tsx'
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
  const stale = useStale()
  const steps = run.steps.map((step, at) => ({
    key: step.path,
    content: <StepLine step={step} number={at + 1} stale={stale.get(step.node)} />,
  }))
  const reply = run.reply ? [{ key: REPLY, content: <ReplyLine status={run.reply.status} /> }] : []
  return (
    <ChoiceList
      label={t('stepList')}
      choices={[...steps, ...reply]}
      chosen={chosen}
      onChoose={onChoose}
      className={styles.steps}
      choiceClassName={styles.step}
    />
  )
}

function StepLine({
  step,
  number,
  stale,
}: {
  readonly step: RunStep
  readonly number: number
  readonly stale: StaleReason | undefined
}) {
  const { t } = useTranslation(['testing', 'debug'])
  const text = useText()
  const language = useLanguage()
  const titleOf = useStepTitle()
  return (
    <>
      <span className={styles.stepTitle}>
        {number}. {text(titleOf(step.node))}
      </span>
      <span className={styles.stepFacts}>
        <StateChip state={step.status} plain />
        {lengthText(step.durationMs, language)}
        {!step.error && (step.effect === 'stub' || step.effect === 'simulator')
          ? ` · ${t(`effect.${step.effect}`)}`
          : null}
        {step.effect === 'pinned' ? ` · ${t('debug:pin.effect.pinned')}` : null}
        {stale ? <span className={styles.stale}>▲ {t(`debug:stale.${stale}`)}</span> : null}
      </span>
    </>
  )
}

function ReplyLine({ status }: { readonly status: number }) {
  const { t } = useTranslation('testing')
  return (
    <>
      <span className={styles.stepTitle}>
        <IconArrowBackUp size={16} aria-hidden /> {t('reply.title')}
      </span>
      <span className={styles.stepFacts}>HTTP {status}</span>
    </>
  )
}
