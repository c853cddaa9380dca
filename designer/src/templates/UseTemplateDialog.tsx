import { Modal, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { Template } from '#shared/api/templates.ts'
import { ID_PATTERN } from '#shared/flow/flow.ts'
import { useAction } from '../api/api-context.ts'
import { useText } from '../i18n/use-text.ts'
import { ErrorCard } from '../ui/ErrorCard.tsx'
import { FormActions } from '../ui/FormActions.tsx'
import { Needs } from './Needs.tsx'

/** Asks for name and id of the flow that a template becomes, and tells what is made with it. */
export function UseTemplateDialog({
  template,
  onClose,
}: {
  readonly template: Template | undefined
  readonly onClose: () => void
}) {
  const { t } = useTranslation('templates')
  return (
    <Modal opened={template !== undefined} onClose={onClose} title={t('dialog')}>
      {template ? <UseTemplateForm key={template.id} template={template} onClose={onClose} /> : null}
    </Modal>
  )
}

function UseTemplateForm({ template, onClose }: { readonly template: Template; readonly onClose: () => void }) {
  const { t } = useTranslation(['templates', 'flows'])
  const text = useText()
  const go = useNavigate()
  const use = useAction('useTemplate', ['listTemplates', 'listFlows', 'listConnections', 'listTables'])
  const [title, setTitle] = useState(text(template.title))
  const [id, setId] = useState(template.freeId)
  const isId = ID_PATTERN.test(id)
  const create = () =>
    use.mutate(
      { params: { id: template.id }, body: { id, title: title.trim() } },
      { onSuccess: ({ flow }) => void go(`/luong/${flow}`) },
    )
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (isId && title.trim() !== '') create()
      }}
    >
      <Stack gap={12}>
        <TextInput
          label={t('flows:new.name')}
          data-autofocus
          maxLength={200}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <TextInput
          label={t('flows:new.id')}
          description={t(template.freeId === template.id ? 'flows:new.idHelp' : 'idTaken', { id: template.id })}
          error={isId ? null : t('flows:new.idForm')}
          spellCheck={false}
          value={id}
          onChange={(event) => setId(event.currentTarget.value)}
        />
        <div>
          <strong>{t('made', { count: template.cases })}</strong>
          <Needs template={template} />
        </div>
        {use.error ? <ErrorCard error={use.error} /> : null}
        <FormActions
          submit={t('flows:new.create')}
          disabled={!isId || title.trim() === ''}
          busy={use.isPending}
          onCancel={onClose}
        />
      </Stack>
    </form>
  )
}
