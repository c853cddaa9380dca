import { IconChevronRight, IconStack2 } from '@tabler/icons-react'
import type { NodeProps } from '@xyflow/react'
import { memo, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { Problem } from '#shared/flow/flow.ts'
import { changeGroup } from '../../document/commands/change-group.ts'
import { useDocument, useProblems } from '../../document/DocumentProvider.tsx'
import { groupOf, membersOf } from '../../document/groups.ts'
import { worstOf } from '../../document/problems-store.ts'
import { useEditor } from '../use-editor.ts'
import styles from './box.module.css'
import { boxOf, edgesOfGroup, portsOfGroup } from './boxes.ts'
import { NodePorts, PortRows } from './FlowNodeView.tsx'
import { ProblemBadge } from './NodeBadges.tsx'
import { NodeTitle } from './NodeTitle.tsx'
import nodeStyles from './node.module.css'
import { onBoxFocus } from './on-box-focus.ts'
import { RunBadge } from './RunBadge.tsx'
import { sumRuns, useRunOverlay } from './run-overlay.ts'
import { HEADER_HEIGHT } from './sizes.ts'
import type { CanvasNode } from './to-react-flow.ts'
import { useFar } from './use-far.ts'
import { useRoving } from './use-roving.ts'

/** A collapsed group: one box with its outer wires and the worst that is to be said of anything inside. */
export const FoldView = memo(function FoldView({ id: key, selected }: NodeProps<CanvasNode>) {
  const { t } = useTranslation(['groups', 'canvas', 'common'])
  const editor = useEditor()
  const id = boxOf(key)?.id ?? ''
  const flow = useDocument((state) => state.flow)
  const layout = useDocument((state) => state.layout)
  const catalogue = useDocument((state) => state.catalogue)
  const group = groupOf(layout, id)
  const members = useMemo(() => membersOf(layout, id), [layout, id])
  const ports = useMemo(() => portsOfGroup({ flow, layout }, catalogue, id), [flow, layout, catalogue, id])
  const { enters } = useMemo(() => edgesOfGroup({ flow, layout }, id), [flow, layout, id])
  const problems = useInnerProblems(members)
  const byNode = useStore(useRunOverlay(), (state) => state.byNode)
  const run = useMemo(() => sumRuns(members.flatMap((node) => byNode.get(node) ?? [])), [members, byNode])
  const frame = useRef<HTMLElement>(null)
  const tabbable = useRoving(key, frame)
  const far = useFar()
  // Just opened: the frame takes over with the next drawing.
  if (!group?.collapsed) return null
  const spoken = [
    t('spoken', { title: group.title, count: members.length }),
    t('collapsed'),
    problems.length > 0 ? t('canvas:node.problems', { count: problems.length }) : '',
    run ? t(`common:states.${run.status}`) : '',
  ]
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a box; the role is what readers need.
    <section
      ref={frame}
      className={`${nodeStyles.node} ${styles.fold}`}
      data-colour={group.colour}
      data-selected={selected || undefined}
      data-group={id}
      data-run={run?.status}
      role="group"
      aria-roledescription={t('role')}
      aria-label={spoken.filter((part) => part !== '').join(', ')}
      tabIndex={tabbable ? 0 : -1}
      onFocus={onBoxFocus(editor, key)}
    >
      {far ? (
        <span className={nodeStyles.farPlate} />
      ) : (
        <>
          <header className={nodeStyles.header} style={{ height: HEADER_HEIGHT }}>
            <span className={styles.plate}>
              <IconStack2 size={20} aria-hidden />
            </span>
            <span className={nodeStyles.words}>
              <NodeTitle
                id={key}
                title={group.title}
                label={t('titleField')}
                rename={(title) => changeGroup(id, { title })}
              />
              <span className={nodeStyles.subtitle} title={group.description}>
                {t('count', { count: members.length })}
                {group.description ? ` · ${group.description}` : ''}
              </span>
            </span>
            <ProblemBadge problems={problems} />
            <button
              type="button"
              className={`${styles.toggle} nodrag`}
              aria-expanded={false}
              aria-label={t('expand')}
              title={t('expand')}
              onClick={() => editor.foldGroup(id, false)}
            >
              <IconChevronRight size={18} aria-hidden />
            </button>
          </header>
          {ports.length > 1 ? <PortRows ports={ports} /> : null}
        </>
      )}
      <NodePorts takesInput={enters} ports={ports} connectable={false} />
      {run && !far ? <RunBadge run={run} /> : null}
    </section>
  )
})

const NONE: readonly Problem[] = []

/** The problems of nodes inside, worst first. */
function useInnerProblems(members: readonly string[]): readonly Problem[] {
  const byNode = useProblems((state) => state.byNode)
  return useMemo(() => {
    const all = members.flatMap((node) => byNode.get(node) ?? [])
    if (all.length === 0) return NONE
    const worst = worstOf(all)
    return [...all.filter((it) => it.severity === worst), ...all.filter((it) => it.severity !== worst)]
  }, [members, byNode])
}
