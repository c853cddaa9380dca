import { Button, Group } from '@mantine/core'
import { IconHelpCircle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Run, RunStep } from '#shared/api/runs.ts'
import { useAction, useHolds } from '../api/api-context.ts'
import type { Question } from '../ui/ConfirmDialog.tsx'
import { notifyDone } from '../ui/notify.ts'
import styles from './runs.module.css'

const decisions = ['sent', 'resend', 'drop'] as const

/** A step that may or may not have reached the partner: says so, and takes a person's decision with its reason. */
export function InDoubt({ run, step, onAsk }: { run: Run; step: RunStep; onAsk: (question: Question) => void }) {
  const { t } = useTranslation('runs')
  const mayOperate = useHolds('operator')
  const resolve = useAction('resolveRun', ['getRun', 'listRuns', 'listFlows'])
  const ask = (decision: (typeof decisions)[number]) =>
    onAsk({
      title: t(`doubt.${decision}.title`),
      body: t(`doubt.${decision}.body`),
      reason: t('doubt.reason'),
      action: t(`doubt.${decision}.action`),
      danger: decision === 'drop',
      run: (reason) =>
        resolve
          .mutateAsync({ params: { id: run.id }, body: { path: step.path, decision, reason } })
          .then(() => notifyDone(t('doubt.done'))),
    })
  return (
    <section className={styles.doubt}>
      <strong>
        <IconHelpCircle size={20} aria-hidden /> {t('doubt.title')}
      </strong>
      <p>{t('doubt.text')}</p>
      {mayOperate ? (
        <Group gap={8}>
          {decisions.map((decision) => (
            <Button key={decision} variant="default" onClick={() => ask(decision)}>
              {t(`doubt.${decision}.action`)}
            </Button>
          ))}
        </Group>
      ) : null}
    </section>
  )
}
