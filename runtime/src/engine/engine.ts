import type { Compensation, RunStatus } from '#shared/api/runs.ts'
import type { ErrorData } from '#shared/errors/flow-error.ts'
import type { Message, Reply } from '#shared/message/message.ts'
import type { Groups, PartEntry } from './groups.ts'
import type { History } from './history.ts'
import type { Retention } from './retention.ts'
import type { WaitEntry, Waits } from './waits.ts'

/** A run's id: sortable by time of acceptance (26 characters, Crockford base 32). */
export type RunId = string
/** A worker process as the engine knows it; a restarted worker is another member. */
export type MemberId = string
/** Identity of a step inside its run, equal on every replay. */
export type StepPath = string
/** Milliseconds since the epoch. */
export type Instant = number

/** Fingerprint of what an effect asked (decision 0007): SHA-256 in base64url. */
export type RequestPrint = string

/** A message at the door. */
export interface Inbound {
  readonly run: RunId
  readonly unit: string
  readonly flow: string
  readonly version: string
  /** The trigger node that it came through. */
  readonly trigger: string
  readonly message: Message
  readonly at: Instant
  /** Orders runs of this flow with the same value; such a run starts when the earlier ones have left the way. */
  readonly partition?: string
  readonly dedupe?: Dedupe
  /** The step of another run that waits for this run's reply. */
  readonly parent?: { readonly run: RunId; readonly path: StepPath; readonly depth: number }
  /** The run whose message a person submitted again, perhaps edited. */
  readonly origin?: RunId
  /** Leases the run to this member at once, so that it runs without being claimed. */
  readonly lease?: MemberId
}

/** Same key within the window, same run. */
export interface Dedupe {
  readonly key: string
  /** The trigger that the key belongs to: at another one it is another key. Absent: the whole flow. */
  readonly trigger?: string
  readonly windowMs: number
  /** What the sender's request was. The same key with another one is a conflict and neither stored nor answered with the first reply. */
  readonly fingerprint?: string
}

/** The right to work on a run. A commit carries the epoch; a late one is `stale` and changes nothing. */
export interface Lease {
  readonly run: RunId
  readonly epoch: number
  readonly until: Instant
}

/** What a journal row says (design §8). */
export type JournalEntry =
  | WaitEntry
  | PartEntry
  /** An outside effect was answered; `emission` is what left the node (JSON). */
  | {
      readonly kind: 'effect'
      readonly path: StepPath
      readonly node: string
      readonly attempt: number
      readonly startedAt: Instant
      readonly endedAt: Instant
      readonly emission: unknown
      /** It had been asked before (`poll`), and this answer ends the asking. */
      readonly polled?: boolean
      readonly request?: RequestPrint
    }
  /** A try failed. `retryAt` absent: no more tries. `doubt`: the partner may have acted all the same (time-out, cut connection). */
  | {
      readonly kind: 'failed'
      readonly path: StepPath
      readonly node: string
      readonly attempt: number
      readonly startedAt: Instant
      readonly endedAt: Instant
      readonly error: ErrorData
      readonly retryAt?: Instant
      readonly doubt?: boolean
      readonly request?: RequestPrint
    }
  /** A `once` effect is about to happen. */
  | {
      readonly kind: 'intent'
      readonly path: StepPath
      readonly node: string
      readonly attempt: number
      readonly at: Instant
      readonly request?: RequestPrint
    }
  /** What is asked is no longer what was asked under this key (`was`), so that it goes under a key of its own from here on. */
  | {
      readonly kind: 'rekey'
      readonly path: StepPath
      readonly node: string
      readonly at: Instant
      readonly was: { readonly key: string; readonly request: RequestPrint }
      readonly key: string
      readonly request: RequestPrint
    }
  /** A durable timer. */
  | { readonly kind: 'timer'; readonly path: StepPath; readonly node: string; readonly due: Instant }
  /** A child run was accepted for a `call` step. */
  | {
      readonly kind: 'child'
      readonly path: StepPath
      readonly node: string
      readonly run: RunId
      readonly at: Instant
    }
  /** The child run ended; written by the engine when the child is committed as ended. */
  | {
      readonly kind: 'child-end'
      readonly path: StepPath
      readonly run: RunId
      readonly status: RunStatus
      readonly reply?: Reply
      readonly error?: ErrorData
      readonly at: Instant
    }
  /** A person had it tried again, from these steps (default the failed ones), perhaps on another version. */
  | {
      readonly kind: 'resume'
      readonly by: string
      readonly at: Instant
      readonly from?: StepPath
      readonly version?: string
      readonly decision?: { readonly path: StepPath; readonly as: 'sent' | 'resend' | 'drop'; readonly reason: string }
      /** The run is not to go on but to undo what it did outside, and is closed then; why. */
      readonly compensate?: { readonly reason: string }
    }
  /** From here on the run undoes what these steps did, in this order, and does nothing else. */
  | {
      readonly kind: 'compensate'
      readonly at: Instant
      readonly steps: readonly StepPath[]
      /** What the run failed with, or that a person stopped it. */
      readonly error: ErrorData
      readonly errorNode: string
    }
  /** All of it is undone. */
  | { readonly kind: 'compensated'; readonly at: Instant }

/** Where a run stands after a commit. `compensation` is kept until the next resume. */
export type Next =
  | { readonly status: 'running' }
  | {
      readonly status: 'waiting' | 'retrying'
      readonly wakeAt?: Instant
      readonly error?: ErrorData
      readonly errorNode?: string
      readonly compensation?: Compensation
    }
  | { readonly status: 'done'; readonly at: Instant; readonly reply?: Reply }
  | {
      readonly status: 'cancelled'
      readonly at: Instant
      readonly error?: ErrorData
      readonly reply?: Reply
      readonly compensation?: Compensation
    }
  | {
      readonly status: 'failed' | 'in-doubt'
      readonly at: Instant
      readonly error: ErrorData
      readonly errorNode: string
      readonly reply?: Reply
      readonly compensation?: Compensation
    }

/** A run as it was accepted, with all that its journal says. */
export interface ClaimedRun {
  readonly lease: Lease
  readonly inbound: Omit<Inbound, 'lease' | 'dedupe'>
  readonly journal: readonly JournalEntry[]
  /** How many members died while they held it. */
  readonly deaths: number
}

/**
 * How many runs to take whose worker died while it held them: one of those may be the killer, and the others must not be
 * under way in the same worker when it strikes again, or they would be blamed with it.
 */
export type Suspects = 'all' | 'one' | 'none'

/** A flow's part in a claim that is shared out. */
export interface FlowShare {
  /** Runs that it gets for each one of a flow with weight 1, while both have some waiting; greater than 0. */
  readonly weight: number
  /** Runs of it that may be taken now. */
  readonly room: number
}

/** How a claim is shared out between flows: those named here by their shares, any other with `others` and as much room as there is. */
export interface Sharing {
  readonly flows: ReadonlyMap<string, FlowShare>
  readonly others: Pick<FlowShare, 'weight'>
}

/**
 * The durable engine (design §8): journal, queue, timers, leases. Nothing above knows which adapter runs.
 * Every promise that resolves with success means: it would survive power loss. Adapters may gather calls into one transaction.
 */
export interface Engine {
  /** Stores the message and its run. Same dedupe key, same run; then `reply` is the stored one if the run has ended. */
  accept(input: Inbound): Promise<{
    readonly run: RunId
    readonly duplicate: boolean
    /** The key was used for another request: nothing was stored, and `run` is that one's. */
    readonly conflict?: true
    readonly lease?: Lease
    readonly status?: RunStatus
    readonly reply?: Reply
  }>
  /**
   * Leases runnable runs to this member: accepted, due, or left by a dead member. Never a run whose partition is busy. The oldest first;
   * with `sharing` the oldest of each flow, so that no flow waits behind the whole backlog of another.
   */
  claim(
    member: MemberId,
    max: number,
    at: Instant,
    suspects?: Suspects,
    sharing?: Sharing,
  ): Promise<readonly ClaimedRun[]>
  /** Leases one named run if it is free and runnable (after an accept without lease, or when its timer is due). */
  claimOne(member: MemberId, run: RunId, at: Instant): Promise<ClaimedRun | undefined>
  /** Journals that a `once` effect is about to happen, so that a crash leaves it in doubt and not repeated. */
  intend(lease: Lease, entry: Extract<JournalEntry, { kind: 'intent' }>): Promise<'recorded' | 'stale'>
  /** Journals entries and where the run stands, whole or not at all. Any status but `running` gives the lease back. */
  commit(lease: Lease, entries: readonly JournalEntry[], next: Next): Promise<'committed' | 'stale'>
  /** Prolongs leases (heartbeat); the answer lists those that were lost. */
  renew(
    member: MemberId,
    leases: readonly Lease[],
    at: Instant,
  ): Promise<{ readonly until: Instant; readonly lost: readonly RunId[] }>
  /** Gives leases back unworked (drain), so that others go on at once. */
  release(leases: readonly Lease[]): Promise<void>
  /** Declares a member dead: its leases end now and each run's `deaths` grows. Used by the supervisor that saw it exit. */
  bury(member: MemberId): Promise<number>
  /**
   * Frees the leases of all members but these, counting no death: at the start of the only kernel every other member is gone,
   * and what they were doing is not to blame. Answers how many runs were freed.
   */
  abandon(alive: readonly MemberId[]): Promise<number>
  /** True for exactly one caller per schedule and slot. */
  fire(schedule: string, slot: Instant): Promise<boolean>
  /** The newest slot that fired, for misfire policies after a stop. */
  lastSlot(schedule: string): Promise<Instant | undefined>
  /**
   * Puts a failed, in-doubt or cancelled run back to work, and a done one when `entry.from` names a step; false when it is not in such a state.
   * With `entry.compensate` also an open run that nobody is working on, which then waits for nothing from outside any more; never a done one.
   */
  resume(run: RunId, entry: Extract<JournalEntry, { kind: 'resume' }>): Promise<boolean>
  /**
   * Wakes up to `max` runs that sleep because of this error (its code, and `details.connection`) and are due later than `at`;
   * answers how many.
   */
  hasten(error: { readonly code: string; readonly connection: string }, at: Instant, max: number): Promise<number>
  /**
   * A person closes a run: open and worked on by nobody, failed or in doubt. False when it is being worked on, is done or closed, or has
   * begun to undo what it did and not come to the end of it.
   */
  cancel(run: RunId, at: Instant, error: ErrorData): Promise<boolean>
  /** Durable cursors of polling triggers. */
  cursor(trigger: string): Promise<string | undefined>
  saveCursor(trigger: string, value: string): Promise<void>
  /** The earliest instant at which a sleeping run becomes due, if any. */
  nextWake(): Promise<Instant | undefined>
  readonly history: History
  readonly waits: Waits
  readonly retention: Retention
  readonly groups: Groups
  close(): Promise<void>
}
