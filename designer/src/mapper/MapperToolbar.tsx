import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core'
import {
  IconArrowBackUp,
  IconArrowDown,
  IconArrowForwardUp,
  IconArrowUp,
  IconCopy,
  IconFileImport,
  IconFolder,
  IconGitBranch,
  IconList,
  IconPlus,
  IconPointFilled,
  IconRepeat,
  IconSchema,
  IconTrash,
  IconWand,
} from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Mapping, MappingItem } from '#shared/mapping/mapping.ts'
import type { JsonSchema } from '#shared/node/define.ts'
import { useEditor } from '../canvas/use-editor.ts'
import { useDocument } from '../document/DocumentProvider.tsx'
import { SchemaDialog } from '../schemas/SchemaDialog.tsx'
import { AutoMatchDialog } from './AutoMatchDialog.tsx'
import { mergeTargets, targetsFrom } from './from-sample.ts'
import styles from './mapper.module.css'
import { addBranch, addItem, duplicateItem, type ItemPath, moveItem } from './mapping-edits.ts'
import type { AddedPart } from './RowDetail.tsx'

/** What can be done with the target: add, order, copy, delete, match, import, undo. */
export function MapperToolbar({
  mapping,
  selected,
  disabled,
  wanted,
  onEdit,
  onRemove,
}: {
  readonly mapping: Mapping
  readonly selected: ItemPath | undefined
  readonly disabled: boolean
  /** What has to be made, where the node knows it. */
  readonly wanted?: JsonSchema | undefined
  readonly onEdit: (mapping: Mapping, select?: ItemPath, part?: AddedPart) => void
  readonly onRemove: (path: ItemPath) => void
}) {
  const { t } = useTranslation('mapper')
  const { undo, redo } = useEditor()
  const canUndo = useDocument((state) => state.history.past.length > 0)
  const canRedo = useDocument((state) => state.history.future.length > 0)
  const [dialog, setDialog] = useState<'match' | 'sample'>()
  const add = (item: MappingItem) => {
    const added = addItem(mapping, selected, item)
    onEdit(added.mapping, added.path, 'name')
  }
  const withSelected = (act: (path: ItemPath) => void) => () => {
    if (selected) act(selected)
  }
  const move = (by: 1 | -1) =>
    withSelected((path) => {
      const moved = moveItem(mapping, path, by)
      onEdit(moved.mapping, moved.path)
    })
  const none = disabled || !selected
  return (
    <div className={styles.toolbar} role="toolbar" aria-label={t('tools')}>
      <Menu position="bottom-start" withinPortal>
        <Menu.Target>
          <Button leftSection={<IconPlus size={16} />} disabled={disabled}>
            {t('add')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPointFilled size={16} />} onClick={() => add({ target: t('newField') })}>
            {t('kinds.leaf')}
          </Menu.Item>
          <Menu.Item leftSection={<IconFolder size={16} />} onClick={() => add({ target: t('newGroup'), fields: [] })}>
            {t('kinds.group')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconRepeat size={16} />}
            onClick={() => add({ target: t('newList'), each: { over: '', fields: [] } })}
          >
            {t('kinds.list')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconList size={16} />}
            onClick={() => add({ target: t('newList'), each: { over: '', value: { expr: '$' } } })}
          >
            {t('kinds.values')}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconGitBranch size={16} />}
            disabled={!selected}
            onClick={withSelected((path) => {
              const added = addBranch(mapping, path)
              onEdit(added.mapping, added.path, 'when')
            })}
          >
            {t('choice.add')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Button
        variant="default"
        leftSection={<IconWand size={16} />}
        disabled={disabled}
        onClick={() => setDialog('match')}
      >
        {t('match.action')}
      </Button>
      <Button
        variant="default"
        leftSection={<IconFileImport size={16} />}
        disabled={disabled}
        onClick={() => setDialog('sample')}
      >
        {t('fromSample.action')}
      </Button>
      {wanted ? (
        <Button
          variant="default"
          leftSection={<IconSchema size={16} />}
          disabled={disabled}
          onClick={() => onEdit(mergeTargets(mapping, targetsFrom(wanted)))}
        >
          {t('fromWsdl')}
        </Button>
      ) : null}
      <span className={styles.spring} />
      <Tool label={`${t('up')} (Alt + ↑)`} disabled={none} onClick={move(-1)}>
        <IconArrowUp size={18} />
      </Tool>
      <Tool label={`${t('down')} (Alt + ↓)`} disabled={none} onClick={move(1)}>
        <IconArrowDown size={18} />
      </Tool>
      <Tool
        label={`${t('duplicate')} (Ctrl + D)`}
        disabled={none}
        onClick={withSelected((path) => {
          const copied = duplicateItem(mapping, path)
          onEdit(copied.mapping, copied.path)
        })}
      >
        <IconCopy size={18} />
      </Tool>
      <Tool label={`${t('remove')} (Del)`} disabled={none} onClick={withSelected(onRemove)}>
        <IconTrash size={18} />
      </Tool>
      <Tool label={`${t('undo')} (Ctrl + Z)`} disabled={disabled || !canUndo} onClick={undo}>
        <IconArrowBackUp size={18} />
      </Tool>
      <Tool label={`${t('redo')} (Ctrl + Y)`} disabled={disabled || !canRedo} onClick={redo}>
        <IconArrowForwardUp size={18} />
      </Tool>
      <AutoMatchDialog
        mapping={mapping}
        opened={dialog === 'match'}
        onClose={() => setDialog(undefined)}
        onApply={(next) => onEdit(next)}
      />
      <SchemaDialog
        opened={dialog === 'sample'}
        title={t('fromSample.title')}
        accept={(count) => t('fromSample.apply', { count })}
        onClose={() => setDialog(undefined)}
        onAccept={(schema) => onEdit(mergeTargets(mapping, targetsFrom(schema)))}
      />
    </div>
  )
}

function Tool({
  label,
  disabled,
  onClick,
  children,
}: {
  readonly label: string
  readonly disabled: boolean
  readonly onClick: () => void
  readonly children: ReactNode
}) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" size={32} aria-label={label} disabled={disabled} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  )
}
