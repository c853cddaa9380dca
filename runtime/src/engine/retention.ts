import type { Instant } from './engine.ts'

/** What is no longer kept of one flow. Only runs that are done or cancelled: what waits for a person stays. */
export interface RetentionRule {
  readonly flow: string
  /** Of runs accepted before, message, journal and reply go; the row stays and can still be found. */
  readonly payloadsBefore?: Instant
  /** Runs accepted before go as a whole, unless a key against duplicates that is in force names them: those only lose their contents. */
  readonly runsBefore?: Instant
}

/** Where a walk over the runs of a flow goes on. */
export type PrunePlace = { readonly at: Instant; readonly seq: number }

/** What one bite removed. */
export interface Pruned {
  readonly payloads: number
  readonly runs: number
  /** Whether there is more to look at now. */
  readonly more: boolean
  /** The last run looked at; absent when there was none. */
  readonly place?: PrunePlace
}

/** What the contents of one run take: message, journal and reply. Payloads that several runs share count for each. */
export interface RunBytes {
  readonly at: Instant
  readonly bytes: number
}

/** Bytes on the disk. `free`: inside the database, given back or used again by and by. */
export interface StoredSize {
  readonly database: number
  readonly log: number
  readonly free: number
}

/** Keeping no longer than needed. Every call is one short transaction, so that messages do not wait behind it. */
export interface Retention {
  /** Looks at `most` runs from `from` on, oldest first, and removes what the rule no longer keeps. */
  prune(rule: RetentionRule, most: number, from?: PrunePlace): Promise<Pruned>
  /** Instant of acceptance of the run that is the `n`th newest of a flow; absent when there are fewer. */
  nthNewest(flow: string, n: number): Promise<Instant | undefined>
  /** Bytes of the contents of `most` runs of a flow, the newest first, before `from`; `place` is absent when there are no more. */
  contents(
    flow: string,
    most: number,
    from?: PrunePlace,
  ): Promise<{ readonly runs: readonly RunBytes[]; readonly place?: PrunePlace }>
  /** Clears away what nothing names any more: expired keys against duplicates, one of 256 parts of the blob files, free pages. */
  sweep(part: number): Promise<{ readonly keys: number; readonly blobs: number }>
  /** Flows of which runs are stored, also those that have been deleted. */
  flows(): Promise<readonly string[]>
  size(): Promise<StoredSize>
}
