import type { RunStatus } from '#shared/api/runs.ts'
import type { Reply } from '#shared/message/message.ts'
import { faults } from '../../faults.ts'
import type { Engine, Inbound, Instant, Lease, RunId } from '../engine.ts'
import type { PreparedEnd } from '../rows/prepared-commit.ts'
import { isOpen, type RunRecord } from '../rows/run-record.ts'
import { LONGEST_KEY, type Payloads, type Stored } from '../rows/stored.ts'
import type { Aftermath } from './aftermath.ts'
import type { Connection } from './connection.ts'
import type { GroupCommit } from './group-commit.ts'
import type { Journal } from './journal.ts'
import type { Sequence } from './sequence.ts'
import type { Tally } from './tally.ts'

/** Messages at the door. */
export interface Accepting {
  accept: Engine['accept']
  /**
   * Joins the end of a run to its acceptance when that one still waits for the same transaction: one row written in its final
   * state instead of a row, its queue entries and their removal. Undefined when the acceptance is not waiting. Measured with 10 messages in
   * flight: 22,000/s and 30 µs of CPU each against 9,400/s and 48 µs when the end follows in a transaction of its own.
   */
  endWithAcceptance(run: RunId, ending: PreparedEnd): Promise<'committed' | 'stale'> | undefined
}

interface Parts {
  readonly db: Connection
  readonly group: GroupCommit
  readonly journal: Journal
  readonly tally: Tally
  readonly payloads: Payloads
  readonly aftermath: Aftermath
  readonly sequence: Sequence
  readonly leaseMs: number
  clock(): Instant
}

interface Waiting {
  ending?: PreparedEnd
  written?: Promise<{ readonly committed: boolean }>
}

interface Outcome {
  readonly run: RunId
  readonly duplicate: boolean
  readonly conflict?: true
  readonly status: RunStatus
  readonly lease?: Lease
  readonly reply?: Stored
}

/** Accepting on one connection. */
export function createAccepting(parts: Parts): Accepting {
  const { group, payloads, sequence } = parts
  const write = createWriting(parts)
  /** Acceptances with a lease whose transaction has not begun. */
  const waiting = new Map<RunId, Waiting>()

  function enqueue(input: Inbound, message: Stored): Promise<Outcome> {
    const call: Waiting = {}
    const work = (): Outcome => {
      if (waiting.get(input.run) === call) waiting.delete(input.run)
      return write(input, message, call.ending)
    }
    if (input.lease !== undefined) waiting.set(input.run, call)
    const outcome = group.write(work)
    call.written = outcome.then(({ lease }) => ({ committed: lease !== undefined }))
    call.written.catch(() => {
      if (waiting.get(input.run) === call) waiting.delete(input.run)
    })
    return outcome
  }

  return {
    async accept(input) {
      const outcome = await sequence.next(input.run, payloads.store(input.message), (message) =>
        enqueue(input, message),
      )
      faults.at('accept.after-commit')
      const { run, duplicate, conflict, status, lease, reply } = outcome
      return {
        run,
        duplicate,
        status,
        ...(conflict ? { conflict } : {}),
        ...(lease ? { lease } : {}),
        ...(reply ? { reply: (await payloads.load(reply)) as Reply } : {}),
      }
    },
    endWithAcceptance(run, ending) {
      const call = waiting.get(run)
      if (!call?.written || call.ending) return undefined
      call.ending = ending
      return call.written.then(({ committed }) => (committed ? 'committed' : 'stale'))
    },
  }
}

/** How the new run stands, unless it ends at once. */
interface State {
  readonly lease?: Lease
  readonly readyAt: Instant | null
}

type Known = Pick<RunRecord, 'seq' | 'id' | 'status'> & { readonly fingerprint?: string | null }

/** The part that runs inside the transaction. */
function createWriting(parts: Parts): (input: Inbound, message: Stored, ending: PreparedEnd | undefined) => Outcome {
  const { db, journal, tally, aftermath, leaseMs, clock } = parts
  // A key of the whole flow ('') is one of each of its triggers.
  const byKey = db.prepare<[string, string, string, Instant], Known>(
    `select r.seq, r.id, r.status, d.fingerprint from dedupe d join runs r on r.seq = d.run
      where d.flow = ? and d.key = ? and d.trigger_node in ('', ?) and d.expires_at > ?`,
  )
  const byId = db.prepare<[RunId], Known>('select seq, id, status from runs where id = ?')
  const insert = db.prepare(
    `insert into runs (id, unit, flow, version, trigger_node, accepted_at, status, epoch, entries, ready_at, member, ended_at,
       partition_key, keys, parent_run, parent_path, parent_depth, error, error_node, origin_run)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (id) do nothing`,
  )
  const remember = db.prepare<[string, string, string, number, Instant, string | null]>(
    `insert into dedupe (flow, key, trigger_node, run, expires_at, fingerprint) values (?, ?, ?, ?, ?, ?)
       on conflict do update set run = excluded.run, expires_at = excluded.expires_at, fingerprint = excluded.fingerprint`,
  )
  const index = db.prepare<[string, Instant, number]>(
    'insert or ignore into business_keys (value, accepted_at, run) values (?, ?, ?)',
  )

  function same(known: Known): Outcome {
    const reply = isOpen(known.status) ? undefined : journal.lastReply(known.seq)
    return { run: known.id, duplicate: true, status: known.status, ...(reply ? { reply } : {}) }
  }

  function insertRun(input: Inbound, state: State, ending: PreparedEnd | undefined): number | undefined {
    const { parent, message } = input
    const end = ending?.end
    const done = insert.run(
      input.run,
      input.unit,
      input.flow,
      input.version,
      input.trigger,
      input.at,
      end ? end.status : state.lease ? 'running' : 'accepted',
      state.lease ? state.lease.epoch : 0,
      1 + (ending?.entries.length ?? 0) + (end?.reply ? 1 : 0),
      end ? null : state.readyAt,
      end || !state.lease ? null : (input.lease ?? null),
      end ? end.at : null,
      input.partition ?? null,
      Object.keys(message.keys).length > 0 ? JSON.stringify(message.keys) : null,
      parent?.run ?? null,
      parent?.path ?? null,
      parent?.depth ?? null,
      ending?.error ?? null,
      ending?.errorNode ?? null,
      input.origin ?? null,
    )
    return done.changes === 0 ? undefined : Number(done.lastInsertRowid)
  }

  function stateOf(input: Inbound): State {
    // The new run will be the last of its partition, so any open one is earlier.
    if (input.partition !== undefined && aftermath.blocked(input.flow, input.partition, Number.MAX_SAFE_INTEGER))
      return { readyAt: null }
    if (input.lease === undefined) return { readyAt: input.at }
    const until = clock() + leaseMs
    return { readyAt: until, lease: { run: input.run, epoch: 1, until } }
  }

  return (input, message, ending) => {
    const { dedupe } = input
    const known = dedupe && byKey.get(input.flow, dedupeKey(dedupe.key), dedupe.trigger ?? '', input.at)
    if (known && differs(dedupe, known.fingerprint))
      return { run: known.id, duplicate: true, conflict: true, status: known.status }
    if (known) return same(known)
    faults.at('accept.before-insert')
    const state = stateOf(input)
    const end = state.lease ? ending : undefined
    const seq = insertRun(input, state, end)
    // The caller did not learn that this very acceptance had been stored.
    if (seq === undefined) return same(byId.get(input.run) ?? unreachable(input.run))
    journal.append(seq, 0, 'message', message)
    if (dedupe) {
      const expiresAt = input.at + dedupe.windowMs
      const { key, trigger = '', fingerprint = null } = dedupe
      remember.run(input.flow, dedupeKey(key), trigger, seq, expiresAt, fingerprint)
    }
    for (const value of Object.values(input.message.keys))
      if (value !== '' && value.length <= LONGEST_KEY) index.run(value, input.at, seq)
    tally.accepted(input.flow, input.at)
    tally.open(input.flow, input.version, 1)
    if (end) finish(input, seq, end)
    faults.at('accept.before-commit')
    return {
      run: input.run,
      duplicate: false,
      status: state.lease ? 'running' : 'accepted',
      ...(state.lease ? { lease: state.lease } : {}),
    }
  }

  function finish(input: Inbound, seq: number, { entries, end }: PreparedEnd): void {
    let n = 1
    for (const entry of entries) journal.append(seq, n++, entry.kind, entry.stored)
    if (end.reply) journal.append(seq, n, 'reply', end.reply)
    tally.open(input.flow, input.version, -1)
    const ended = {
      id: input.run,
      seq,
      flow: input.flow,
      partition_key: input.partition ?? null,
      parent_run: input.parent?.run ?? null,
      parent_path: input.parent?.path ?? null,
    }
    aftermath.ended(ended, end)
  }
}

/** A key that came without a fingerprint, then or now, says nothing about the request. */
function differs(dedupe: Inbound['dedupe'], before: string | null | undefined): boolean {
  return dedupe?.fingerprint !== undefined && typeof before === 'string' && before !== dedupe.fingerprint
}

/** SQLite keeps text as UTF-8, in which unpaired surrogates become equal; a key that has one is spelt out instead. */
function dedupeKey(key: string): string {
  return key.isWellFormed() ? key : JSON.stringify(key)
}

function unreachable(run: RunId): never {
  throw new Error(`run ${run} conflicts with a run that is not there`)
}
