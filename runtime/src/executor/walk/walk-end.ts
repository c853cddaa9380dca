import type { Instant, StepPath } from '#runtime/engine/engine.ts'
import type { OpenWait } from '#runtime/engine/waits.ts'
import type { ErrorData } from '#shared/errors/flow-error.ts'
import type { Message, Reply } from '#shared/message/message.ts'

/** A branch that came to no good end, and where. */
export interface Trouble {
  readonly node: string
  readonly path: StepPath
  readonly error: ErrorData
}

/** Where a walk ended: what still sleeps, waits or failed. All empty = the run is done. */
export interface WalkEnd {
  readonly reply: Reply | undefined
  /** What left the last step that leads nowhere. */
  readonly last?: Message | undefined
  readonly sleeping: readonly { readonly until: Instant; readonly trouble: Trouble | undefined }[]
  /** What the run waits for from outside. */
  readonly waits: readonly OpenWait[]
  /** Steps that wait for a called flow. */
  readonly children: number
  readonly doubts: readonly Trouble[]
  readonly failures: readonly Trouble[]
  /** A message went into a group, which may have closed by it. */
  readonly joined: boolean
  /** Steps left open: the walk was interrupted, or a replay reached the end of the journal. */
  readonly open: number
  /** The run undoes what it did; the rest of this tells how that went. */
  readonly undoing?: UndoEnd
}

/** How far the run came in undoing what it did. */
export interface UndoEnd {
  readonly since: Instant
  readonly stopped: boolean
  /** What the run failed with, or that a person stopped it. */
  readonly error: ErrorData
  readonly errorNode: string
  readonly steps: readonly {
    readonly path: StepPath
    readonly node: string
    readonly state: 'left' | 'undone' | 'by-hand'
  }[]
}
