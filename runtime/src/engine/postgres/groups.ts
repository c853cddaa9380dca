import type { Message } from '#shared/message/message.ts'
import type { Lease } from '../engine.ts'
import { type Groups, HOLD_MS, type Part, type PartEntry, type PartOutcome } from '../groups.ts'
import { closedOf, type GroupRow, reasonToClose, revisionOf } from '../rows/group-row.ts'
import type { RunRecord } from '../rows/run-record.ts'
import { inline, type Stored } from '../rows/stored.ts'
import { heldRun } from './commit.ts'
import type { InOrder } from './in-order.ts'
import { append } from './journal.ts'
import { payloads } from './payloads.ts'
import type { Statements, Store, Transaction } from './store.ts'

type Held = Pick<RunRecord, 'seq' | 'id' | 'unit' | 'version' | 'entries'>
type Taken = { readonly group: GroupRow; readonly rows: readonly Stored[] }

/** Groups of messages that wait for each other. */
export function createGroups(store: Store, inOrder: InOrder, newMark: () => string): Groups {
  return {
    join(lease, part) {
      const stored = payloads.store(part.message)
      const size = Buffer.byteLength(JSON.stringify(part.message))
      const mark = newMark()
      return inOrder.next([lease.run], () => store.write((tx) => join(tx, lease, part, { ...stored, size }, mark)))
    },
    async peek({ flow, node, key }) {
      const found = await store.read(async (it) => {
        const row = await it.get<GroupRow>(
          `select * from part_groups where flow = $1 and node = $2 and key = $3 and state = 'open'`,
          flow,
          node,
          key,
        )
        return row && { revision: revisionOf(row), rows: await partsOf(it, row.id) }
      })
      return found ? { revision: found.revision, parts: await messages(found.rows) } : { revision: '', parts: [] }
    },
    async take(max, at) {
      // Looking for nothing takes no lock and writes nothing.
      if (!(await store.get('select 1 from part_groups where next_at <= $1 limit 1', at))) return []
      const taken = await store.write((tx) => takeDue(tx, max, at))
      return Promise.all(taken.map(async (it) => closedOf(it.group, await messages(it.rows))))
    },
    settle: (id, at) =>
      store.write(async (tx) => {
        const row = await tx.get<Pick<GroupRow, 'state' | 'remember_ms'>>(
          'select state, remember_ms from part_groups where id = $1 for update',
          id,
        )
        if (row?.state !== 'closed') return
        await tx.run('delete from group_parts where group_id = $1', id)
        if (row.remember_ms > 0)
          await tx.run(`update part_groups set state = 'settled', next_at = $1 + remember_ms where id = $2`, at, id)
        else await tx.run('delete from part_groups where id = $1', id)
      }),
  }
}

async function takeDue(tx: Statements, max: number, at: number): Promise<readonly Taken[]> {
  const due = await tx.all<GroupRow>(
    'select * from part_groups where next_at <= $1 order by next_at limit $2 for update skip locked',
    at,
    max,
  )
  const taken: Taken[] = []
  for (const row of due) {
    if (row.state === 'settled') await tx.run('delete from part_groups where id = $1', row.id)
    else {
      const reason = row.reason ?? 'time'
      await tx.run(
        `update part_groups set state = 'closed', reason = $1, next_at = $2 where id = $3`,
        reason,
        at + HOLD_MS,
        row.id,
      )
      taken.push({ group: { ...row, reason }, rows: await partsOf(tx, row.id) })
    }
  }
  return taken
}

function partsOf(statements: Statements, group: number): Promise<readonly Stored[]> {
  return statements.all<Stored>('select body, encoding, key_id from group_parts where group_id = $1 order by n', group)
}

async function messages(stored: readonly Stored[]): Promise<readonly Message[]> {
  return (await Promise.all(stored.map((row) => payloads.load(row)))) as readonly Message[]
}

type SizedStored = Stored & { readonly size: number }

/** One part after the other: who joins a group keeps others out of it until the transaction ends. */
async function join(
  tx: Transaction,
  lease: Pick<Lease, 'run' | 'epoch'>,
  part: Part,
  stored: SizedStored,
  mark: string,
): Promise<PartOutcome | 'changed' | 'stale'> {
  const { flow, node, key, path, at, decided } = part
  const run = await heldRun<Held>(tx, lease, mark, 'seq, id, unit, version, entries')
  if (run === 'done') return outcomeBefore(tx, lease.run)
  if (!run) return 'stale'
  await tx.lock('group', flow, node, key)
  const newest = await tx.get<GroupRow>(
    'select * from part_groups where flow = $1 and node = $2 and key = $3 order by id desc limit 1 for update',
    flow,
    node,
    key,
  )
  const before = await upToDate(tx, newest, at)
  if (decided && decided.revision !== (before?.state === 'open' ? revisionOf(before) : '')) return 'changed'
  const late = part.rememberMs > 0 && before !== undefined && before.state !== 'open'
  const open = before?.state === 'open' ? before : undefined
  const outcome = late ? 'late' : await add(tx, run, part, open, stored)
  const entry: PartEntry = { kind: 'part', path, node, key, outcome, at }
  const n = await append(tx, run.seq, run.entries, [{ kind: 'part', stored: inline(JSON.stringify(entry)) }])
  await tx.run('update runs set entries = $1, commit_mark = $2 where seq = $3', n, mark, run.seq)
  return outcome
}

/** What an earlier try of the same call has written. */
async function outcomeBefore(tx: Statements, run: string): Promise<PartOutcome> {
  const row = await tx.get<Stored>(
    `select j.body, j.encoding, j.key_id from journal j join runs r on r.seq = j.run
      where r.id = $1 and j.kind = 'part' order by j.n desc limit 1`,
    run,
  )
  if (!row) throw new Error('a part is marked and not there')
  return ((await payloads.load(row)) as PartEntry).outcome
}

/** A group whose time was up before anybody looked is closed by now. */
async function upToDate(tx: Statements, row: GroupRow | undefined, at: number): Promise<GroupRow | undefined> {
  if (row?.state !== 'open' || row.next_at > at) return row
  await tx.run(`update part_groups set state = 'closed', reason = 'time', next_at = $1 where id = $2`, at, row.id)
  return { ...row, state: 'closed' }
}

/** Adds the part, or puts it in the place of the one that the same step gave before; closes the group when it is complete. */
async function add(
  tx: Statements,
  run: Held,
  part: Part,
  open: GroupRow | undefined,
  stored: SizedStored,
): Promise<PartOutcome> {
  const before =
    open &&
    (await tx.get<{ n: number; size: number }>(
      'select n, size from group_parts where group_id = $1 and run = $2 and path = $3',
      open.id,
      run.id,
      part.path,
    ))
  const parts = (open?.parts ?? 0) + (before ? 0 : 1)
  const bytes = (open?.bytes ?? 0) + stored.size - (before?.size ?? 0)
  if (parts > part.most.parts || bytes > part.most.bytes) return 'full'
  const group = open ?? (await opened(tx, run, part))
  await tx.run(
    `insert into group_parts (group_id, n, run, path, size, body, encoding, key_id) values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict (group_id, n) do update set size = excluded.size, body = excluded.body, encoding = excluded.encoding,
         key_id = excluded.key_id`,
    group.id,
    before?.n ?? parts,
    run.id,
    part.path,
    stored.size,
    stored.body.toString(),
    stored.encoding,
    stored.key_id,
  )
  const reason = reasonToClose(part, parts)
  const due = (part.timeout.from === 'first' ? group.opened_at : part.at) + part.timeout.ms
  await tx.run(
    'update part_groups set version = $1, state = $2, reason = $3, parts = $4, bytes = $5, next_at = $6 where id = $7',
    run.version,
    reason ? 'closed' : 'open',
    reason ?? null,
    parts,
    bytes,
    reason ? part.at : due,
    group.id,
  )
  return 'joined'
}

async function opened(tx: Statements, run: Held, part: Part): Promise<GroupRow> {
  const { flow, node, key, at, rememberMs } = part
  const made = await tx.get<GroupRow>(
    `insert into part_groups (unit, flow, node, key, version, state, parts, bytes, opened_at, remember_ms, next_at)
     values ($1, $2, $3, $4, $5, 'open', 0, 0, $6, $7, $8) returning *`,
    run.unit,
    flow,
    node,
    key,
    run.version,
    at,
    rememberMs,
    at + part.timeout.ms,
  )
  if (!made) throw new Error('a group was not stored')
  return made
}
