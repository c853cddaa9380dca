import type { ErrorData } from '#shared/errors/flow-error.ts'
import type { Message } from '#shared/message/message.ts'
import type { DeliveryOutcome, Task, WaitFor } from '#shared/node/wait.ts'

/** A message that answers a waiting run. Times are milliseconds since the epoch. */
export interface Callback {
  readonly unit: string
  readonly topic: string
  readonly key: string
  readonly message: Message
  /** Tells a repeated callback from a new one with the same key. */
  readonly digest: string
  /** The delivering step: when that is repeated after a crash it gets the answer that it would have got. */
  readonly source: string
  readonly at: number
  /** How long it is kept for a run that does not wait yet; 0: not at all. */
  readonly parkMs: number
}

/** What became of a callback, and the run that has it. */
export interface Delivery {
  readonly outcome: DeliveryOutcome
  readonly run?: string
}

/** A person's answer to a task. */
export interface Decision {
  readonly run: string
  readonly path: string
  readonly choice: string
  readonly by: string
  readonly comment?: string
  readonly at: number
}

/** What the journal says about a step that waits for something from outside. */
export type WaitEntry =
  /** It began to wait. */
  | {
      readonly kind: 'await'
      readonly path: string
      readonly node: string
      readonly at: number
      readonly until: number
      readonly waits: WaitFor
    }
  /** What it waited for came; written by the engine. */
  | { readonly kind: 'await-end'; readonly path: string; readonly at: number; readonly how: 'timeout' }
  | {
      readonly kind: 'await-end'
      readonly path: string
      readonly at: number
      readonly how: 'callback'
      readonly message: Message
    }
  | ({ readonly kind: 'await-end'; readonly how: 'decision' } & Omit<Decision, 'run'>)
  /** A question was answered with "not yet". Only the newest of a step is kept, so that asking for months does not fill the disk. */
  | {
      readonly kind: 'poll'
      readonly path: string
      readonly node: string
      /** Questions so far. */
      readonly tries: number
      readonly since: number
      /** When it asks again. */
      readonly next: number
      readonly until: number
      /** Why the last question had no answer at all. */
      readonly error?: ErrorData
    }

/** A step that waits now. */
export interface OpenWait {
  readonly path: string
  readonly node: string
  readonly since: number
  readonly until: number
  readonly waits: WaitFor | { readonly for: 'answer'; readonly tries: number; readonly next: number }
}

/** A task that waits for a person, with the run that it belongs to. */
export interface OpenTask extends Omit<OpenWait, 'waits'> {
  readonly run: string
  readonly flow: string
  readonly keys: Readonly<Record<string, string>>
  readonly task: Task
}

/** Which open tasks to list, the most urgent first. */
export interface TaskFilter {
  readonly unit: string
  readonly flow?: string
  readonly cursor?: string
  readonly limit: number
}

/** What runs wait for from outside. Each call is one transaction; a wait ends in exactly one way. */
export interface Waits {
  /** Gives a callback to the run that has waited longest for its key, else parks it. Throws what JSON cannot hold. */
  deliver(callback: Callback): Promise<Delivery>
  /** A person decides; false when the task has ended, with who decided it, if anybody did. */
  decide(decision: Decision): Promise<{ readonly decided: boolean; readonly by?: string }>
  /** The time is up: `answered` when the answer came first (the run must look at its journal again). */
  expire(
    lease: { readonly run: string; readonly epoch: number },
    path: string,
    at: number,
  ): Promise<'expired' | 'answered' | 'stale'>
  tasks(filter: TaskFilter): Promise<{
    readonly tasks: readonly OpenTask[]
    readonly total: number
    readonly cursor?: string
  }>
}

/** How long a callback that was delivered is remembered, so that it is known when it comes again. */
export const REMEMBER_MS = 7 * 86_400_000

/** The most waits that are shown of a run, in a list and of one run alone. */
export const WAITS_SHOWN = { list: 20, one: 1000 } as const
