import type { Message } from '../message/message.ts'
import type { NodeDefinition, SettingsOf } from './define.ts'
import type { ConnectionHandle, HttpAnswer, HttpRequest } from './run.ts'

/** What a polling trigger may use. */
export interface PollContext {
  readonly signal: AbortSignal
  connection(id: string): Promise<ConnectionHandle>
  /** A request through the egress policy, as steps make it. */
  http(connection: string, request: HttpRequest): Promise<HttpAnswer>
  shared<T>(key: string, open: () => Promise<T>, close?: (it: T) => Promise<void> | void): Promise<T>
  log(level: 'info' | 'warn', message: string, details?: Readonly<Record<string, unknown>>): void
  /** Stores the message as a run; resolves when it would survive power loss. Same `dedupe` at this trigger, one run: the runtime puts flow and trigger in front. */
  accept(message: Message, dedupe: string): Promise<{ readonly run: string; readonly duplicate: boolean }>
  /** The durable cursor of this trigger (at most 4 KB of text), undefined at first. */
  cursor(): Promise<string | undefined>
  saveCursor(cursor: string): Promise<void>
}

/** A trigger that the scheduler calls again and again; it acknowledges outside only after `accept` resolved. Resolves to how many it accepted. */
export interface PollTrigger<S = never> {
  poll(settings: S, context: PollContext): Promise<number>
  /** A look whose messages are all refused leaves everything outside as it was, so a person may be shown what waits. */
  readonly peeks?: true
}

/** What tells a message that comes again: the same key at this trigger within the window (milliseconds) is the same run. */
export interface ListenDedupe {
  readonly key: string
  readonly windowMs: number
  /** Tells a repetition from another message with the same key, which is not stored (`conflict`). */
  readonly fingerprint?: string
}

/** What became of a message that was handed over. */
export interface ListenAccepted {
  readonly run: string
  readonly duplicate: boolean
  /** The key came before with another fingerprint; `run` is that one's and this message was not stored. */
  readonly conflict?: true
}

/** What a listening trigger may use. */
export interface ListenContext {
  /** Aborted when the trigger has to stop: nothing new is taken, and what was stored is acknowledged. */
  readonly signal: AbortSignal
  /** Which worker of this machine it runs in, from 0. */
  readonly worker: number
  connection(id: string): Promise<ConnectionHandle>
  log(level: 'info' | 'warn', message: string, details?: Readonly<Record<string, unknown>>): void
  /** The broker has been reached and messages may come. */
  ready(): void
  /**
   * Stores the message as a run, in the order of the calls; resolves when it would survive power loss. While the engine refuses (full, busy) it
   * waits and tries again, so what is not acknowledged outside is the bound on what comes in. Rejects when stopped, or when no try would help.
   */
  accept(message: Message, dedupe?: ListenDedupe): Promise<ListenAccepted>
}

/** A trigger that keeps a connection open and takes what arrives; it acknowledges outside only after `accept` resolved. */
export interface ListenTrigger<S = never> {
  /** Which workers listen: one of them, so that the order is kept, or all, which compete. */
  share(settings: S): 'one' | 'all'
  /** Resolves once stopped; throws when the connection is lost or cannot be made, and is then called again after a pause. */
  listen(settings: S, context: ListenContext): Promise<void>
}

/** Declares the behaviour of a listening trigger. */
export function defineListen<D extends NodeDefinition>(
  _definition: D,
  trigger: ListenTrigger<SettingsOf<D>>,
): ListenTrigger<SettingsOf<D>> {
  return trigger
}

/** Declares the behaviour of a polling trigger. */
export function definePoll<D extends NodeDefinition>(
  _definition: D,
  poll: PollTrigger<SettingsOf<D>>['poll'],
  traits: Pick<PollTrigger, 'peeks'> = {},
): PollTrigger<SettingsOf<D>> {
  return { poll, ...traits }
}
