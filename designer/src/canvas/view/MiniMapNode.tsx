import type { MiniMapNodeProps } from '@xyflow/react'
import { useDefinition } from '../../document/DocumentProvider.tsx'
import styles from './canvas.module.css'

/** A node in the overview map, in the colour of its kind. */
export function MiniMapNode({ id, x, y, width, height, selected }: MiniMapNodeProps) {
  const kind = useDefinition(id)?.kind ?? 'unknown'
  return (
    <rect
      className={styles.miniNode}
      data-kind={kind}
      data-selected={selected || undefined}
      x={x}
      y={y}
      width={width}
      height={height}
      rx={12}
    />
  )
}
