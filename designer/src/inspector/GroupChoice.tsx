import { NativeSelect } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useEditor } from '../canvas/use-editor.ts'
import { moveToGroup } from '../document/commands/group-nodes.ts'
import { useDocument } from '../document/DocumentProvider.tsx'
import { groupsOf, homeOf } from '../document/groups.ts'
import styles from './inspector.module.css'

/** The group that a node lies in; not shown while the flow has no groups. */
export function GroupChoice({ id, disabled }: { readonly id: string; readonly disabled: boolean }) {
  const { t } = useTranslation('groups')
  const { run } = useEditor()
  const groups = useDocument((state) => groupsOf(state.layout))
  const home = useDocument((state) => homeOf(state.layout, id))
  const all = Object.entries(groups)
  if (all.length === 0) return null
  return (
    <div className={styles.foot}>
      <NativeSelect
        label={t('home')}
        disabled={disabled}
        value={home ?? ''}
        data={[
          { value: '', label: t('noHome') },
          ...all.map(([value, group]) => ({
            value,
            label: group.in === undefined ? group.title : `${groups[group.in]?.title ?? ''} › ${group.title}`,
          })),
        ]}
        onChange={(event) => run(moveToGroup([id], event.currentTarget.value || undefined))}
      />
    </div>
  )
}
