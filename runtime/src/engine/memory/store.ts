import type { Compensation, RunStatus } from '#shared/api/runs.ts'
import type { ErrorData } from '#shared/errors/flow-error.ts'
import type { Reply } from '#shared/message/message.ts'
import type { Inbound, Instant, JournalEntry, MemberId, Next, RunId } from '../engine.ts'
import type { StoredGroup } from './groups.ts'
import type { StoredCallback, StoredWait } from './waits.ts'

/** What several engines of one test or simulation share, as several processes share a database. It is gone with the process. */
export interface MemoryStore {
  /** In the order of acceptance, which orders partitions and the queue. */
  readonly runs: Map<RunId, StoredRun>
  readonly dedupe: Map<string, { readonly run: RunId; readonly expiresAt: Instant; readonly fingerprint?: string }>
  /** Slots that fired, by schedule. */
  readonly slots: Map<string, Set<Instant>>
  readonly cursors: Map<string, string>
  /** Sequence number of the next run. */
  nextRun: number
  /** In the order in which they began. */
  readonly waits: StoredWait[]
  nextWait: number
  readonly callbacks: StoredCallback[]
  /** In the order in which they were opened. */
  readonly groups: StoredGroup[]
  nextGroup: number
}

/** A run with everything that is known of it. Values that callers gave are kept as JSON text, so that nobody can change them later. */
export interface StoredRun {
  readonly seq: number
  readonly inbound: Omit<Inbound, 'lease' | 'dedupe' | 'message'>
  message: string
  readonly keys: Readonly<Record<string, string>>
  readonly journal: string[]
  /** Message, journal and reply were removed. */
  emptied?: true
  version: string
  status: RunStatus
  epoch: number
  deaths: number
  /** Something was journalled by others while a member held the run, so it must not go to sleep on it. */
  news: boolean
  /** Who holds the lease. */
  member?: MemberId
  /** From when any member may claim it: acceptance, the timer, or the end of the lease. Absent: ended, or asleep without a timer. */
  readyAt?: Instant
  endedAt?: Instant
  error?: ErrorData
  errorNode?: string
  compensation?: Compensation
  /** JSON of the reply of the last end. */
  reply?: string
}

/** An empty store. */
export function createMemoryStore(): MemoryStore {
  return {
    runs: new Map(),
    dedupe: new Map(),
    slots: new Map(),
    cursors: new Map(),
    nextRun: 0,
    waits: [],
    nextWait: 1,
    callbacks: [],
    groups: [],
    nextGroup: 1,
  }
}

/** Whether a run in this state still has to go on by itself. */
export function isOpen(status: RunStatus): boolean {
  return status === 'accepted' || status === 'running' || isAsleep(status)
}

/** Whether a run in this state waits for a timer or for another run. */
export function isAsleep(status: RunStatus): boolean {
  return status === 'waiting' || status === 'retrying'
}

/** Whether an earlier run of the same flow and partition has not left the way. */
export function isBlocked(store: MemoryStore, run: Pick<StoredRun, 'seq' | 'inbound'>): boolean {
  const { flow, partition } = run.inbound
  if (partition === undefined) return false
  for (const other of store.runs.values()) {
    if (other.seq >= run.seq) return false
    if (other.inbound.flow === flow && other.inbound.partition === partition && isOpen(other.status)) return true
  }
  return false
}

/** Forgets who held the run and how it stood, before it is told how it stands now. */
export function settle(run: StoredRun, status: RunStatus): void {
  run.status = status
  run.news = false
  for (const part of ['member', 'readyAt', 'endedAt', 'error', 'errorNode', 'reply'] as const) delete run[part]
}

/** The run goes back into the queue, to its place in the line; the clock may have been set back since. */
export function giveBack(run: StoredRun, now: Instant): void {
  run.status = 'accepted'
  delete run.member
  run.readyAt = Math.min(run.inbound.at, now)
}

/** The run has ended; a parent that waits for it is told. A child in doubt has not ended for its parent: a person will decide. */
export function end(
  store: MemoryStore,
  run: StoredRun,
  next: Extract<Next, { at: Instant }> & { error?: ErrorData },
): void {
  settle(run, next.status)
  run.endedAt = next.at
  if (next.error) run.error = next.error
  if ('errorNode' in next) run.errorNode = next.errorNode
  delete run.compensation
  if ('compensation' in next && next.compensation) run.compensation = next.compensation
  if (next.reply) run.reply = JSON.stringify(next.reply)
  const { parent } = run.inbound
  if (parent && next.status !== 'in-doubt') tellParent(store.runs.get(parent.run), parent.path, run, next.at)
}

/** A person closed the run. What was undone stays undone; the parent of one that failed was told when it failed. */
export function close(
  store: MemoryStore,
  run: StoredRun,
  next: Extract<Next, { status: 'cancelled' }> & { error: ErrorData },
): void {
  const compensation = run.compensation ? { compensation: run.compensation } : {}
  const told = run.status === 'failed'
  if (!told) return end(store, run, { ...next, ...compensation })
  settle(run, 'cancelled')
  run.endedAt = next.at
  run.error = next.error
}

function tellParent(parent: StoredRun | undefined, path: string, child: StoredRun, at: Instant): void {
  if (!parent) return
  const { status, error, reply } = child
  const entry: JournalEntry = {
    kind: 'child-end',
    path,
    run: child.inbound.run,
    status,
    ...(error ? { error } : {}),
    at,
    ...(reply === undefined ? {} : { reply: JSON.parse(reply) as Reply }),
  }
  parent.journal.push(JSON.stringify(entry))
  parent.news = true
  if (isAsleep(parent.status)) parent.readyAt = at
}
