import { Modal, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FlowVersion } from '#shared/api/flows.ts'
import { useAction } from '../api/api-context.ts'
import { type ApiError, asApiError } from '../api/api-error.ts'
import { ErrorCard } from '../ui/ErrorCard.tsx'
import { FormActions } from '../ui/FormActions.tsx'
import { notifyDone } from '../ui/notify.ts'

/** The longest name of a version. */
export const LONGEST_NAME = 80

interface NameProps {
  readonly flowId: string
  readonly onClose: () => void
}

/** Gives a published version a name, changes it, or takes it away. */
export function NameDialog({ version, ...rest }: NameProps & { readonly version: FlowVersion | undefined }) {
  const { t } = useTranslation('publish')
  return (
    <Modal
      opened={version !== undefined}
      onClose={rest.onClose}
      title={version ? t(version.name === '' ? 'name.title' : 'name.titleAgain', { number: version.number }) : ''}
    >
      {version ? <Form key={version.version} version={version} {...rest} /> : null}
    </Modal>
  )
}

function Form({ flowId, version, onClose }: NameProps & { readonly version: FlowVersion }) {
  const { t } = useTranslation('publish')
  const rename = useAction('nameVersion', ['listVersions', 'getVersion', 'getRun', 'diffFlow'])
  const [name, setName] = useState(version.name)
  const [error, setError] = useState<ApiError>()
  const save = async () => {
    setError(undefined)
    try {
      await rename.mutateAsync({ params: { id: flowId, version: version.version }, body: { name: name.trim() } })
      notifyDone(t(name.trim() === '' ? 'name.removed' : 'name.done', { number: version.number, name: name.trim() }))
      onClose()
    } catch (thrown) {
      setError(asApiError(thrown))
    }
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (!rename.isPending) void save()
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
        <FormActions
          submit={t('name.action')}
          disabled={name.trim() === version.name}
          busy={rename.isPending}
          onCancel={onClose}
        />
      </Stack>
    </form>
  )
}
