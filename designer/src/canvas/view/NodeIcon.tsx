import './colours.css'
import { IconPuzzleOff } from '@tabler/icons-react'
import type { CatalogueNode } from '#shared/node/catalogue.ts'
import { kindIcon } from './kinds.ts'
import styles from './node.module.css'

/**
 * The plate with a node type's icon; shape and colour tell the kind. The SVG of a (possibly foreign) package is used as a
 * mask only: it takes our colour and cannot run anything.
 */
export function NodeIcon({
  definition,
  size = 36,
}: {
  readonly definition: CatalogueNode | undefined
  readonly size?: number
}) {
  const kind = definition?.kind
  const Icon = kind ? kindIcon(kind) : IconPuzzleOff
  const inner = Math.round(size * 0.5)
  return (
    <span className={styles.plate} data-kind={kind ?? 'unknown'} style={{ width: size, height: size }} aria-hidden>
      {definition?.icon.trimStart().startsWith('<svg') ? (
        <span
          className={styles.ownIcon}
          style={{
            width: inner,
            height: inner,
            maskImage: `url("data:image/svg+xml,${encodeURIComponent(definition.icon)}")`,
          }}
        />
      ) : (
        <Icon size={inner} stroke={2} />
      )}
    </span>
  )
}
