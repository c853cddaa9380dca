import { Modal, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ApiError, asApiError } from '../api/api-error.ts'
import { ErrorCard } from './ErrorCard.tsx'
import { FormActions } from './FormActions.tsx'

/** What is asked. */
export interface Question {
  readonly title: string
  readonly body?: ReactNode
  /** The word on the button: the action itself, never just "OK". */
  readonly action: string
  readonly danger?: boolean
  /** Label of a text that must be given; it is handed to `run`. */
  readonly reason?: string
  /** What must be typed before the action can be done (the number of items of a bulk action, say). */
  readonly typed?: string
  readonly run: (reason: string) => Promise<unknown>
}

/** Asks before something that cannot be undone; stays open with the error when it fails. */
export function ConfirmDialog({ question, onClose }: { question: Question | undefined; onClose: () => void }) {
  return (
    <Modal opened={question !== undefined} onClose={onClose} title={question?.title ?? ''} size="md">
      {question ? <Body key={question.title} question={question} onClose={onClose} /> : null}
    </Modal>
  )
}

function Body({ question, onClose }: { question: Question; onClose: () => void }) {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const [typed, setTyped] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<ApiError>()
  const ready =
    (question.reason === undefined || reason.trim() !== '') &&
    (question.typed === undefined || typed.trim() === question.typed)
  const run = async () => {
    setBusy(true)
    setError(undefined)
    try {
      await question.run(reason.trim())
      onClose()
    } catch (thrown) {
      setError(asApiError(thrown))
      setBusy(false)
    }
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (ready && !busy) void run()
      }}
    >
      <Stack gap={12}>
        {question.body ? <Text component="div">{question.body}</Text> : null}
        {question.reason === undefined ? null : (
          <Textarea
            label={question.reason}
            withAsterisk
            autosize
            minRows={2}
            maxLength={1000}
            data-autofocus
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        )}
        {question.typed === undefined ? null : (
          <TextInput
            label={t('confirm.type', { text: question.typed })}
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        )}
        {error ? <ErrorCard error={error} /> : null}
        <FormActions
          submit={question.action}
          disabled={!ready}
          busy={busy}
          danger={question.danger ?? false}
          onCancel={onClose}
        />
      </Stack>
    </form>
  )
}
