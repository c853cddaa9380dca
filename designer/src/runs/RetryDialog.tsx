import { Alert, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Run } from '#shared/api/runs.ts'
import { useAction } from '../api/api-context.ts'
import { ErrorCard } from '../ui/ErrorCard.tsx'
import { FormActions } from '../ui/FormActions.tsx'
import { notifyDone } from '../ui/notify.ts'
import { VersionChoice } from './VersionChoice.tsx'

/** Asks with which version and why a run is done again from a step. */
export function RetryDialog({
  run,
  step,
  onClose,
}: {
  run: Run
  step: { readonly path: string; readonly title: string } | undefined
  onClose: () => void
}) {
  const { t } = useTranslation('past')
  return (
    <Modal opened={step !== undefined} onClose={onClose} title={t('retry.title', { step: step?.title ?? '' })}>
      {step ? <Form key={step.path} run={run} path={step.path} onClose={onClose} /> : null}
    </Modal>
  )
}

function Form({ run, path, onClose }: { run: Run; path: string; onClose: () => void }) {
  const { t } = useTranslation(['past', 'runs'])
  const retry = useAction('retryRun', ['getRun', 'listRuns', 'listFlows'])
  const [version, setVersion] = useState('')
  const [reason, setReason] = useState('')
  // Doing again what went well is nobody's routine; a retry of a failure explains itself.
  const repeats = run.status === 'done'
  const why = reason.trim()
  const ready = !repeats || why !== ''
  const body = { from: path, ...(version === '' ? {} : { version }), ...(why === '' ? {} : { reason: why }) }
  const go = () =>
    retry.mutate(
      { params: { id: run.id }, body },
      {
        onSuccess: () => {
          notifyDone(t('runs:retry.done'))
          onClose()
        },
      },
    )
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (ready && !retry.isPending) go()
      }}
    >
      <Stack gap={12}>
        <Text>{t('retry.body')}</Text>
        {repeats ? <Alert color="orange">{t('retry.repeats')}</Alert> : null}
        <VersionChoice
          flow={run.flow}
          label={t('retry.version')}
          standard={t('retry.same')}
          value={version}
          onChange={setVersion}
        />
        <Textarea
          label={t('retry.reason')}
          withAsterisk={repeats}
          autosize
          minRows={2}
          maxLength={1000}
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {retry.error ? <ErrorCard error={retry.error} /> : null}
        <FormActions submit={t('retry.action')} disabled={!ready} busy={retry.isPending} onCancel={onClose} />
      </Stack>
    </form>
  )
}
