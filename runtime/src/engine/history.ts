import type { Compensation, RunStatus } from '#shared/api/runs.ts'
import type { ErrorData } from '#shared/errors/flow-error.ts'
import type { Reply } from '#shared/message/message.ts'
import type { Inbound, Instant, JournalEntry, RunId } from './engine.ts'
import type { OpenWait } from './waits.ts'

/** A row of the run list as the engine keeps it. */
export interface RunRow {
  readonly id: RunId
  readonly unit: string
  readonly flow: string
  readonly version: string
  readonly status: RunStatus
  readonly keys: Readonly<Record<string, string>>
  readonly acceptedAt: Instant
  readonly endedAt?: Instant
  readonly wakeAt?: Instant
  readonly error?: ErrorData
  readonly errorNode?: string
  /** How far the run is in undoing what it did. */
  readonly compensation?: Compensation
  /** What an open run waits for from outside. */
  readonly waits?: readonly OpenWait[]
  readonly origin?: RunId
  /** Message, journal and reply were removed when their time was over. */
  readonly emptied?: true
}

/** Filter of the run list. `q` matches ids and the beginning of key values. */
export interface RunFilter {
  readonly unit?: string
  readonly flow?: string
  readonly key?: string
  /** Only runs that took the message of this one. */
  readonly origin?: RunId
  readonly statuses?: readonly RunStatus[]
  readonly from?: Instant
  readonly to?: Instant
  readonly q?: string
  readonly cursor?: string
  readonly limit: number
}

/** Reading what has happened. */
export interface History {
  list(filter: RunFilter): Promise<{ readonly runs: readonly RunRow[]; readonly cursor?: string }>
  get(run: RunId): Promise<
    | {
        readonly row: RunRow
        readonly inbound: Omit<Inbound, 'lease' | 'dedupe'>
        readonly journal: readonly JournalEntry[]
        readonly reply?: Reply
      }
    | undefined
  >
  /** Counts by flow since an instant, and hourly buckets of acceptances (oldest first). */
  counts(
    since: Instant,
    buckets: number,
    bucketMs: number,
  ): Promise<
    ReadonlyMap<
      string,
      {
        readonly accepted: number
        readonly done: number
        readonly failed: number
        readonly open: number
        readonly traffic: readonly number[]
        readonly lastAt?: Instant
      }
    >
  >
  /** Open runs by version of a flow (for the drain counter). */
  openByVersion(flow: string): Promise<ReadonlyMap<string, number>>
}
