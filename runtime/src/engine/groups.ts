import type { Message } from '#shared/message/message.ts'

/** What became of a message at a group: it is one of its parts, or the group had been closed, or it would have grown too large. */
export type PartOutcome = 'joined' | 'late' | 'full'

/** Why a group closed: enough parts, its condition held, or its time was up. */
export type CloseReason = 'count' | 'condition' | 'time'

/** The row of a run's journal that says what became of its message at a group; written by the engine. */
export interface PartEntry {
  readonly kind: 'part'
  readonly path: string
  readonly node: string
  readonly key: string
  readonly outcome: PartOutcome
  readonly at: number
}

/** Where parts with the same key meet: one node of one flow. */
export interface GroupName {
  readonly flow: string
  readonly node: string
  readonly key: string
}

/** A message for a group. Times in milliseconds. */
export interface Part extends GroupName {
  readonly path: string
  readonly message: Message
  readonly at: number
  /** Closes the group when it has so many parts. */
  readonly count?: number
  /** What the condition said of this part together with those of `revision`; `changed` when there are others by now. */
  readonly decided?: { readonly revision: string; readonly close: boolean }
  /** The group closes so long after its first or its newest part. */
  readonly timeout: { readonly ms: number; readonly from: 'first' | 'last' }
  /** How long a closed group refuses further parts; 0: the next one begins a new group. */
  readonly rememberMs: number
  readonly most: { readonly parts: number; readonly bytes: number }
}

/** The parts so far of the open group, and a mark that changes with every one; '' when none is open. */
export interface OpenGroup {
  readonly revision: string
  readonly parts: readonly Message[]
}

/** A group that has closed and whose run has not begun. */
export interface ClosedGroup extends GroupName {
  /** Never used for another group. */
  readonly id: number
  readonly unit: string
  /** The version of the flow that the newest part ran on. */
  readonly version: string
  readonly reason: CloseReason
  /** In the order of arrival. */
  readonly parts: readonly Message[]
}

/** Messages of several runs that wait for each other (EIP: Aggregator). Each call is one transaction. */
export interface Groups {
  /** Puts a message into the group of its key together with the row that says so, or with the row that says why not. */
  join(lease: { readonly run: string; readonly epoch: number }, part: Part): Promise<PartOutcome | 'changed' | 'stale'>
  peek(group: GroupName): Promise<OpenGroup>
  /** Closes groups whose time is up, and hands closed ones to this caller alone for a while; repeated until `settle`. */
  take(max: number, at: number): Promise<readonly ClosedGroup[]>
  /** The run of a closed group is accepted: its parts are forgotten. */
  settle(id: number, at: number): Promise<void>
}

/** How long a closed group is left to the member that took it. */
export const HOLD_MS = 5000
