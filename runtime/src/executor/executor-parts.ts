import type { Engine, Instant, MemberId, RunId } from '#runtime/engine/engine.ts'
import type { Flows } from './flows.ts'
import type { WorkerSlot } from './intake/admission.ts'
import type { Tools } from './run-env.ts'
import type { Standing } from './walk/standing.ts'

/** What the executor works with. Time, ids and the outside come in here. */
export interface ExecutorParts {
  readonly engine: Engine
  readonly member: MemberId
  readonly flows: Flows
  /** Limits of the installation are divided between its workers; the only one unless told. */
  readonly slot?: WorkerSlot
  readonly tools: Tools
  readonly clock: () => Instant
  readonly newRunId: () => RunId
  /** Whether the process has been busy all the time since it was last asked; never unless told. */
  readonly saturated?: () => boolean
  /** Told of every run that moved. */
  moved(standing: Standing): void
  log(level: 'info' | 'warn' | 'error', message: string, details: Readonly<Record<string, unknown>>): void
}
