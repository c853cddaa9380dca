import type { Message } from '#shared/message/message.ts'
import type { Instant, JournalEntry, Lease } from '../engine.ts'
import { parseUrgency, taskCursor } from '../task-cursor.ts'
import type { OpenTask, OpenWait, WaitEntry, Waits } from '../waits.ts'
import { REMEMBER_MS } from '../waits.ts'
import { isAsleep, type MemoryStore, type StoredRun } from './store.ts'

/** A step that waits or has waited. */
export interface StoredWait extends OpenWait {
  readonly id: number
  readonly run: StoredRun
  state: 'open' | 'closed' | 'answered'
  by?: string
  /** Of a question: the row of the journal that the next one overwrites. */
  row?: number
}

/** A callback that is parked, or remembered with the run that has it. */
export interface StoredCallback {
  readonly unit: string
  readonly topic: string
  readonly key: string
  readonly digest: string
  readonly source: string
  readonly message: string
  run?: string
  expiresAt: Instant
}

const waitOf = (store: MemoryStore, run: StoredRun, path: string): StoredWait | undefined =>
  store.waits.find((it) => it.run === run && it.path === path)

/** What a run waits for now, the most urgent first. */
export function openWaitsOf(store: MemoryStore, run: StoredRun, most: number): readonly OpenWait[] {
  return store.waits
    .filter((it) => it.run === run && it.state === 'open')
    .sort((a, b) => a.until - b.until)
    .slice(0, most)
    .map(({ path, node, since, until, waits }) => ({ path, node, since, until, waits }))
}

/** Journals a row that a run's own member wrote. */
export function journalRow(store: MemoryStore, run: StoredRun, entry: JournalEntry): void {
  if (entry.kind === 'poll') return poll(store, run, entry)
  run.journal.push(JSON.stringify(entry))
  if (entry.kind === 'await') begin(store, run, entry)
  const polled = entry.kind === 'effect' && entry.polled ? waitOf(store, run, entry.path) : undefined
  if (polled) polled.state = 'answered'
}

function begin(store: MemoryStore, run: StoredRun, entry: Extract<WaitEntry, { kind: 'await' }>): void {
  // An answer that came after the run was resumed and before it got here again stays its answer.
  if (waitOf(store, run, entry.path)?.state === 'answered') return
  const { path, node, at, until, waits } = entry
  giveParked(store, put(store, { run, path, node, since: at, until, waits, state: 'open' }), at)
}

function poll(store: MemoryStore, run: StoredRun, entry: Extract<WaitEntry, { kind: 'poll' }>): void {
  const { path, node, since, until, tries, next } = entry
  const before = waitOf(store, run, path)
  const row = (before?.state === 'open' ? before.row : undefined) ?? run.journal.length
  run.journal[row] = JSON.stringify(entry)
  put(store, { run, path, node, since, until, row, state: 'open', waits: { for: 'answer', tries, next } })
}

function put(store: MemoryStore, wait: Omit<StoredWait, 'id'>): StoredWait {
  const before = waitOf(store, wait.run, wait.path)
  if (before) store.waits.splice(store.waits.indexOf(before), 1)
  const made: StoredWait = { ...wait, id: store.nextWait++ }
  store.waits.push(made)
  return made
}

function giveParked(store: MemoryStore, wait: StoredWait, at: Instant): void {
  const { waits, run } = wait
  if (waits.for !== 'callback') return
  const found = store.callbacks.find(
    (it) =>
      it.run === undefined &&
      it.expiresAt > at &&
      it.unit === run.inbound.unit &&
      it.topic === waits.topic &&
      it.key === waits.key,
  )
  if (!found) return
  found.run = run.inbound.run
  found.expiresAt = at + REMEMBER_MS
  const message = JSON.parse(found.message) as Message
  answer(wait, { kind: 'await-end', path: wait.path, at, how: 'callback', message }, at)
}

function answer(wait: StoredWait, entry: WaitEntry, at: Instant): void {
  const { run } = wait
  run.journal.push(JSON.stringify(entry))
  run.news = true
  if (isAsleep(run.status)) run.readyAt = at
  wait.state = 'answered'
}

/** The run ended: nobody can answer it any more, unless it is resumed. */
export function endWaits(store: MemoryStore, run: StoredRun, done: boolean): void {
  for (const wait of store.waits.filter((it) => it.run === run)) {
    if (done) store.waits.splice(store.waits.indexOf(wait), 1)
    else if (wait.state === 'open') wait.state = 'closed'
  }
}

/** The run goes on: it can be answered again, also by what came in the meantime. */
export function reopenWaits(store: MemoryStore, run: StoredRun, at: Instant): void {
  for (const wait of store.waits.filter((it) => it.run === run)) {
    if (wait.state === 'answered' || wait.waits.for === 'answer') store.waits.splice(store.waits.indexOf(wait), 1)
    else {
      wait.state = 'open'
      giveParked(store, wait, at)
    }
  }
}

/** What the outside says to runs that wait. */
export function createMemoryWaits(store: MemoryStore, held: (lease: Lease) => StoredRun | undefined): Waits {
  return {
    async deliver(callback) {
      const { parkMs, at, message, ...identity } = callback
      const { unit, topic, key, digest, source } = identity
      const text = JSON.stringify(message)
      const same = store.callbacks.find((it) => it.source === source)
      const equal = store.callbacks.find(
        (it) => it.unit === unit && it.topic === topic && it.key === key && it.digest === digest && it.expiresAt > at,
      )
      const ofRun = (run: string | undefined) => (run === undefined ? {} : { run })
      if (same) return { outcome: same.run === undefined ? 'parked' : 'delivered', ...ofRun(same.run) }
      if (equal) return { outcome: 'duplicate', ...ofRun(equal.run) }
      const wait = store.waits.find(
        (it) =>
          it.state === 'open' &&
          it.until > at &&
          it.run.inbound.unit === unit &&
          it.waits.for === 'callback' &&
          it.waits.topic === topic &&
          it.waits.key === key,
      )
      if (wait) {
        const run = wait.run.inbound.run
        answer(wait, { kind: 'await-end', path: wait.path, at, how: 'callback', message: JSON.parse(text) }, at)
        store.callbacks.push({ ...identity, message: '', run, expiresAt: at + REMEMBER_MS })
        return { outcome: 'delivered', run }
      }
      if (parkMs <= 0) return { outcome: 'nobody' }
      store.callbacks.push({ ...identity, message: text, expiresAt: at + parkMs })
      return { outcome: 'parked' }
    },
    async decide({ run: id, ...decision }) {
      const run = store.runs.get(id)
      const wait = run && waitOf(store, run, decision.path)
      if (wait?.waits.for !== 'person' || wait.state !== 'open' || wait.until <= decision.at)
        return { decided: false, ...(wait?.by === undefined ? {} : { by: wait.by }) }
      answer(wait, { kind: 'await-end', how: 'decision', ...decision }, decision.at)
      wait.by = decision.by
      return { decided: true }
    },
    async expire(lease, path, at) {
      const run = held({ ...lease, until: 0 })
      if (!run) return 'stale'
      const wait = waitOf(store, run, path)
      if (wait?.state === 'answered') return 'answered'
      run.journal.push(JSON.stringify({ kind: 'await-end', path, at, how: 'timeout' } satisfies WaitEntry))
      if (wait) wait.state = 'answered'
      return 'expired'
    },
    async tasks({ unit, flow, cursor, limit }) {
      const after = parseUrgency(cursor)
      const open = store.waits
        .filter((it) => it.state === 'open' && it.waits.for === 'person' && it.run.inbound.unit === unit)
        .filter((it) => flow === undefined || it.run.inbound.flow === flow)
        .sort((a, b) => a.until - b.until || a.id - b.id)
      const rest = open.filter((it) => it.until > after.until || (it.until === after.until && it.id > after.id))
      const page = rest.slice(0, limit)
      const last = page.at(-1)
      const more = rest.length > limit && last
      return { tasks: page.flatMap(toTask), total: open.length, ...(more ? { cursor: taskCursor(last) } : {}) }
    },
  }
}

function toTask({ path, node, since, until, waits, run }: StoredWait): readonly OpenTask[] {
  if (waits.for !== 'person') return []
  const { inbound, keys } = run
  return [{ path, node, since, until, run: inbound.run, flow: inbound.flow, keys, task: waits.task }]
}
