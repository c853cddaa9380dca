import type { MiniMapNodeProps } from '@xyflow/react'
import { useDefinition, useDocument } from '../../document/DocumentProvider.tsx'
import { groupOf } from '../../document/groups.ts'
import { boxOf } from './boxes.ts'
import styles from './canvas.module.css'

/** A node in the overview map, in the colour of its kind. */
export function MiniMapNode({ id, x, y, width, height, selected }: MiniMapNodeProps) {
  const kind = useDefinition(id)?.kind ?? 'unknown'
  const frame = useDocument((state) => {
    const box = boxOf(id)
    return box !== undefined && (box.is === 'note' || groupOf(state.layout, box.id)?.collapsed !== true)
  })
  return (
    <rect
      className={styles.miniNode}
      data-kind={kind}
      data-frame={frame || undefined}
      data-selected={selected || undefined}
      x={x}
      y={y}
      width={width}
      height={height}
      rx={12}
    />
  )
}
