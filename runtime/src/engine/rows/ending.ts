import type { ErrorData } from '#shared/errors/flow-error.ts'
import type { Instant, Next } from '../engine.ts'
import type { RunRecord } from './run-record.ts'
import type { Stored } from './stored.ts'

/** How a run ended. */
export interface End {
  readonly status: Exclude<Next['status'], 'running' | 'waiting' | 'retrying'>
  readonly at: Instant
  readonly error?: ErrorData
  readonly reply?: Stored
}

/** The run that ended, as far as others are concerned. */
export type Ended = Pick<RunRecord, 'id' | 'seq' | 'flow' | 'partition_key' | 'parent_run' | 'parent_path'>
