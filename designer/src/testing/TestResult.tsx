import { Button } from '@mantine/core'
import { IconFlask, IconRefresh } from '@tabler/icons-react'
import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Run } from '#shared/api/runs.ts'
import { ApiError } from '../api/api-error.ts'
import { useEditor } from '../canvas/use-editor.ts'
import { useDocument, useProblems } from '../document/DocumentProvider.tsx'
import { useLanguage, useText } from '../i18n/use-text.ts'
import { ProblemList } from '../problems/ProblemList.tsx'
import { useTrial, useTrialStore } from '../session/TrialProvider.tsx'
import { useRunTrial, useStale, useStepTitle } from '../session/use-run-trial.ts'
import { eventsOf } from '../travel/run-events.ts'
import { TravelBar } from '../travel/TravelBar.tsx'
import { ErrorCard } from '../ui/ErrorCard.tsx'
import { StateChip } from '../ui/StateChip.tsx'
import { lengthText } from '../ui/time-text.ts'
import { HeldPanel } from './HeldPanel.tsx'
import { REPLY, ReplyView, StepView } from './StepView.tsx'
import { TestSteps } from './TestSteps.tsx'
import styles from './testing.module.css'
import { showStep } from './use-paint.ts'

/** What the last test run did; what to do first when there was none. */
export function TestResult() {
  const { t } = useTranslation('testing')
  const run = useTrial((state) => state.run)
  const fault = useTrial((state) => state.fault)
  const problems = useProblems((state) => state.problems)
  if (fault instanceof ApiError) {
    // A flow that cannot run says so better by the places to correct than by the first fault that the server met.
    const errors = fault.code.startsWith('flow.') ? problems.filter((it) => it.severity === 'error') : []
    return (
      <div className={styles.fault}>
        {errors.length > 0 ? (
          <ProblemList problems={errors} lead={(count) => t('blocked', { count })} onGo={() => {}} />
        ) : (
          <ErrorCard error={fault} />
        )}
      </div>
    )
  }
  if (run) return <RunResult run={run} />
  return (
    <div className={styles.hint}>
      <IconFlask size={20} aria-hidden />
      <p>{t('empty.first')}</p>
      <p>{t('empty.safe')}</p>
    </div>
  )
}

function RunResult({ run }: { readonly run: Run }) {
  const { t } = useTranslation(['testing', 'debug'])
  const language = useLanguage()
  const text = useText()
  const trial = useTrialStore()
  const { session, camera } = useEditor()
  const chosen = useTrial((state) => state.step)
  const other = useTrial((state) => state.ranOn) !== useDocument((state) => state.hash)
  const until = useTrial((state) => state.until)
  const at = useTrial((state) => state.at)
  const running = useTrial((state) => state.running)
  const stale = useStale()
  const titleOf = useStepTitle()
  const { runStale } = useRunTrial()
  const events = useMemo(() => eventsOf(run), [run])
  const length = run.endedAt === undefined ? undefined : Date.parse(run.endedAt) - Date.parse(run.acceptedAt)
  const step = run.steps.find((it) => it.path === chosen)
  const choose = (path: string) => {
    showStep(trial, path)
    const node = run.steps.find((it) => it.path === path)?.node
    if (node === undefined) return
    session.getState().select([node])
    camera.show(node)
  }
  const travel = useCallback(
    (next: number) => {
      const event = events[next - 1]
      trial.getState().set({ at: next, step: event?.step.path })
      if (!event) return
      session.getState().select([event.step.node])
      camera.show(event.step.node)
    },
    [events, trial, session, camera],
  )
  const held = run.held?.includes(chosen ?? '') ? run.steps.find(({ path }) => path === chosen) : undefined
  const title = until === undefined ? '' : text(titleOf(until))
  return (
    <div className={styles.result}>
      <div className={styles.summary} role="status">
        <StateChip state={run.status} />
        {length === undefined ? null : <span>{lengthText(length, language)}</span>}
        <span>{t('steps', { count: run.steps.length })}</span>
        {Object.entries(run.keys).map(([name, value]) => (
          <span key={name}>
            {name}: <strong>{value}</strong>
          </span>
        ))}
        {until === undefined ? null : (
          <span>{t(run.steps.some(({ node }) => node === until) ? 'debug:ranTo' : 'debug:notReached', { title })}</span>
        )}
        {other ? <span className={styles.stale}>{t('stale')}</span> : null}
        {stale.size > 0 || (until !== undefined && !run.held) ? (
          <Button
            variant="light"
            size="compact-sm"
            leftSection={<IconRefresh size={16} />}
            loading={running}
            onClick={() => void runStale()}
          >
            {stale.size > 0 ? t('debug:runStale', { count: stale.size }) : t('debug:runRest')}
          </Button>
        ) : null}
        <span className={styles.spring} />
        <Button
          variant="subtle"
          size="compact-sm"
          onClick={() => trial.getState().set({ run: undefined, step: undefined, at: undefined, until: undefined })}
        >
          {t('clear')}
        </Button>
      </div>
      <TravelBar
        events={events}
        at={Math.min(at ?? events.length, events.length)}
        onAt={travel}
        titleOf={(node) => text(titleOf(node))}
      />
      <div className={styles.walk}>
        <TestSteps run={run} chosen={chosen} onChoose={choose} />
        <div className={styles.detail}>
          {held ? (
            <HeldPanel key={`${run.id} ${held.path}`} step={held} others={(run.held?.length ?? 1) - 1} />
          ) : step ? (
            <StepView key={step.path} step={step} />
          ) : chosen === REPLY && run.reply ? (
            <ReplyView reply={run.reply} />
          ) : run.error ? (
            <ErrorCard error={run.error} />
          ) : null}
        </div>
      </div>
    </div>
  )
}
