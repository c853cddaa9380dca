import { IconChevronDown } from '@tabler/icons-react'
import type { NodeProps } from '@xyflow/react'
import { memo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { changeGroup } from '../../document/commands/change-group.ts'
import { useDocument } from '../../document/DocumentProvider.tsx'
import { groupOf, membersOf } from '../../document/groups.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { useEditor } from '../use-editor.ts'
import styles from './box.module.css'
import { boxOf } from './boxes.ts'
import { NodeTitle } from './NodeTitle.tsx'
import { onBoxFocus } from './on-box-focus.ts'
import type { CanvasNode } from './to-react-flow.ts'
import { useFar } from './use-far.ts'
import { useRoving } from './use-roving.ts'

/** The frame of an open group. Its head is pressed, dragged and focused; the rest lets the pointer through to what lies inside. */
export const FrameView = memo(function FrameView({ id: key }: NodeProps<CanvasNode>) {
  const { t } = useTranslation('groups')
  const id = boxOf(key)?.id ?? ''
  const group = useDocument((state) => groupOf(state.layout, id))
  const count = useDocument((state) => membersOf(state.layout, id).length)
  const selected = useSession((state) => state.boxes.has(key))
  const editor = useEditor()
  const head = useRef<HTMLDivElement>(null)
  const tabbable = useRoving(key, head)
  const far = useFar()
  // Just collapsed: the box takes over with the next drawing.
  if (!group || group.collapsed) return null
  const choose = (): void => editor.chooseBox(key)
  return (
    <div className={styles.frame} data-colour={group.colour} data-selected={selected || undefined}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a head; the role is what readers need. */}
      <div
        ref={head}
        className={styles.frameHead}
        data-frame-head
        data-group={id}
        role="group"
        aria-roledescription={t('role')}
        aria-label={t('spoken', { title: group.title, count })}
        tabIndex={tabbable ? 0 : -1}
        onPointerUp={choose}
        onFocus={onBoxFocus(editor, key)}
      >
        <button
          type="button"
          className={`${styles.toggle} nodrag`}
          aria-expanded
          aria-label={t('collapse')}
          title={t('collapse')}
          onPointerUp={(event) => event.stopPropagation()}
          onClick={() => editor.foldGroup(id, true)}
        >
          <IconChevronDown size={18} aria-hidden />
        </button>
        {far ? null : (
          <>
            <span className={styles.frameTitle}>
              <NodeTitle
                id={key}
                title={group.title}
                label={t('titleField')}
                rename={(title) => changeGroup(id, { title })}
              />
            </span>
            <span className={styles.about} title={group.description}>
              {group.description ?? ''}
            </span>
          </>
        )}
      </div>
    </div>
  )
})
