import { Button } from '@mantine/core'
import { IconFlask } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Run } from '#shared/api/runs.ts'
import { ApiError } from '../api/api-error.ts'
import { useEditor } from '../canvas/use-editor.ts'
import { useDocument, useProblems } from '../document/DocumentProvider.tsx'
import { useLanguage } from '../i18n/use-text.ts'
import { ProblemList } from '../problems/ProblemList.tsx'
import { useTrial, useTrialStore } from '../session/TrialProvider.tsx'
import { ErrorCard } from '../ui/ErrorCard.tsx'
import { StateChip } from '../ui/StateChip.tsx'
import { lengthText } from '../ui/time-text.ts'
import { REPLY, ReplyView, StepView } from './StepView.tsx'
import { TestSteps } from './TestSteps.tsx'
import styles from './testing.module.css'

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
  const { t } = useTranslation('testing')
  const language = useLanguage()
  const trial = useTrialStore()
  const { session, camera } = useEditor()
  const chosen = useTrial((state) => state.step)
  const stale = useTrial((state) => state.ranOn) !== useDocument((state) => state.hash)
  const length = run.endedAt === undefined ? undefined : Date.parse(run.endedAt) - Date.parse(run.acceptedAt)
  const step = run.steps.find((it) => it.path === chosen)
  const choose = (path: string) => {
    trial.getState().showStep(path)
    const node = run.steps.find((it) => it.path === path)?.node
    if (node === undefined) return
    session.getState().select([node])
    camera.show(node)
  }
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
        {stale ? <span className={styles.stale}>{t('stale')}</span> : null}
        <span className={styles.spring} />
        <Button
          variant="subtle"
          size="compact-sm"
          onClick={() => trial.getState().set({ run: undefined, step: undefined })}
        >
          {t('clear')}
        </Button>
      </div>
      <div className={styles.walk}>
        <TestSteps run={run} chosen={chosen} onChoose={choose} />
        <div className={styles.detail}>
          {step ? (
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
