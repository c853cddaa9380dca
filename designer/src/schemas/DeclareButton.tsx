import { Button } from '@mantine/core'
import { IconSchema } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useEditor } from '../canvas/use-editor.ts'
import { declareSchema, readsXml, withoutPrefixes } from '../document/commands/declare-schema.ts'
import { useFlow } from '../document/DocumentProvider.tsx'
import { SchemaDialog } from './SchemaDialog.tsx'

/** Declares what leaves a node by a sample or a schema of another kind; one undo step. */
export function DeclareButton({
  node,
  title,
  onDone,
}: {
  readonly node: string
  readonly title: string
  readonly onDone?: () => void
}) {
  const { t } = useTranslation('schemas')
  const editor = useEditor()
  const [open, setOpen] = useState(false)
  const flowNode = useFlow().nodes[node]
  const xml = readsXml(flowNode)
  return (
    <>
      <Button variant="default" size="compact-md" leftSection={<IconSchema size={16} />} onClick={() => setOpen(true)}>
        {t('declare.action')}
      </Button>
      <SchemaDialog
        opened={open}
        title={t('declare.title', { node: title })}
        accept={(count) => t('declare.accept', { count })}
        onClose={() => setOpen(false)}
        prefixes={xml && flowNode?.settings?.prefixes === 'drop' ? 'drop' : 'keep'}
        consequence={(kind) => (xml && withoutPrefixes(kind) ? t('declare.withoutPrefixes') : undefined)}
        onAccept={(schema, kind) => {
          editor.run(declareSchema(node, schema, kind))
          const label = editor.document.getState().history.past.at(-1)?.label
          if (label) editor.say(label)
          onDone?.()
        }}
      />
    </>
  )
}
