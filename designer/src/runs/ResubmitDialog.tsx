import { Button, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { Run } from '#shared/api/runs.ts'
import { useAction } from '../api/api-context.ts'
import { bodyOf, textOfBody } from '../session/sample.ts'
import { ErrorCard } from '../ui/ErrorCard.tsx'
import { FormActions } from '../ui/FormActions.tsx'
import { MessageEditor } from '../ui/json/MessageEditor.tsx'
import { notifyDone } from '../ui/notify.ts'
import { firstMessage } from './step-model.ts'
import { VersionChoice } from './VersionChoice.tsx'

/** Edits the message of a run and submits it as a new run. */
export function ResubmitDialog({ run, opened, onClose }: { run: Run; opened: boolean; onClose: () => void }) {
  const { t } = useTranslation('past')
  return (
    <Modal opened={opened} onClose={onClose} size="xl" title={t('resubmit.title')}>
      {opened ? <Form run={run} onClose={onClose} /> : null}
    </Modal>
  )
}

function Form({ run, onClose }: { run: Run; onClose: () => void }) {
  const { t } = useTranslation('past')
  const navigate = useNavigate()
  const resubmit = useAction('resubmitRun', ['getRun', 'listRuns', 'listFlows'])
  const original = textOfBody(firstMessage(run).body ?? null)
  const [text, setText] = useState(original)
  const [reason, setReason] = useState('')
  const [version, setVersion] = useState('')
  const read = bodyOf(text)
  const edited = text !== original
  const ready = reason.trim() !== '' && 'body' in read
  const go = () => {
    if (!('body' in read)) return
    const body = {
      reason: reason.trim(),
      ...(edited ? { message: { body: read.body } } : {}),
      ...(version === '' ? {} : { version }),
    }
    resubmit.mutate(
      { params: { id: run.id }, body },
      {
        onSuccess: (answer) => {
          notifyDone(t('resubmit.done'))
          onClose()
          void navigate(`/lan-chay/${answer.run}`)
        },
      },
    )
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (ready && !resubmit.isPending) go()
      }}
    >
      <Stack gap={12}>
        <Text>{t('resubmit.lead')}</Text>
        <Text fw={500}>{t('resubmit.body')}</Text>
        <MessageEditor label={t('resubmit.body')} autoFocus text={text} onChange={setText} />
        {edited ? (
          <Button variant="subtle" size="compact-sm" w="fit-content" onClick={() => setText(original)}>
            {t('resubmit.restore')}
          </Button>
        ) : (
          <Text c="dimmed">{t('resubmit.unchanged')}</Text>
        )}
        <VersionChoice
          flow={run.flow}
          label={t('resubmit.version')}
          standard={t('resubmit.current')}
          value={version}
          onChange={setVersion}
        />
        <Textarea
          label={t('resubmit.reason')}
          withAsterisk
          autosize
          minRows={2}
          maxLength={1000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {resubmit.error ? <ErrorCard error={resubmit.error} /> : null}
        <FormActions submit={t('resubmit.action')} disabled={!ready} busy={resubmit.isPending} onCancel={onClose} />
      </Stack>
    </form>
  )
}
