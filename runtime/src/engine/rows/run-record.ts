import type { Compensation, RunStatus } from '#shared/api/runs.ts'
import type { ErrorData } from '#shared/errors/flow-error.ts'
import type { Message } from '#shared/message/message.ts'
import type { Inbound, Instant, Next, RunId } from '../engine.ts'
import type { RunRow } from '../history.ts'
import type { OpenWait } from '../waits.ts'

/** A row of the table of runs. */
export interface RunRecord {
  readonly seq: number
  readonly id: RunId
  readonly unit: string
  readonly flow: string
  readonly version: string
  readonly trigger_node: string
  readonly accepted_at: Instant
  readonly status: RunStatus
  readonly epoch: number
  readonly entries: number
  readonly deaths: number
  readonly news: number
  readonly ready_at: Instant | null
  readonly member: string | null
  readonly wake_at: Instant | null
  readonly ended_at: Instant | null
  readonly partition_key: string | null
  readonly keys: string | null
  readonly parent_run: string | null
  readonly parent_path: string | null
  readonly parent_depth: number | null
  readonly error: string | null
  readonly error_node: string | null
  readonly origin_run: string | null
  readonly compensation: Compensation | null
}

/** SQL of the states in which a run holds up its partition; must read as in the partial index `runs_in_line`. */
export const OPEN = `status in ('accepted', 'running', 'waiting', 'retrying')`

const OPEN_STATUSES: readonly RunStatus[] = ['accepted', 'running', 'waiting', 'retrying']

/** Whether a run in this state still has to go on by itself. */
export function isOpen(status: RunStatus): boolean {
  return OPEN_STATUSES.includes(status)
}

/** The row as the run list shows it, with what an open run waits for. */
export function toRunRow(record: RunRecord, waits: readonly OpenWait[]): RunRow {
  const asleep = record.status === 'waiting' || record.status === 'retrying'
  return {
    id: record.id,
    unit: record.unit,
    flow: record.flow,
    version: record.version,
    status: record.status,
    keys: record.keys === null ? {} : (JSON.parse(record.keys) as Record<string, string>),
    acceptedAt: record.accepted_at,
    ...(record.ended_at === null ? {} : { endedAt: record.ended_at }),
    ...(asleep && record.wake_at !== null ? { wakeAt: record.wake_at } : {}),
    ...(record.error === null ? {} : { error: JSON.parse(record.error) as ErrorData }),
    ...(record.error_node === null ? {} : { errorNode: record.error_node }),
    ...(record.compensation === null ? {} : { compensation: record.compensation }),
    ...(waits.length > 0 ? { waits } : {}),
    ...(record.origin_run === null ? {} : { origin: record.origin_run }),
    ...(record.entries === 0 ? { emptied: true } : {}),
  }
}

/** What was accepted, put together again from the row and the stored message. */
export function toInbound(record: RunRecord, message: Message): Omit<Inbound, 'lease' | 'dedupe'> {
  const { parent_run: run, parent_path: path, parent_depth: depth } = record
  return {
    run: record.id,
    unit: record.unit,
    flow: record.flow,
    version: record.version,
    trigger: record.trigger_node,
    message,
    at: record.accepted_at,
    ...(record.partition_key === null ? {} : { partition: record.partition_key }),
    ...(run === null || path === null ? {} : { parent: { run, path, depth: depth ?? 0 } }),
    ...(record.origin_run === null ? {} : { origin: record.origin_run }),
  }
}

/** Where a leased run goes whose journal cannot be read: it must not hold up the others, nor come back for ever. */
export function setAside(
  { trigger_node: errorNode }: RunRecord,
  error: ErrorData,
  now: Instant,
  leaseMs: number,
): Next {
  if (error.class === 'transient') return { status: 'retrying', wakeAt: now + leaseMs, error, errorNode }
  return { status: 'failed', at: now, error, errorNode }
}
