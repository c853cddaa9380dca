import { closeSync, existsSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { fingerprintOf } from './canonical.ts'

/** One effect that a call had on a simulator's state. */
export interface RecordEntry {
  /** 1, 2, 3 … without gaps over the life of the record, also across restarts and resets. */
  readonly seq: number
  /** ISO 8601, UTC. */
  readonly time: string
  /** The service or route, such as `DongBoHoSoMC`. */
  readonly operation: string
  /** The business key, mã hồ sơ wherever there is one. */
  readonly key: string
  /** Number of the HTTP call since start; a call with ten progress steps makes ten entries with one number. */
  readonly call: number
  /** What the caller sent as `Idempotency-Key`, if anything. */
  readonly idempotencyKey?: string
  /** SHA-256 of the canonical JSON of the item (session and envelope left out, so a repeat is seen after a new login). */
  readonly fingerprint: string
  /** What happened: `inserted`, `updated`, `step-added` … */
  readonly outcome: string
  /** The fault that spoilt the answer although the work was done: `dropAfterRate`, `halfResponseRate` … */
  readonly fault?: string
}

/** What a handler says about an effect; the record adds number, time and fingerprint. */
export interface Change {
  readonly operation: string
  readonly key: string
  readonly outcome: string
  /** The item that was stored or sent. */
  readonly body: unknown
}

/** The circumstances of the call that caused a change. */
interface Cause {
  readonly call: number
  readonly idempotencyKey?: string | undefined
  readonly fault?: string | undefined
}

/** A line of the record file: the entry and what is needed to restore the state after a restart. */
export interface RecordLine extends RecordEntry {
  readonly body?: unknown
}

/** The append-only record of effects; written and synced before the caller gets an answer. */
export interface CallRecord {
  /** Numbers a change without keeping it, for a simulator that stores it in its own transaction first. */
  prepare(change: Change, cause: Cause, offset?: number): RecordLine
  /** Keeps prepared lines: file first (fsync), then memory. */
  publish(lines: readonly RecordLine[]): void
  /** `prepare` and `publish` in one. */
  append(changes: readonly Change[], cause: Cause): void
  /** Entries with `seq` greater than `after` since the last reset, oldest first. */
  entries(after?: number, limit?: number): readonly RecordEntry[]
  lastSeq(): number
  count(): number
  /** The line of the latest reset, if there was one. */
  marker(): readonly RecordLine[]
  /** Forgets the entries in memory, marks the reset in the file, goes on counting. */
  reset(): void
  close(): void
}

/** The operation name of the line that marks a reset in a record file. */
export const RESET_OPERATION = '_reset'

/**
 * Opens a record. With `path`, lines that an earlier process wrote are read back (and given to `restore`, in order, from the
 * last reset on); a torn last line, left by a kill in the middle of a write, is cut off: its call was never answered.
 */
export function openRecord(options: {
  readonly path?: string | undefined
  readonly clock: () => Date
  readonly restore?: (line: RecordLine) => void
}): CallRecord {
  const file = options.path === undefined ? undefined : openLines(options.path)
  let last = 0
  let kept: RecordEntry[] = []
  let marker: readonly RecordLine[] = []
  const keep = (line: RecordLine): void => {
    const { body: _body, ...entry } = line
    last = line.seq
    if (line.operation === RESET_OPERATION) {
      kept = []
      marker = [line]
    } else kept.push(entry)
  }
  const earlier = file?.lines ?? []
  const start = earlier.findLastIndex((line) => line.operation === RESET_OPERATION) + 1
  for (const [index, line] of earlier.entries()) {
    keep(line)
    if (index >= start) options.restore?.(line)
  }
  const prepare = (change: Change, cause: Cause, offset = 0): RecordLine => ({
    seq: last + 1 + offset,
    time: options.clock().toISOString(),
    operation: change.operation,
    key: change.key,
    call: cause.call,
    ...(cause.idempotencyKey === undefined ? {} : { idempotencyKey: cause.idempotencyKey }),
    fingerprint: fingerprintOf(change.body),
    outcome: change.outcome,
    ...(cause.fault === undefined ? {} : { fault: cause.fault }),
    body: change.body,
  })
  const publish = (lines: readonly RecordLine[]): void => {
    if (lines.length === 0) return
    file?.write(lines)
    for (const line of lines) keep(line)
  }
  return {
    prepare,
    publish,
    append: (changes, cause) => publish(changes.map((change, index) => prepare(change, cause, index))),
    entries: (after = 0, limit = 10_000) => {
      const first = kept.findIndex((entry) => entry.seq > after)
      return first < 0 ? [] : kept.slice(first, first + limit)
    },
    lastSeq: () => last,
    count: () => kept.length,
    marker: () => marker,
    reset: () => publish([prepare({ operation: RESET_OPERATION, key: '', outcome: 'reset', body: null }, { call: 0 })]),
    close: () => file?.close(),
  }
}

interface LineFile {
  readonly lines: readonly RecordLine[]
  write(lines: readonly RecordLine[]): void
  close(): void
}

function openLines(path: string): LineFile {
  mkdirSync(dirname(path), { recursive: true })
  const text = existsSync(path) ? readFileSync(path, 'utf8') : ''
  const whole = text.slice(0, text.lastIndexOf('\n') + 1)
  const fd = openSync(path, 'a')
  if (whole.length !== text.length) ftruncateSync(fd, Buffer.byteLength(whole))
  fsyncSync(fd)
  syncFolder(dirname(path))
  let open = true
  return {
    lines: whole.split('\n').flatMap((line, index) => (line === '' ? [] : [readLine(line, path, index + 1)])),
    write: (lines) => {
      const bytes = Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
      for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done)
      fsyncSync(fd)
    },
    close: () => {
      if (open) closeSync(fd)
      open = false
    },
  }
}

/** A new file survives a power cut only when its folder entry is synced too. */
function syncFolder(folder: string): void {
  const fd = openSync(folder, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

function readLine(text: string, path: string, number: number): RecordLine {
  const value: unknown = JSON.parse(text)
  if (typeof value !== 'object' || value === null || !('seq' in value) || !('operation' in value)) {
    throw new Error(`${path}:${number} is not a line of a simulator record`)
  }
  return value as RecordLine
}
