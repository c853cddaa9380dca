import { Modal, Stack } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type NamedKind, namedKinds } from '#shared/flow/named-things.ts'
import { useOperation } from '../../api/api-context.ts'
import { BindChoices } from '../../bundles/BindChoices.tsx'
import { rebindNodes } from '../../document/commands/rebind-nodes.ts'
import { useDocument } from '../../document/DocumentProvider.tsx'
import { useText } from '../../i18n/use-text.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { FormActions } from '../../ui/FormActions.tsx'
import { useEditor } from '../use-editor.ts'
import { type MissingThing, missingThings } from './missing-things.ts'

/** After a paste from another installation: asks which connections, code tables and flows take the place of those that are not here. */
export function RebindDialog() {
  const { t } = useTranslation('canvas')
  const editor = useEditor()
  const nodes = useSession((state) => state.rebinding)
  const missing = useMissing(nodes)
  const close = () => editor.session.getState().set({ rebinding: undefined })
  return (
    <Modal opened={nodes !== undefined && missing.length > 0} onClose={close} title={t('rebind.title')} size={560}>
      {nodes ? <Form nodes={nodes} missing={missing} onClose={close} /> : null}
    </Modal>
  )
}

const NONE: readonly string[] = []

function useMissing(nodes: readonly string[] | undefined): readonly MissingThing[] {
  const enabled = nodes !== undefined
  const flow = useDocument((state) => state.flow)
  const catalogue = useDocument((state) => state.catalogue)
  const connections = useOperation('listConnections', {}, { enabled }).data?.connections
  const tables = useOperation('listTables', {}, { enabled }).data?.tables
  const flows = useOperation('listFlows', {}, { enabled }).data?.flows
  return missingThings({ flow, catalogue }, nodes ?? NONE, {
    connection: connections,
    'code-table': tables,
    flow: flows,
  })
}

type Chosen = Readonly<Partial<Record<NamedKind, Readonly<Record<string, string>>>>>

function Form({
  nodes,
  missing,
  onClose,
}: {
  readonly nodes: readonly string[]
  readonly missing: readonly MissingThing[]
  readonly onClose: () => void
}) {
  const { t } = useTranslation('canvas')
  const text = useText()
  const editor = useEditor()
  const [bind, setBind] = useState<Chosen>({})
  const count = Object.values(bind).reduce((all, names) => all + Object.keys(names).length, 0)
  const rebind = () => {
    onClose()
    editor.run(rebindNodes(nodes, bind))
    const label = editor.document.getState().history.past.at(-1)?.label
    if (label) editor.say(label)
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (count > 0) rebind()
      }}
    >
      <Stack gap={12}>
        <p style={{ margin: 0 }}>{t('rebind.lead')}</p>
        {namedKinds.map((kind) => (
          <BindChoices
            key={kind}
            bind={bind[kind] ?? {}}
            onBind={(names) => setBind({ ...bind, [kind]: names })}
            things={missing
              .filter((it) => it.kind === kind)
              .map(({ id, nodes: users, candidates }) => ({
                id,
                label: t(`rebind.kinds.${kind}`, { id }),
                description: t('rebind.usedBy', { nodes: users.slice(0, 5).map(text).join(', ') }),
                fits: false,
                candidates,
              }))}
          />
        ))}
        <FormActions submit={t('rebind.submit')} disabled={count === 0} busy={false} onCancel={onClose} />
      </Stack>
    </form>
  )
}
