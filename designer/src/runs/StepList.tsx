import { IconArrowBackUp } from '@tabler/icons-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Run } from '#shared/api/runs.ts'
import type { NodeTitles } from '../document/use-version.ts'
import { useLanguage } from '../i18n/use-text.ts'
import { ChoiceList } from '../ui/ChoiceList.tsx'
import { StateChip } from '../ui/StateChip.tsx'
import { lengthText } from '../ui/time-text.ts'
import styles from './runs.module.css'
import { nodeOfPath, type PlacedStep, placeOfStep, placeSteps } from './step-model.ts'

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
  titles: NodeTitles
  chosen: string | null
  onChoose: (path: string) => void
}) {
  const { t } = useTranslation('runs')
  const placed = useMemo(() => placeSteps(run.steps), [run.steps])
  const steps = placed.map((it) => ({ key: it.step.path, content: <StepLine placed={it} titles={titles} /> }))
  const reply = run.reply ? [{ key: REPLY, content: <ReplyLine status={run.reply.status} /> }] : []
  return (
    <ChoiceList
      label={t('view.steps')}
      choices={[...steps, ...reply]}
      chosen={chosen}
      onChoose={onChoose}
      className={styles.steps}
      choiceClassName={styles.step}
    />
  )
}

function StepLine({ placed, titles }: { placed: PlacedStep; titles: NodeTitles }) {
  const { t } = useTranslation('runs')
  const language = useLanguage()
  const { step, start, length } = placed
  return (
    <>
      <span className={styles.stepTitle}>{titles.of(step.node)}</span>
      <span className={styles.stepTime}>{step.waits ? null : lengthText(step.durationMs, language)}</span>
      <span className={styles.stepState}>
        <StateChip state={step.status} plain />
        {step.attempts > 1 ? <span>{t('view.attempts', { count: step.attempts })}</span> : null}
        <Where path={step.path} undoes={step.undoes} titles={titles} />
      </span>
      <span className={styles.lane} aria-hidden>
        <span
          data-bad={step.status === 'failed' || undefined}
          style={{ left: `${start * 100}%`, width: `max(2px, ${Math.min(1 - start, length) * 100}%)` }}
        />
      </span>
    </>
  )
}

function ReplyLine({ status }: { status: number }) {
  const { t } = useTranslation('runs')
  return (
    <>
      <span className={styles.stepTitle}>
        <IconArrowBackUp size={16} aria-hidden /> {t('view.reply')}
      </span>
      <span className={styles.stepTime}>HTTP {status}</span>
    </>
  )
}

/** Which part of a split, which visit of a loop; nothing for a step that is there once. */
function Where({ path, undoes, titles }: { path: string; undoes: string | undefined; titles: NodeTitles }) {
  const { t } = useTranslation('runs')
  const { parts, visit } = placeOfStep(path)
  const words = undoes === undefined ? [] : [t('undoing.of', { node: titles.of(nodeOfPath(undoes)) })]
  words.push(...parts.map(({ node, number }) => t('view.part', { number, node: titles.of(node) })))
  if (visit !== undefined) words.push(t('view.visit', { number: visit }))
  return words.length === 0 ? null : <span title={path}>{words.join(' · ')}</span>
}
