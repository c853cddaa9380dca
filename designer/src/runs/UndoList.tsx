import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Run } from '#shared/api/runs.ts'
import { useAction, useHolds } from '../api/api-context.ts'
import type { NodeTitles } from '../document/use-version.ts'
import type { Question } from '../ui/ConfirmDialog.tsx'
import { notifyDone } from '../ui/notify.ts'
import styles from './runs.module.css'

/** What a run undoes, step by step; a step that is left can be marked as undone outside. */
export function UndoList({
  run,
  titles,
  onAsk,
}: {
  run: Run
  titles: NodeTitles
  onAsk: (question: Question) => void
}) {
  const { t } = useTranslation('runs')
  const mayOperate = useHolds('operator')
  const resolve = useAction('resolveRun', ['getRun', 'listRuns', 'listFlows'])
  if (!run.undoing || run.undoing.steps.length === 0) return null
  const waits = mayOperate && run.compensation === 'partial' && run.status === 'failed'
  const askMark = (path: string, node: string) =>
    onAsk({
      title: t('undoing.markTitle', { node: titles.of(node) }),
      body: t('undoing.markBody'),
      reason: t('close.reason'),
      action: t('undoing.mark'),
      run: (reason) =>
        resolve
          .mutateAsync({ params: { id: run.id }, body: { path, decision: 'sent', reason } })
          .then(() => notifyDone(t('undoing.marked'))),
    })
  return (
    <section className={styles.undoing} aria-label={t('undoing.list')}>
      <h3>{t('undoing.list')}</h3>
      <ul>
        {run.undoing.steps.slice(0, SHOWN).map(({ path, node, state }) => (
          <li key={path} title={path}>
            {titles.of(node)}: {t(`undoing.states.${state}`)}
            {waits && state === 'left' ? (
              <Button size="compact-sm" variant="default" ml={8} onClick={() => askMark(path, node)}>
                {t('undoing.mark')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {run.undoing.steps.length > SHOWN ? (
        <p>{t('undoing.more', { count: run.undoing.steps.length - SHOWN })}</p>
      ) : null}
    </section>
  )
}

/** The newest effects; a split of thousands is not read to its end. */
const SHOWN = 50
