import {
  IconArrowsSplit2,
  IconBolt,
  IconPlugConnected,
  IconSettingsAutomation,
  IconTransform,
} from '@tabler/icons-react'
import type { NodeKind } from '#shared/node/define.ts'

/** The kinds of nodes in the order of the palette, each with the icon that stands in where a type brings none. */
export const kinds: readonly { readonly kind: NodeKind; readonly icon: typeof IconBolt }[] = [
  { kind: 'trigger', icon: IconBolt },
  { kind: 'connector', icon: IconPlugConnected },
  { kind: 'transform', icon: IconTransform },
  { kind: 'router', icon: IconArrowsSplit2 },
  { kind: 'control', icon: IconSettingsAutomation },
]

/** The icon of a kind. */
export function kindIcon(kind: NodeKind): typeof IconBolt {
  return kinds.find((it) => it.kind === kind)?.icon ?? IconSettingsAutomation
}
