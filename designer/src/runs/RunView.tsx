import { SegmentedControl } from '@mantine/core'
import { lazy, Suspense, useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import type { Run } from '#shared/api/runs.ts'
import { useOperation } from '../api/api-context.ts'
import { useNodeTitles } from '../document/use-version.ts'
import { eventsOf, momentOf } from '../travel/run-events.ts'
import { ConfirmDialog, type Question } from '../ui/ConfirmDialog.tsx'
import { ErrorCard } from '../ui/ErrorCard.tsx'
import { Loaded, Loading } from '../ui/Loaded.tsx'
import { Page, PageHeader } from '../ui/PageHeader.tsx'
import { ReplyDetail } from './ReplyDetail.tsx'
import { RunActions } from './RunActions.tsx'
import { RunFacts } from './RunFacts.tsx'
import styles from './runs.module.css'
import { StepDetail } from './StepDetail.tsx'
import { REPLY, StepList } from './StepList.tsx'
import { firstStep, nameOf } from './step-model.ts'
import { UndoList } from './UndoList.tsx'

const RunCanvas = lazy(() => import('../travel/RunCanvas.tsx'))

const ended = ['done', 'failed', 'cancelled']

/** One run, step by step: what came in, what left, how long it took, what went wrong and what can be done. */
export default function RunView({ id }: { id: string }) {
  const { t } = useTranslation('runs')
  const [refresh, setRefresh] = useState(2000)
  const query = useOperation('getRun', { params: { id } }, { refetchInterval: refresh })
  const run = query.data
  // The live connection tells of changes too; this only bridges a break of it.
  const wanted = run && ended.includes(run.status) ? 30_000 : 2000
  if (wanted !== refresh) setRefresh(wanted)
  const title = run ? t('view.title', { name: nameOf(run) }) : t('view.loading')
  const [question, setQuestion] = useState<Question>()
  return (
    <Page
      header={
        <PageHeader title={title} lead={run ? <RunFacts run={run} /> : null}>
          {run ? <RunActions run={run} onAsk={setQuestion} /> : null}
        </PageHeader>
      }
    >
      <Loaded query={query}>{(loaded) => <Steps run={loaded} onAsk={setQuestion} />}</Loaded>
      <ConfirmDialog question={question} onClose={() => setQuestion(undefined)} />
    </Page>
  )
}

function Steps({ run, onAsk }: { run: Run; onAsk: (question: Question) => void }) {
  const { t } = useTranslation(['runs', 'debug'])
  const titles = useNodeTitles(run.flow, run.version)
  const [params, setParams] = useSearchParams()
  const asked = params.get('buoc')
  const chosen = useMemo(() => {
    if (asked === REPLY && run.reply) return REPLY
    return run.steps.some(({ path }) => path === asked) ? asked : (firstStep(run) ?? null)
  }, [run, asked])
  const step = run.steps.find(({ path }) => path === chosen)
  const onMap = params.get('xem') === 'so-do'
  const [at, setAt] = useState<number>()
  const go = useCallback(
    (change: { readonly buoc?: string | undefined; readonly xem?: string | undefined }) =>
      setParams(
        (old) => {
          const next = new URLSearchParams(old)
          for (const [name, value] of Object.entries(change)) if (value !== undefined) next.set(name, value)
          return next
        },
        { replace: true },
      ),
    [setParams],
  )
  const travel = useCallback(
    (moment: number, path: string | undefined) => {
      setAt(moment)
      go({ buoc: path })
    },
    [go],
  )
  const choose = (path: string) => {
    go({ buoc: path })
    setAt(at === undefined ? undefined : momentOf(eventsOf(run), path))
  }
  // An error that belongs to no step (the run was refused or ran out of time) is shown above them.
  const orphan = run.error && !run.steps.some(({ error }) => error) ? run.error : undefined
  return (
    <>
      {orphan ? (
        <div className={styles.orphan}>
          <ErrorCard error={orphan} />
        </div>
      ) : null}
      <UndoList run={run} titles={titles} onAsk={onAsk} />
      {run.steps.length === 0 ? (
        <p className={styles.dim}>{run.emptied ? t('view.emptied') : t('view.noSteps')}</p>
      ) : (
        <>
          <SegmentedControl
            aria-label={t('debug:travel.view')}
            mb={12}
            value={onMap ? 'so-do' : 'danh-sach'}
            onChange={(xem) => go({ xem })}
            data={[
              { value: 'danh-sach', label: t('debug:travel.list') },
              { value: 'so-do', label: t('debug:travel.map') },
            ]}
          />
          {onMap ? (
            <Suspense fallback={<Loading />}>
              <RunCanvas run={run} at={at} onAt={travel} />
            </Suspense>
          ) : null}
          <div className={styles.view}>
            <StepList run={run} titles={titles} chosen={chosen} onChoose={choose} />
            {step ? (
              <StepDetail
                key={step.path}
                run={run}
                step={step}
                title={titles.of(step.node)}
                titles={titles}
                onAsk={onAsk}
              />
            ) : null}
            {chosen === REPLY && run.reply ? <ReplyDetail reply={run.reply} /> : null}
          </div>
        </>
      )}
    </>
  )
}
