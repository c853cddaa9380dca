import { BaseEdge, type EdgeProps, getStraightPath } from '@xyflow/react'
import { memo } from 'react'
import styles from './links.module.css'

/** A callback from one node of the flow to another: seen, not pressed; the chips at its ends tell and lead. */
export const GhostView = memo(function GhostView(props: EdgeProps) {
  const [path] = getStraightPath(props)
  return (
    <BaseEdge
      id={props.id}
      path={path}
      interactionWidth={0}
      className={styles.ghost ?? ''}
      markerEnd="url(#lt-arrow)"
    />
  )
})
