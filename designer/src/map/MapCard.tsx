import {
  IconAlertTriangle,
  IconCircleX,
  IconPlayerPause,
  IconPlugConnected,
  IconPlugConnectedX,
  IconQuestionMark,
  IconRoute,
  IconTable,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import styles from './map.module.css'
import type { MapNode } from './map-model.ts'

const kindIcons = {
  flow: IconRoute,
  connection: IconPlugConnected,
  'code-table': IconTable,
  missing: IconQuestionMark,
} as const

const stateIcons = {
  failing: IconCircleX,
  paused: IconPlayerPause,
  circuit: IconPlugConnectedX,
  missing: IconAlertTriangle,
} as const

/** The icon of what stands on the map. */
export function KindIcon({ kind }: { readonly kind: MapNode['kind'] }) {
  const Icon = kindIcons[kind]
  return (
    <span className={styles.plate} data-kind={kind}>
      <Icon size={18} aria-hidden />
    </span>
  )
}

/** How it is, by icon and word; nothing while all is well. */
export function MapStateMark({ node }: { readonly node: MapNode }) {
  const { t } = useTranslation('map')
  if (node.state === 'well') return null
  const Icon = node.state === 'draft' ? undefined : stateIcons[node.state]
  return (
    <span className={styles.state} data-state={node.state}>
      {Icon ? <Icon size={16} aria-hidden /> : null}
      {t(`states.${node.state}`, { count: node.failed })}
    </span>
  )
}
