import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { boxOf } from '../canvas/view/boxes.ts'
import { useSession } from '../session/SessionProvider.tsx'
import { FlowInspector } from './FlowInspector.tsx'
import { GroupInspector } from './GroupInspector.tsx'
import { ManyInspector } from './ManyInspector.tsx'
import { NodeInspector } from './NodeInspector.tsx'
import { NoteInspector } from './NoteInspector.tsx'

/** The panel right of the canvas: the selected node, several, or the flow. */
export default function Inspector() {
  const { t } = useTranslation('inspector')
  const selection = useSession((state) => state.selection)
  const ids = useMemo(() => [...selection], [selection])
  const [first] = ids
  const box = useSession((state) => (state.boxes.size === 1 ? [...state.boxes][0] : undefined))
  const only = box === undefined ? undefined : boxOf(box)
  // The same fields must not be in the page twice while the large editor is open.
  const covered = useSession((state) => state.openNode !== undefined)
  return (
    <section aria-label={t('label')} style={{ height: '100%', minHeight: 0 }}>
      {covered ? null : only?.is === 'group' ? (
        <GroupInspector key={only.id} id={only.id} />
      ) : only?.is === 'note' ? (
        <NoteInspector key={only.id} id={only.id} />
      ) : first === undefined ? (
        <FlowInspector />
      ) : ids.length > 1 ? (
        <ManyInspector ids={ids} />
      ) : (
        <NodeInspector key={first} id={first} />
      )}
    </section>
  )
}
