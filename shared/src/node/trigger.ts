import type { Message } from '../message/message.ts'
import type { NodeDefinition, SettingsOf } from './define.ts'
import type { ConnectionHandle } from './run.ts'

/** What a polling trigger may use. */
export interface PollContext {
  readonly signal: AbortSignal
  connection(id: string): Promise<ConnectionHandle>
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
}

/** Declares the behaviour of a polling trigger. */
export function definePoll<D extends NodeDefinition>(
  _definition: D,
  poll: PollTrigger<SettingsOf<D>>['poll'],
): PollTrigger<SettingsOf<D>> {
  return { poll }
}
