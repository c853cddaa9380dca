import type { ErrorData } from '#shared/errors/flow-error.ts'

/** A message as a broker delivers it. */
export interface Delivery {
  readonly bytes: Buffer
  /** Lower-case names; among them `content-type`, `message-id` and what else the broker tells. */
  readonly headers: Readonly<Record<string, string>>
  /** What tells it from all other messages of this queue; undefined when the sender gave nothing. */
  readonly id: string | undefined
  /** Part of the queue within which the same content without an id may be a repetition, such as a topic; all of it unless given. */
  readonly scope?: string
  /** It has been delivered before, or may have been. */
  readonly again: boolean
  /** How often it has been delivered, this time included, as far as the broker counts. */
  readonly deliveries: number
  /** It is stored here: the broker may forget it. */
  acknowledge(): void
  /** Puts it as it is, with the reason in its headers, into the error queue; resolves when it is safe there and the broker has forgotten it here. */
  setAside(reason: ErrorData): Promise<void>
}

/** What is listened to. */
export interface Listening {
  readonly queue: string
  /** Who takes them: listeners of one group share the messages; each group gets all of them (not RabbitMQ). */
  readonly group: string
  /** Which worker of this machine listens, from 0. */
  readonly worker: number
  /** The order must be kept, also over a connection that broke. */
  readonly inOrder: boolean
  /** Messages that may be under way at a time. */
  readonly prefetch: number
  /** Makes the queue when there is none. */
  readonly create: boolean
  /** Where messages go that can never be taken. */
  readonly errorQueue: string
  readonly signal: AbortSignal
  /** The broker has been reached and messages may come. */
  ready(): void
  /** Takes one message and acknowledges it; messages are given in the order in which they come, without waiting for each. */
  take(delivery: Delivery): Promise<void>
}

/** Listens until the signal is aborted and all that was taken is acknowledged; throws when the connection is lost. */
export type Listen = (listening: Listening) => Promise<void>

/** A message to send. */
export interface Outgoing {
  readonly to: string
  /** RabbitMQ only; empty = straight into the queue that `to` names. */
  readonly exchange: string
  /** MQTT only: the broker keeps it as the state of its topic. */
  readonly retain: boolean
  readonly bytes: Buffer
  readonly contentType: string
  readonly messageId: string
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly expiresMs: number | undefined
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/** An open connection that messages go out through. */
export interface Sender {
  /** Resolves when the broker has confirmed that it keeps the message. Throws `connect.cut` or `connect.timeout` when nobody knows. */
  send(message: Outgoing): Promise<void>
  /** False when the connection is gone, and another has to be opened. */
  readonly open: boolean
  close(): Promise<void>
}
