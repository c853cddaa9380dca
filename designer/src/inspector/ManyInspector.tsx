import { Button, Stack } from '@mantine/core'
import { IconBoxMultiple, IconCircleDashed, IconCopy, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useEditor } from '../canvas/use-editor.ts'
import { duplicateNodes } from '../document/commands/duplicate-nodes.ts'
import { toggleDisabled } from '../document/commands/toggle-disabled.ts'
import { useDocument } from '../document/DocumentProvider.tsx'
import styles from './inspector.module.css'

/** Several nodes: what can be done with all of them. */
export function ManyInspector({ ids }: { readonly ids: readonly string[] }) {
  const { t } = useTranslation(['inspector', 'groups'])
  const editor = useEditor()
  const readOnly = useDocument((state) => state.readOnly)
  const off = useDocument((state) => ids.every((id) => state.flow.nodes[id]?.disabled))
  return (
    <div className={styles.panel}>
      <header className={styles.head}>
        <div className={styles.headText}>
          <h2>{t('many.title', { count: ids.length })}</h2>
        </div>
      </header>
      <Stack gap={8} p={12}>
        <Button
          variant="default"
          justify="flex-start"
          leftSection={<IconBoxMultiple size={16} />}
          disabled={readOnly}
          onClick={() => editor.group()}
        >
          {t('groups:make')}
        </Button>
        <Button
          variant="default"
          justify="flex-start"
          leftSection={<IconCircleDashed size={16} />}
          disabled={readOnly}
          onClick={() => editor.run(toggleDisabled(ids))}
        >
          {t(off ? 'many.enable' : 'many.disable')}
        </Button>
        <Button
          variant="default"
          justify="flex-start"
          leftSection={<IconCopy size={16} />}
          disabled={readOnly}
          onClick={() => editor.select(editor.run(duplicateNodes(ids)))}
        >
          {t('many.duplicate')}
        </Button>
        <Button
          variant="default"
          justify="flex-start"
          leftSection={<IconTrash size={16} />}
          disabled={readOnly}
          onClick={() => editor.remove({ rejoin: false })}
        >
          {t('many.remove')}
        </Button>
      </Stack>
    </div>
  )
}
