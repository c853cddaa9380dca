import { IconCopy, IconSubtask, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useEditor } from '../canvas/use-editor.ts'
import { duplicateNodes } from '../document/commands/duplicate-nodes.ts'
import { useDocument } from '../document/DocumentProvider.tsx'
import { PlainAction } from './PlainAction.tsx'

/** Makes copies of these nodes and selects them. */
export function DuplicateAction({ nodes }: { readonly nodes: readonly string[] }) {
  const { t } = useTranslation('inspector')
  const editor = useEditor()
  const readOnly = useDocument((state) => state.readOnly)
  return (
    <PlainAction
      icon={<IconCopy size={16} />}
      label={t('many.duplicate')}
      disabled={readOnly}
      onClick={() => editor.select(editor.run(duplicateNodes(nodes)))}
    />
  )
}

/** Opens the dialog that makes a flow of its own of what is selected. */
export function ExtractAction() {
  const { t } = useTranslation('subflows')
  const editor = useEditor()
  const readOnly = useDocument((state) => state.readOnly)
  return (
    <PlainAction
      icon={<IconSubtask size={16} />}
      label={t('extract.make')}
      disabled={readOnly}
      onClick={() => editor.session.getState().set({ dialog: 'extract' })}
    />
  )
}

/** Removes what is selected; `label` says what that is. */
export function RemoveAction({ label }: { readonly label: string }) {
  const editor = useEditor()
  const readOnly = useDocument((state) => state.readOnly)
  return (
    <PlainAction
      icon={<IconTrash size={16} />}
      label={label}
      disabled={readOnly}
      onClick={() => editor.remove({ rejoin: false })}
    />
  )
}
