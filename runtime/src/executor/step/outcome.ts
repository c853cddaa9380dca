import type { Instant, RunId } from '#runtime/engine/engine.ts'
import type { OpenWait } from '#runtime/engine/waits.ts'
import type { ErrorData } from '#shared/errors/flow-error.ts'
import type { Emission } from '#shared/node/run.ts'

/** How one step came out. */
export type Outcome =
  | { readonly kind: 'emission'; readonly emission: Emission; readonly times: Times }
  | { readonly kind: 'failed'; readonly error: ErrorData; readonly times: Times }
  | {
      readonly kind: 'sleeping'
      readonly until: Instant
      readonly error?: ErrorData
      readonly wait?: OpenWait
      readonly times: Times
    }
  | { readonly kind: 'child'; readonly run: RunId; readonly times: Times }
  | { readonly kind: 'in-doubt'; readonly error: ErrorData; readonly times: Times }
  /** Nothing is known yet (replay), or the walk was interrupted. */
  | { readonly kind: 'open'; readonly times: Times }

/** When a step ran, and which try it was. */
export interface Times {
  readonly startedAt: Instant
  readonly durationMs: number
  readonly attempts: number
}
