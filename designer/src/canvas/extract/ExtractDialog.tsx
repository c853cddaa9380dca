import { List, Modal, Stack, Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { JsonSchema } from '#shared/node/define.ts'
import { propertiesOf } from '#shared/schema/body-schema.ts'
import { useAction, useOperation } from '../../api/api-context.ts'
import { useOpenDocument } from '../../document/DocumentProvider.tsx'
import { extractNodes, subFlowOf } from '../../document/extract/extract-nodes.ts'
import { type Extraction, planExtraction } from '../../document/extract/plan-extraction.ts'
import { groupOf, wholeGroups } from '../../document/groups.ts'
import { freeId } from '../../flows/flow-id.ts'
import { useText } from '../../i18n/use-text.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { ErrorCard } from '../../ui/ErrorCard.tsx'
import { FormActions } from '../../ui/FormActions.tsx'
import { useEditor } from '../use-editor.ts'

/** Fields of a contract that are listed. */
const SHOWN = 12

/** Asks for the name of the flow that the selected nodes become, or says why they cannot. */
export function ExtractDialog() {
  const { t } = useTranslation('subflows')
  const { session } = useEditor()
  const opened = useSession((state) => state.dialog === 'extract')
  const close = () => session.getState().set({ dialog: undefined })
  return (
    <Modal opened={opened} onClose={close} title={t('extract.title')} size={560}>
      {opened ? <Content onClose={close} /> : null}
    </Modal>
  )
}

function Content({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('subflows')
  const text = useText()
  const { document } = useOpenDocument()
  const selection = useSession((state) => state.selection)
  const planned = useMemo(() => {
    const { flow, layout, catalogue } = document.getState()
    return planExtraction({ flow, layout }, catalogue, selection)
  }, [document, selection])
  if (planned.is === 'possible') return <Form extraction={planned.extraction} onClose={onClose} />
  return (
    <Stack gap={8} role="alert">
      <Text fw={600}>{t('extract.refused')}</Text>
      <List spacing={4}>
        {planned.reasons.map((reason) => (
          <List.Item key={reason.vi}>{text(reason)}</List.Item>
        ))}
      </List>
    </Stack>
  )
}

function Form({ extraction, onClose }: { readonly extraction: Extraction; readonly onClose: () => void }) {
  const { t } = useTranslation('subflows')
  const editor = useEditor()
  const save = useAction('saveFlow', ['listFlows'])
  const known = useOperation('listFlows', {})
  const [title, setTitle] = useState(() => suggested(editor, extraction, (flow) => t('extract.suggested', { flow })))
  const id =
    title.trim() === '' || !known.data
      ? ''
      : freeId(
          title,
          known.data.flows.map((it) => it.id),
          'luong-con',
        )
  const extract = () => {
    const { flow, layout, catalogue } = editor.document.getState()
    const called = { id, title: title.trim() }
    const command = extractNodes(extraction, called)
    const made = subFlowOf({ flow, layout }, catalogue, extraction, called)
    const checked = command.execute({ flow, layout }, catalogue)
    if ('refused' in checked) return editor.refuse(checked.refused)
    if (!made) return
    // The new flow comes first: should the server refuse it, nothing has changed here.
    save.mutate(
      { params: { id }, body: { flow: { ...made.flow }, layout: { ...made.layout }, revision: 0 } },
      {
        onSuccess: () => {
          onClose()
          const [call] = editor.run(command)
          if (call === undefined) return
          editor.session.getState().focusNode(call)
          editor.camera.show(call)
          notifications.show({ message: t('extract.done', { title: called.title }), autoClose: 10_000 })
        },
      },
    )
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (id !== '') extract()
      }}
    >
      <Stack gap={12}>
        <Text>{t('extract.intro', { count: extraction.nodes.size })}</Text>
        <TextInput
          label={t('extract.name')}
          description={id === '' ? undefined : t('extract.id', { id })}
          data-autofocus
          required
          withAsterisk={false}
          maxLength={200}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <dl style={{ margin: 0 }} aria-label={t('extract.contract')}>
          <Fields label={t('extract.takes')} schema={extraction.takes} />
          <Fields
            label={t('extract.gives')}
            schema={extraction.gives}
            {...(extraction.exit ? {} : { none: t('extract.nothing') })}
          />
        </dl>
        <Text c="dimmed">{t('extract.after')}</Text>
        {save.error ? <ErrorCard error={save.error} /> : null}
        <FormActions submit={t('extract.submit')} disabled={id === ''} busy={save.isPending} onCancel={onClose} />
      </Stack>
    </form>
  )
}

/** The title of a group that is taken out whole, else one made from the flow's. */
function suggested(
  editor: ReturnType<typeof useEditor>,
  { nodes }: Extraction,
  made: (flow: string) => string,
): string {
  const { flow, layout } = editor.document.getState()
  const [group, ...more] = wholeGroups(layout, nodes)
  const title = group !== undefined && more.length === 0 ? groupOf(layout, group)?.title : undefined
  return (title ?? made(flow.title)).slice(0, 200)
}

function Fields({
  label,
  schema,
  none,
}: {
  readonly label: string
  readonly schema: JsonSchema | undefined
  readonly none?: string
}) {
  const { t } = useTranslation('subflows')
  const names = schema ? Object.keys(propertiesOf(schema)) : []
  const fields = names.slice(0, SHOWN).join(', ')
  return (
    <>
      <Text component="dt" fw={600}>
        {label}
      </Text>
      <Text component="dd" m={0} mb={8}>
        {none ??
          (names.length === 0 ? t('extract.unknown') : names.length > SHOWN ? t('extract.more', { fields }) : fields)}
      </Text>
    </>
  )
}
