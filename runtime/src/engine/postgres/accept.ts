import type { RunStatus } from '#shared/api/runs.ts'
import type { Reply } from '#shared/message/message.ts'
import { faults } from '../../faults.ts'
import type { Engine, Inbound, Instant, Lease, RunId } from '../engine.ts'
import { isOpen, type RunRecord } from '../rows/run-record.ts'
import { LONGEST_KEY, type Stored } from '../rows/stored.ts'
import { isBlocked, partitionLock } from './aftermath.ts'
import type { InOrder } from './in-order.ts'
import { append, lastReply } from './journal.ts'
import { payloads } from './payloads.ts'
import type { Statements, Store, Transaction } from './store.ts'

interface Parts {
  readonly store: Store
  readonly inOrder: InOrder
  readonly leaseMs: number
  clock(): Instant
}

interface Outcome {
  readonly run: RunId
  readonly duplicate: boolean
  readonly conflict?: true
  readonly status: RunStatus
  readonly lease?: Lease
  readonly reply?: Stored
}

type Known = Pick<RunRecord, 'seq' | 'id' | 'status'> & { readonly fingerprint?: string | null }

/** Messages at the door. */
export function createAccepting({ store, inOrder, leaseMs, clock }: Parts): Engine['accept'] {
  /** How the new run stands: a message to a busy partition waits without a place in the queue. */
  async function stateOf(tx: Transaction, input: Inbound): Promise<{ lease?: Lease; readyAt: Instant | null }> {
    const { flow, partition } = input
    if (partition !== undefined) {
      await tx.lock(...partitionLock(flow, partition))
      if (await isBlocked(tx, flow, partition, Number.MAX_SAFE_INTEGER)) return { readyAt: null }
    }
    if (input.lease === undefined) return { readyAt: input.at }
    const until = clock() + leaseMs
    return { readyAt: until, lease: { run: input.run, epoch: 1, until } }
  }

  async function write(tx: Transaction, input: Inbound, message: Stored, repeated: boolean): Promise<Outcome> {
    const { dedupe } = input
    const own = repeated ? await ownOf(tx, input) : undefined
    if (own) return own
    const known = dedupe && (await knownByKey(tx, input, dedupe))
    if (known && differs(dedupe, known.fingerprint))
      return { run: known.id, duplicate: true, conflict: true, status: known.status }
    if (known) return same(tx, known)
    faults.at('accept.before-insert')
    const { lease, readyAt } = await stateOf(tx, input)
    const seq = await insertRun(tx, input, lease, readyAt)
    // The caller did not learn that this very acceptance had been stored.
    if (seq === undefined) return (repeated && (await ownOf(tx, input))) || again(tx, input)
    await append(tx, seq, 0, [{ kind: 'message', stored: message }])
    if (dedupe) await remember(tx, input, dedupe, seq)
    await indexKeys(tx, input, seq)
    tx.tally.accepted(input.flow, input.at)
    tx.tally.open(input.flow, input.version, 1)
    faults.at('accept.before-commit')
    return { run: input.run, duplicate: false, status: lease ? 'running' : 'accepted', ...(lease ? { lease } : {}) }
  }

  return async (input) => {
    const message = payloads.store(input.message)
    let tries = 0
    const { run, flow, partition } = input
    const about = partition === undefined ? [run] : [run, JSON.stringify([flow, partition])]
    const outcome = await inOrder.next(about, () => store.write((tx) => write(tx, input, message, tries++ > 0)))
    faults.at('accept.after-commit')
    const { reply, ...answer } = outcome
    return { ...answer, ...(reply ? { reply: (await payloads.load(reply)) as Reply } : {}) }
  }
}

/** A key of the whole flow ('') is one of each of its triggers. Acceptances with the same key wait for each other. */
async function knownByKey(
  tx: Transaction,
  { flow, at }: Inbound,
  { key, trigger = '' }: NonNullable<Inbound['dedupe']>,
): Promise<Known | undefined> {
  await tx.lock('dedupe', flow, key)
  return tx.get<Known>(
    `select r.seq, r.id, r.status, d.fingerprint from dedupe d join runs r on r.seq = d.run
      where d.flow = $1 and d.key = $2 and d.trigger_node in ('', $3) and d.expires_at > $4`,
    flow,
    key,
    trigger,
    at,
  )
}

/** The run as an earlier try of the same call has stored it. */
async function ownOf(tx: Statements, { run, lease: member }: Inbound): Promise<Outcome | undefined> {
  const own = await tx.get<Pick<RunRecord, 'status' | 'epoch' | 'member' | 'ready_at'>>(
    'select status, epoch, member, ready_at from runs where id = $1',
    run,
  )
  if (!own) return undefined
  const lease = own.member !== null && own.member === member && own.epoch === 1
  return {
    run,
    duplicate: false,
    status: own.status,
    ...(lease ? { lease: { run, epoch: 1, until: own.ready_at ?? 0 } } : {}),
  }
}

async function same(tx: Statements, known: Known): Promise<Outcome> {
  const reply = isOpen(known.status) ? undefined : await lastReply(tx, known.seq)
  return { run: known.id, duplicate: true, status: known.status, ...(reply ? { reply } : {}) }
}

async function again(tx: Statements, { run }: Inbound): Promise<Outcome> {
  const known = await tx.get<Known>('select seq, id, status from runs where id = $1', run)
  if (!known) throw new Error(`run ${run} conflicts with a run that is not there`)
  return same(tx, known)
}

async function insertRun(
  tx: Statements,
  input: Inbound,
  lease: Lease | undefined,
  readyAt: Instant | null,
): Promise<number | undefined> {
  const { parent, message } = input
  const row = await tx.get<{ seq: number }>(
    `insert into runs (id, unit, flow, version, trigger_node, accepted_at, status, epoch, entries, ready_at, member, partition_key, keys,
       parent_run, parent_path, parent_depth, origin_run)
     values ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $10, $11, $12, $13, $14, $15, $16) on conflict (id) do nothing returning seq`,
    input.run,
    input.unit,
    input.flow,
    input.version,
    input.trigger,
    input.at,
    lease ? 'running' : 'accepted',
    lease ? lease.epoch : 0,
    readyAt,
    lease ? (input.lease ?? null) : null,
    input.partition ?? null,
    Object.keys(message.keys).length > 0 ? JSON.stringify(message.keys) : null,
    parent?.run ?? null,
    parent?.path ?? null,
    parent?.depth ?? null,
    input.origin ?? null,
  )
  return row?.seq
}

async function remember(
  tx: Statements,
  { flow, at }: Inbound,
  { key, trigger = '', windowMs, fingerprint }: NonNullable<Inbound['dedupe']>,
  seq: number,
): Promise<void> {
  await tx.run(
    `insert into dedupe (flow, key, trigger_node, run, expires_at, fingerprint) values ($1, $2, $3, $4, $5, $6)
       on conflict (flow, key, trigger_node) do update
         set run = excluded.run, expires_at = excluded.expires_at, fingerprint = excluded.fingerprint`,
    flow,
    key,
    trigger,
    seq,
    at + windowMs,
    fingerprint ?? null,
  )
}

async function indexKeys(tx: Statements, { message, at }: Inbound, seq: number): Promise<void> {
  const values = Object.values(message.keys).filter((value) => value !== '' && value.length <= LONGEST_KEY)
  if (values.length === 0) return
  await tx.run(
    'insert into business_keys (value, accepted_at, run) select value, $2, $3 from unnest($1::text[]) as k (value) on conflict do nothing',
    values,
    at,
    seq,
  )
}

/** A key that came without a fingerprint, then or now, says nothing about the request. */
function differs(dedupe: Inbound['dedupe'], before: string | null | undefined): boolean {
  return dedupe?.fingerprint !== undefined && typeof before === 'string' && before !== dedupe.fingerprint
}
