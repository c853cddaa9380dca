import { ActionIcon, Group, Stack, Tooltip } from '@mantine/core'
import {
  IconBoxMultiple,
  IconCircleDashed,
  IconLayoutAlignLeft,
  IconLayoutAlignTop,
  IconLayoutDistributeHorizontal,
  IconLayoutDistributeVertical,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { keyHint } from '../canvas/keys/shortcuts.ts'
import { useEditor } from '../canvas/use-editor.ts'
import { alignNodes } from '../document/commands/align-nodes.ts'
import { toggleDisabled } from '../document/commands/toggle-disabled.ts'
import { useDocument } from '../document/DocumentProvider.tsx'
import styles from './inspector.module.css'
import { PlainAction } from './PlainAction.tsx'
import { DuplicateAction, ExtractAction, RemoveAction } from './SelectionActions.tsx'

const alignments = [
  { how: 'left', action: 'alignLeft', Icon: IconLayoutAlignLeft },
  { how: 'top', action: 'alignTop', Icon: IconLayoutAlignTop },
  { how: 'across', action: 'spreadAcross', Icon: IconLayoutDistributeVertical },
  { how: 'down', action: 'spreadDown', Icon: IconLayoutDistributeHorizontal },
] as const

/** Several nodes: what can be done with all of them. */
export function ManyInspector({ ids }: { readonly ids: readonly string[] }) {
  const { t } = useTranslation(['inspector', 'groups', 'canvas'])
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
        <Group gap={4} role="group" aria-label={t('many.align')}>
          {alignments.map(({ how, action, Icon }) => (
            <Tooltip key={how} label={`${t(`canvas:keys.${action}`)} (${keyHint(action)})`}>
              <ActionIcon
                size={36}
                variant="default"
                aria-label={t(`canvas:keys.${action}`)}
                disabled={readOnly}
                onClick={() => editor.run(alignNodes(ids, how))}
              >
                <Icon size={18} />
              </ActionIcon>
            </Tooltip>
          ))}
        </Group>
        <PlainAction
          icon={<IconBoxMultiple size={16} />}
          label={t('groups:make')}
          disabled={readOnly}
          onClick={() => editor.group()}
        />
        <ExtractAction />
        <PlainAction
          icon={<IconCircleDashed size={16} />}
          label={t(off ? 'many.enable' : 'many.disable')}
          disabled={readOnly}
          onClick={() => editor.run(toggleDisabled(ids))}
        />
        <DuplicateAction nodes={ids} />
        <RemoveAction label={t('many.remove')} />
      </Stack>
    </div>
  )
}
