import { Button, Modal, Stack, Textarea, TextInput } from '@mantine/core'
import { IconTemplate } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { FLOW_FORMAT, ID_PATTERN } from '#shared/flow/flow.ts'
import { useAction } from '../api/api-context.ts'
import { ErrorCard } from '../ui/ErrorCard.tsx'
import { FormActions } from '../ui/FormActions.tsx'
import { freeId } from './flow-id.ts'

/** Asks for the name of a new flow; its id is made from the name and can be changed until it is created. */
export function NewFlowDialog({
  opened,
  onClose,
  taken,
}: {
  opened: boolean
  onClose: () => void
  taken: readonly string[]
}) {
  const { t } = useTranslation('flows')
  return (
    <Modal opened={opened} onClose={onClose} title={t('new.title')}>
      <NewFlowForm onClose={onClose} taken={taken} />
    </Modal>
  )
}

function NewFlowForm({ onClose, taken }: { onClose: () => void; taken: readonly string[] }) {
  const { t } = useTranslation(['flows', 'templates'])
  const go = useNavigate()
  const save = useAction('saveFlow', ['listFlows'])
  const [title, setTitle] = useState('')
  const [summary, setSummary] = useState('')
  const [chosenId, setChosenId] = useState<string>()
  const id = chosenId ?? (title.trim() === '' ? '' : freeId(title, taken, 'luong'))
  const idFault = id === '' || ID_PATTERN.test(id) ? (taken.includes(id) ? t('new.idTaken') : null) : t('new.idForm')
  const create = () => {
    const flow = {
      format: FLOW_FORMAT,
      id,
      title: title.trim(),
      ...(summary.trim() === '' ? {} : { summary: summary.trim() }),
      nodes: {},
    }
    save.mutate({ params: { id }, body: { flow } }, { onSuccess: () => void go(`/luong/${id}`) })
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (id !== '' && idFault === null) create()
      }}
    >
      <Stack gap={12}>
        <Button component={Link} to="/thu-vien-mau" variant="default" leftSection={<IconTemplate size={16} />}>
          {t('templates:fromGallery')}
        </Button>
        <TextInput
          label={t('new.name')}
          description={t('new.nameHelp')}
          data-autofocus
          required
          withAsterisk={false}
          maxLength={200}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <TextInput
          label={t('new.id')}
          description={t('new.idHelp')}
          error={idFault}
          spellCheck={false}
          value={id}
          onChange={(event) => setChosenId(event.currentTarget.value === '' ? undefined : event.currentTarget.value)}
        />
        <Textarea
          label={t('new.summary')}
          autosize
          minRows={2}
          maxLength={1000}
          value={summary}
          onChange={(event) => setSummary(event.currentTarget.value)}
        />
        {save.error ? <ErrorCard error={save.error} /> : null}
        <FormActions
          submit={t('new.create')}
          disabled={id === '' || idFault !== null}
          busy={save.isPending}
          onCancel={onClose}
        />
      </Stack>
    </form>
  )
}
