import { Modal, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FlowVersion } from '#shared/api/flows.ts'
import { useAction } from '../api/api-context.ts'
import { type ApiError, asApiError } from '../api/api-error.ts'
import { useText } from '../i18n/use-text.ts'
import { ErrorCard } from '../ui/ErrorCard.tsx'
import { FormActions } from '../ui/FormActions.tsx'
import { notifyDone, notifyError } from '../ui/notify.ts'
import { notifyUndoable } from '../ui/notify-undoable.tsx'

/** The longest name of a version. */
export const LONGEST_NAME = 80

interface NameProps {
  readonly flowId: string
  readonly onClose: () => void
}

/** Gives a published version a name, changes it, or takes it away. */
export function NameDialog({ version, flowId, onClose }: NameProps & { readonly version: FlowVersion | undefined }) {
  const { t } = useTranslation('publish')
  const text = useText()
  const rename = useAction('nameVersion', ['listVersions', 'getVersion', 'getRun', 'diffFlow'])
  const give = (of: FlowVersion, name: string) =>
    rename.mutateAsync({ params: { id: flowId, version: of.version }, body: { name } })
  const save = async (of: FlowVersion, name: string) => {
    await give(of, name)
    onClose()
    notifyUndoable({
      id: `name-${of.version}`,
      done: t(name === '' ? 'name.removed' : 'name.done', { number: of.number, name }),
      undo: t('name.undo'),
      onUndo: () =>
        void give(of, of.name).then(
          () => notifyDone(t(of.name === '' ? 'name.removed' : 'name.done', { number: of.number, name: of.name })),
          (thrown: unknown) => notifyError(thrown, text),
        ),
    })
  }
  return (
    <Modal
      opened={version !== undefined}
      onClose={onClose}
      title={version ? t(version.name === '' ? 'name.title' : 'name.titleAgain', { number: version.number }) : ''}
    >
      {version ? (
        <Form key={version.version} version={version} busy={rename.isPending} onSave={save} onClose={onClose} />
      ) : null}
    </Modal>
  )
}

function Form({
  version,
  busy,
  onSave,
  onClose,
}: {
  readonly version: FlowVersion
  readonly busy: boolean
  readonly onSave: (version: FlowVersion, name: string) => Promise<void>
  readonly onClose: () => void
}) {
  const { t } = useTranslation('publish')
  const [name, setName] = useState(version.name)
  const [error, setError] = useState<ApiError>()
  const save = async () => {
    setError(undefined)
    try {
      await onSave(version, name.trim())
    } catch (thrown) {
      setError(asApiError(thrown))
    }
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (!busy) void save()
      }}
    >
      <Stack gap={12}>
        <TextInput
          label={t('name.label')}
          description={t('name.help')}
          maxLength={LONGEST_NAME}
          autoComplete="off"
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {error ? <ErrorCard error={error} /> : null}
        <FormActions submit={t('name.action')} disabled={name.trim() === version.name} busy={busy} onCancel={onClose} />
      </Stack>
    </form>
  )
}
