import type { Instant } from '../engine.ts'
import type { OpenTask, OpenWait, WaitEntry } from '../waits.ts'
import type { NewsRow } from './journal-rows.ts'
import { inline, type Stored } from './stored.ts'

/** What a journal row of a run's own member means for what the run waits for. */
export type WaitChange =
  | { readonly kind: 'begin'; readonly entry: Extract<WaitEntry, { kind: 'await' }> }
  | { readonly kind: 'poll'; readonly entry: Extract<WaitEntry, { kind: 'poll' }> }
  | { readonly kind: 'polled'; readonly path: string }

/** A step that waits or has waited. */
export interface WaitRecord {
  readonly id: number
  readonly run: number
  readonly path: string
  readonly node: string
  readonly kind: OpenWait['waits']['for']
  readonly state: 'open' | 'closed' | 'answered'
  readonly unit: string
  readonly topic: string | null
  readonly key: string | null
  readonly since: Instant
  readonly until: Instant
  readonly detail: string
  readonly answered_by: string | null
  readonly row: number | null
}

/** The rows that bring a callback into the journal of the run that waited: its message is copied as it was stored. */
export function callbackRows(path: string, message: Stored, at: Instant): readonly NewsRow[] {
  const end = { kind: 'await-end', path, at, how: 'callback' }
  return [
    { kind: 'await-end', stored: inline(JSON.stringify(end)) },
    { kind: 'callback-message', stored: message },
  ]
}

/** A wait as the port shows it. */
export function toOpenWait({ path, node, since, until, detail }: WaitRecord): OpenWait {
  return { path, node, since, until, waits: JSON.parse(detail) as OpenWait['waits'] }
}

/** A wait for a person, with what the task list shows of its run. */
export type TaskRecord = WaitRecord & { readonly run_id: string; readonly flow: string; readonly keys: string | null }

/** The task, or nothing for a wait that is for no person. */
export function toTask(record: TaskRecord): readonly OpenTask[] {
  const { waits, ...wait } = toOpenWait(record)
  if (waits.for !== 'person') return []
  const keys = record.keys === null ? {} : (JSON.parse(record.keys) as Record<string, string>)
  return [{ ...wait, run: record.run_id, flow: record.flow, keys, task: waits.task }]
}

/** Which callbacks answer a wait. */
export interface Correlation {
  readonly unit: string
  readonly topic: string
  readonly key: string
}

/** A callback that is parked, or that this run has. */
export interface KnownCallback {
  readonly id: number
  readonly run: string | null
}
