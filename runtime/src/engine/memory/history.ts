import { permanent } from '#shared/errors/flow-error.ts'
import type { Message, Reply } from '#shared/message/message.ts'
import type { ClaimedRun, JournalEntry } from '../engine.ts'
import type { History, RunFilter, RunRow } from '../history.ts'
import { WAITS_SHOWN } from '../waits.ts'
import { isAsleep, isOpen, type MemoryStore, type StoredRun } from './store.ts'
import { openWaitsOf } from './waits.ts'

/** Longer values of business keys cannot be searched for. */
const LONGEST_KEY = 200
/** Shorter beginnings of ids are not looked for. */
const SHORTEST_ID = 6

/** Reading what has happened, by walking all runs. */
export function createMemoryHistory(store: MemoryStore): History {
  return {
    async list(filter) {
      const after = filter.cursor === undefined ? undefined : parseCursor(filter.cursor)
      const found = [...store.runs.values()]
        .filter((run) => matches(run, filter) && (!after || isAfter(run, after)))
        .sort((a, b) => b.inbound.at - a.inbound.at || b.seq - a.seq)
      const page = found.slice(0, filter.limit)
      const last = page.at(-1)
      const more = found.length > page.length && last
      return {
        runs: page.map((run) => rowOf(store, run, WAITS_SHOWN.list)),
        ...(more ? { cursor: `${last.inbound.at}.${last.seq}` } : {}),
      }
    },
    async get(id) {
      const run = store.runs.get(id)
      if (!run) return undefined
      const reply = run.reply === undefined ? {} : { reply: JSON.parse(run.reply) as Reply }
      return { row: rowOf(store, run, WAITS_SHOWN.one), inbound: inboundOf(run), journal: journalOf(run), ...reply }
    },
    async counts(since, buckets, bucketMs) {
      const counts = new Map<string, Counts>()
      for (const run of store.runs.values()) {
        const { flow } = run.inbound
        const sums = counts.get(flow) ?? emptyCounts(buckets)
        counts.set(flow, sums)
        count(sums, run, since, bucketMs)
      }
      return counts
    },
    async openByVersion(flow) {
      const open = new Map<string, number>()
      for (const run of store.runs.values())
        if (run.inbound.flow === flow && isOpen(run.status)) open.set(run.version, (open.get(run.version) ?? 0) + 1)
      return open
    },
  }
}

/** What was accepted, on the version that it is on now. */
export function inboundOf(run: StoredRun): ClaimedRun['inbound'] {
  return { ...run.inbound, version: run.version, message: JSON.parse(run.message) as Message }
}

/** The journal as it was written. */
export function journalOf(run: StoredRun): readonly JournalEntry[] {
  return run.journal.map((row) => JSON.parse(row) as JournalEntry)
}

function rowOf(store: MemoryStore, run: StoredRun, most: number): RunRow {
  const { inbound, version, status, keys, endedAt, readyAt, error, errorNode, compensation } = run
  const waits = isOpen(status) ? openWaitsOf(store, run, most) : []
  return {
    id: inbound.run,
    unit: inbound.unit,
    flow: inbound.flow,
    version,
    status,
    keys,
    acceptedAt: inbound.at,
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(isAsleep(status) && readyAt !== undefined ? { wakeAt: readyAt } : {}),
    ...(error ? { error } : {}),
    ...(errorNode === undefined ? {} : { errorNode }),
    ...(compensation === undefined ? {} : { compensation }),
    ...(waits.length > 0 ? { waits } : {}),
    ...(inbound.origin === undefined ? {} : { origin: inbound.origin }),
    ...(run.emptied ? { emptied: true } : {}),
  }
}

function matches({ inbound, status, keys }: StoredRun, filter: RunFilter): boolean {
  const { unit, flow, key, origin, statuses, from, to, q } = filter
  const values = Object.values(keys).filter((value) => value !== '' && value.length <= LONGEST_KEY)
  if (unit !== undefined && inbound.unit !== unit) return false
  if (flow !== undefined && inbound.flow !== flow) return false
  if (key !== undefined && !values.includes(key)) return false
  if (origin !== undefined && inbound.origin !== origin) return false
  if (statuses && !statuses.includes(status)) return false
  if (from !== undefined && inbound.at < from) return false
  if (to !== undefined && inbound.at > to) return false
  if (q === undefined || q === '') return true
  const ofId = q.length >= SHORTEST_ID && inbound.run.startsWith(q.toUpperCase())
  return ofId || values.some((value) => value.startsWith(q))
}

function isAfter(run: StoredRun, cursor: { readonly at: number; readonly seq: number }): boolean {
  return run.inbound.at < cursor.at || (run.inbound.at === cursor.at && run.seq < cursor.seq)
}

function parseCursor(cursor: string): { readonly at: number; readonly seq: number } {
  const found = /^(\d{1,16})\.(\d{1,16})$/.exec(cursor)
  if (!found)
    throw permanent('api.invalid', {
      place: 'cursor',
      reason: { vi: 'không phải con trỏ mà API đã đưa', en: 'is no cursor that the API gave' },
    })
  return { at: Number(found[1]), seq: Number(found[2]) }
}

interface Counts {
  accepted: number
  done: number
  failed: number
  open: number
  lastAt: number
  readonly traffic: number[]
}

function emptyCounts(buckets: number): Counts {
  return { accepted: 0, done: 0, failed: 0, open: 0, lastAt: 0, traffic: new Array<number>(buckets).fill(0) }
}

function count(sums: Counts, { inbound, status, endedAt }: StoredRun, since: number, bucketMs: number): void {
  sums.lastAt = Math.max(sums.lastAt, inbound.at)
  if (isOpen(status)) sums.open++
  if (inbound.at >= since) {
    sums.accepted++
    const bucket = Math.floor((inbound.at - since) / bucketMs)
    const before = sums.traffic[bucket]
    if (before !== undefined) sums.traffic[bucket] = before + 1
  }
  if (endedAt === undefined || endedAt < since) return
  if (status === 'done') sums.done++
  else if (status === 'failed' || status === 'in-doubt') sums.failed++
}
