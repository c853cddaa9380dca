import type { ClaimedRun, JournalEntry, Lease, RunId } from '#runtime/engine/engine.ts'
import { isOpen, type MemoryStore, type StoredRun } from '#runtime/engine/memory/store.ts'
import type { Done } from './partner.ts'

/** What must hold after every event; each throws when it does not. */
export interface Checks {
  /** Around each call of the engine by a member; `applied` is called with what came of it. */
  before(call: string, input: readonly unknown[]): (answer: unknown) => void
  /** The partner did something. */
  acted(done: Done): void
  /** A person said that a `once` step is to be sent again. */
  resend(run: RunId, path: string): void
}

type Row = Exclude<JournalEntry, { kind: 'resume' }>

/** The invariants of runs on this store. */
export function createChecks(store: MemoryStore): Checks {
  const resends = new Map<string, number>()

  function committed(run: StoredRun, length: number, wasOpen: boolean): void {
    expect(wasOpen, `${run.inbound.run}: a step after the end`)
    const journal = run.journal.map((row) => JSON.parse(row) as JournalEntry)
    for (let at = length; at < journal.length; at++) {
      const row = journal[at]
      if (row && row.kind !== 'resume') expectNew(run, journal.slice(0, at), row)
    }
  }

  return {
    before(call, input) {
      if (call !== 'commit' && call !== 'intend')
        return (answer) => call === 'claim' && claimed(store, answer as readonly ClaimedRun[])
      const run = store.runs.get((input[0] as Lease).run)
      const before = run && { length: run.journal.length, status: run.status }
      return (answer) => {
        if (!run || !before) return
        if (answer === 'stale')
          expect(run.journal.length === before.length && run.status === before.status, 'a stale commit changed its run')
        else committed(run, before.length, isOpen(before.status))
      }
    },
    acted({ call, times }) {
      const allowed = 1 + (resends.get(call.key.replace(/:\d+$/, '')) ?? 0)
      expect(!call.once || times <= allowed, `${call.key}: a once effect done ${times} times, ${allowed} allowed`)
    },
    resend(run, path) {
      const key = `${run}:${path}`
      resends.set(key, (resends.get(key) ?? 0) + 1)
    },
  }
}

/** One row a result: no second answer to a step, no second row of one try. A person's wish to have it done again begins anew, and so does what was undone. */
function expectNew(run: StoredRun, before: readonly JournalEntry[], row: Row): void {
  const since =
    before.findLastIndex((it) => it.kind === 'compensated' || (it.kind === 'resume' && it.from !== undefined)) + 1
  for (const other of before.slice(since)) {
    if (!('path' in row) || !('path' in other)) continue
    if (other.kind !== row.kind || other.path !== row.path || row.kind === 'child-end') continue
    const sameTry = !('attempt' in other) || !('attempt' in row) || other.attempt === row.attempt
    expect(row.kind !== 'effect' && !sameTry, `${run.inbound.run}: two rows of ${row.kind} for ${row.path}`)
  }
}

/** Nothing overtakes within a partition. */
function claimed(store: MemoryStore, runs: readonly ClaimedRun[]): void {
  for (const { inbound } of runs) {
    const run = store.runs.get(inbound.run)
    for (const other of store.runs.values()) {
      if (!run || other.seq >= run.seq) break
      const same = other.inbound.flow === inbound.flow && other.inbound.partition === inbound.partition
      expect(
        !(same && inbound.partition !== undefined && isOpen(other.status)),
        `${inbound.run} overtook in its partition`,
      )
    }
  }
}

/** Throws with this text when it is not so. */
export function expect(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise)
}
