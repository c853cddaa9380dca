import type { Text } from '../../text/text.ts'
import type { TextLine } from './text-lines.ts'

/** What a change has an effect on; the order in which people read them. */
export const EFFECTS = ['meaning', 'routing', 'errors', 'connections', 'running', 'look'] as const

/** One of `EFFECTS`: meaning of the data, which way messages go, errors, connections and triggers, load and order, looks only. */
export type Effect = (typeof EFFECTS)[number]

/** A difference between two flows in words. */
export interface Change {
  readonly kind: 'added' | 'removed' | 'changed'
  readonly effect: Effect
  /** The node that it is about; for a wire the one that it leaves. */
  readonly node?: string | undefined
  /** `nodes.gui.settings.branches.1.when`: positions are those of the newer flow, or of the older one for what is gone. */
  readonly path: string
  readonly before?: unknown
  readonly after?: unknown
  readonly sentence: Text
  /** Text of several lines (scripts, queries): what of it has changed. */
  readonly lines?: readonly TextLine[] | undefined
}
