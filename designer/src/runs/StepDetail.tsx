import { Button, Checkbox, Group } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Run, RunStep } from '#shared/api/runs.ts'
import { useHolds } from '../api/api-context.ts'
import type { NodeTitles } from '../document/use-version.ts'
import { useLanguage } from '../i18n/use-text.ts'
import type { Question } from '../ui/ConfirmDialog.tsx'
import { ErrorCard } from '../ui/ErrorCard.tsx'
import { diffBodies } from '../ui/json/body-diff.ts'
import { Replaced } from '../ui/json/Replaced.tsx'
import { StateChip } from '../ui/StateChip.tsx'
import { Time } from '../ui/Time.tsx'
import { lengthText } from '../ui/time-text.ts'
import { CallFacts } from './CallFacts.tsx'
import { InDoubt } from './InDoubt.tsx'
import { MessagePane } from './MessagePane.tsx'
import { RetryDialog } from './RetryDialog.tsx'
import styles from './runs.module.css'
import { messageIn } from './step-model.ts'
import { TaskForm } from './TaskForm.tsx'
import { WaitLine } from './WaitLine.tsx'

/** States of a run in which its steps may be done again. */
const again = ['failed', 'cancelled', 'done']

/** One step: its state, its error with what can be done, and the message before and after it. */
export function StepDetail({
  run,
  step,
  title,
  titles,
  onAsk,
}: {
  run: Run
  step: RunStep
  title: string
  titles: NodeTitles
  onAsk: (question: Question) => void
}) {
  // A run that was closed keeps the step as it stood; nobody can decide it any more.
  const isOpen = run.waits !== undefined
  const { t } = useTranslation('runs')
  const language = useLanguage()
  const mayOperate = useHolds('operator')
  const [retrying, setRetrying] = useState(false)
  const [marked, setMarked] = useState(true)
  const before = useMemo(() => messageIn(step.input), [step.input])
  const after = useMemo(() => (step.output === undefined ? undefined : messageIn(step.output)), [step.output])
  const bodies = useMemo(() => (after ? diffBodies(before.body, after.body) : undefined), [before, after])
  return (
    <section className={styles.detail} aria-label={title}>
      <div className={styles.detailHead}>
        <h2>{title}</h2>
        <StateChip state={step.status} />
        <Group gap={16} className={styles.dim}>
          <span>
            {t('view.started')} <Time at={step.startedAt} />
          </span>
          {step.waits ? null : <span>{lengthText(step.durationMs, language)}</span>}
          {step.attempts > 1 ? <span>{t('view.attempts', { count: step.attempts })}</span> : null}
          {step.effect && step.effect !== 'none' ? <span>{t(`effect.${step.effect}`)}</span> : null}
          {step.port && step.port !== 'out' ? (
            <span>{t('view.port', { port: titles.port(step.node, step.port) })}</span>
          ) : null}
          {step.childRun ? <Link to={`/lan-chay/${step.childRun}`}>{t('view.child')}</Link> : null}
        </Group>
        {mayOperate && again.includes(run.status) ? (
          <Button
            variant="default"
            size="compact-md"
            leftSection={<IconRefresh size={16} />}
            onClick={() => setRetrying(true)}
          >
            {t('retry.here')}
          </Button>
        ) : null}
        <RetryDialog
          run={run}
          step={retrying ? { path: step.path, title } : undefined}
          onClose={() => setRetrying(false)}
        />
      </div>
      {step.error ? <ErrorCard error={step.error} /> : null}
      {step.waits ? (
        <section className={styles.doubt}>
          <p>
            <WaitLine waits={[step.waits]} />
          </p>
          {step.waits.for === 'person' && step.waits.task && isOpen ? (
            <TaskForm run={run.id} path={step.path} task={step.waits.task} />
          ) : null}
        </section>
      ) : null}
      {step.status === 'in-doubt' && run.status !== 'cancelled' ? (
        <InDoubt run={run} step={step} onAsk={onAsk} />
      ) : null}
      {step.call ? <CallFacts step={step} call={step.call} /> : null}
      <div className={styles.panes} data-single={after === undefined || undefined}>
        <MessagePane title={t('view.input')} message={before} bodies={bodies} marked={marked} side="before" />
        {after ? (
          <MessagePane title={t('view.output')} message={after} bodies={bodies} marked={marked} side="after">
            {bodies?.same ? (
              <span className={styles.dim}>{t('view.same')}</span>
            ) : bodies?.replaced ? (
              <Replaced bodies={bodies} />
            ) : (
              <Checkbox
                label={t('view.mark')}
                checked={marked}
                onChange={(event) => setMarked(event.currentTarget.checked)}
              />
            )}
          </MessagePane>
        ) : null}
      </div>
      {after || step.status === 'waiting' || step.status === 'running' ? null : (
        <p className={styles.dim}>{t('view.noOutput')}</p>
      )}
    </section>
  )
}
