import type { Role } from '../api/roles.ts'

/** What a person is asked to decide. All texts are ready to be shown. */
export interface Task {
  readonly title: string
  readonly instructions?: string
  /** What the person should see of the message. */
  readonly fields: readonly { readonly label: string; readonly value: string }[]
  /** The choices, by the port that each leaves through. */
  readonly choices: readonly { readonly id: string; readonly label: string }[]
  /** Who may decide: this role and those above it. */
  readonly role: Role
  /** Whether a decision needs words. */
  readonly commentRequired: boolean
}

/** What a step waits for from outside: a callback with a business key, or a person's decision. */
export type WaitFor =
  | { readonly for: 'callback'; readonly topic: string; readonly key: string }
  | { readonly for: 'person'; readonly task: Task }

/** What became of a callback: a waiting run has it, it is kept for one to come, it had come before, or nobody wants it. */
export type DeliveryOutcome = 'delivered' | 'parked' | 'duplicate' | 'nobody'
