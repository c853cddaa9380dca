import type { Message } from '#shared/message/message.ts'
import type { Lease } from '../engine.ts'
import { type CloseReason, type Groups, HOLD_MS, type Part, type PartEntry, type PartOutcome } from '../groups.ts'
import { closedOf, type GroupRow, reasonToClose, revisionOf } from '../rows/group-row.ts'
import type { RunRecord } from '../rows/run-record.ts'
import { inline, type Payloads, type Stored } from '../rows/stored.ts'
import type { Connection } from './connection.ts'
import type { GroupCommit } from './group-commit.ts'
import type { Journal } from './journal.ts'
import type { Sequence } from './sequence.ts'

interface Parts {
  readonly db: Connection
  readonly group: GroupCommit
  readonly journal: Journal
  readonly payloads: Payloads
  readonly sequence: Sequence
}

type Held = Pick<RunRecord, 'seq' | 'id' | 'unit' | 'version' | 'entries'>
type Taken = { readonly group: GroupRow; readonly rows: readonly Stored[] }

/** Groups on one connection. */
export function createGroups(parts: Parts): Groups {
  const { db, group, payloads, sequence } = parts
  const apply = createJoining(parts)
  const open = db.prepare<[string, string, string], GroupRow>(
    `select * from part_groups where flow = ? and node = ? and key = ? and state = 'open'`,
  )
  const rows = db.prepare<[number], Stored>(
    'select body, encoding, key_id from group_parts where group_id = ? order by n',
  )
  const anyDue = db.prepare<[number], number>('select 1 from part_groups where next_at <= ? limit 1').pluck()
  const due = db.prepare<[number, number], GroupRow>(
    'select * from part_groups where next_at <= ? order by next_at limit ?',
  )
  const hold = db.prepare<[CloseReason, number, number]>(
    `update part_groups set state = 'closed', reason = ?, next_at = ? where id = ?`,
  )
  const remember = db.prepare<[number, number]>(
    `update part_groups set state = 'settled', next_at = ? + remember_ms where id = ?`,
  )
  const forget = db.prepare<[number]>('delete from part_groups where id = ?')
  const forgetParts = db.prepare<[number]>('delete from group_parts where group_id = ?')
  const stateOf = db.prepare<[number], Pick<GroupRow, 'state' | 'remember_ms'>>(
    'select state, remember_ms from part_groups where id = ?',
  )

  function takeDue(max: number, at: number): readonly Taken[] {
    const taken: Taken[] = []
    for (const row of due.all(at, max)) {
      if (row.state === 'settled') forget.run(row.id)
      else {
        const reason = row.reason ?? 'time'
        hold.run(reason, at + HOLD_MS, row.id)
        taken.push({ group: { ...row, reason }, rows: rows.all(row.id) })
      }
    }
    return taken
  }

  async function messages(stored: readonly Stored[]): Promise<readonly Message[]> {
    const loaded = await Promise.all(stored.map((row) => payloads.load(row)))
    return loaded as readonly Message[]
  }

  return {
    join: async (lease, part) => {
      const size = Buffer.byteLength(JSON.stringify(part.message))
      return sequence.next(lease.run, payloads.store(part.message), (stored) =>
        group.write(() => apply(lease, part, stored, size)),
      )
    },
    async peek({ flow, node, key }) {
      const found = group.read(() => {
        const row = open.get(flow, node, key)
        return row && { revision: revisionOf(row), rows: rows.all(row.id) }
      })
      return found ? { revision: found.revision, parts: await messages(found.rows) } : { revision: '', parts: [] }
    },
    async take(max, at) {
      // Looking for nothing takes no lock and writes nothing.
      if (group.read(() => anyDue.get(at)) === undefined) return []
      const taken = await group.write(() => takeDue(max, at))
      return Promise.all(taken.map(async (it) => closedOf(it.group, await messages(it.rows))))
    },
    settle: (id, at) =>
      group.write(() => {
        const row = stateOf.get(id)
        if (row?.state !== 'closed') return
        forgetParts.run(id)
        if (row.remember_ms > 0) remember.run(at, id)
        else forget.run(id)
      }),
  }
}

/** The part that runs inside the transaction. */
function createJoining({
  db,
  journal,
}: Parts): (
  lease: Pick<Lease, 'run' | 'epoch'>,
  part: Part,
  stored: Stored,
  size: number,
) => PartOutcome | 'changed' | 'stale' {
  const held = db.prepare<[string, number], Held>(
    'select seq, id, unit, version, entries from runs where id = ? and epoch = ? and member is not null',
  )
  const goOn = db.prepare<[number, number]>('update runs set entries = ? where seq = ?')
  const newest = db.prepare<[string, string, string], GroupRow>(
    'select * from part_groups where flow = ? and node = ? and key = ? order by id desc limit 1',
  )
  const begin = db.prepare<[string, string, string, string, string, number, number, number]>(
    `insert into part_groups (unit, flow, node, key, version, state, parts, bytes, opened_at, remember_ms, next_at)
     values (?, ?, ?, ?, ?, 'open', 0, 0, ?, ?, ?)`,
  )
  const byId = db.prepare<[number | bigint], GroupRow>('select * from part_groups where id = ?')
  const same = db.prepare<[number, string, string], { n: number; size: number }>(
    'select n, size from group_parts where group_id = ? and run = ? and path = ?',
  )
  const put = db.prepare(
    `insert or replace into group_parts (group_id, n, run, path, size, body, encoding, key_id) values (?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const grow = db.prepare<[string, string, string | null, number, number, number, number]>(
    'update part_groups set version = ?, state = ?, reason = ?, parts = ?, bytes = ?, next_at = ? where id = ?',
  )

  function opened(run: Held, part: Part): GroupRow | undefined {
    const { flow, node, key, at, rememberMs } = part
    const made = begin.run(run.unit, flow, node, key, run.version, at, rememberMs, at + part.timeout.ms)
    return byId.get(made.lastInsertRowid)
  }

  /** A group whose time was up before anybody looked is closed by now. */
  function upToDate(row: GroupRow | undefined, at: number): GroupRow | undefined {
    if (row?.state !== 'open' || row.next_at > at) return row
    grow.run(row.version, 'closed', 'time', row.parts, row.bytes, at, row.id)
    return { ...row, state: 'closed' }
  }

  /** Adds the part, or puts it in the place of the one that the same step gave before; closes the group when it is complete. */
  function add(run: Held, part: Part, open: GroupRow | undefined, stored: Stored, size: number): PartOutcome {
    const before = open && same.get(open.id, run.id, part.path)
    const parts = (open?.parts ?? 0) + (before ? 0 : 1)
    const bytes = (open?.bytes ?? 0) + size - (before?.size ?? 0)
    if (parts > part.most.parts || bytes > part.most.bytes) return 'full'
    const group = open ?? opened(run, part)
    if (!group) throw new Error('a group was not stored')
    put.run(group.id, before?.n ?? parts, run.id, part.path, size, stored.body, stored.encoding, stored.key_id)
    const reason = reasonToClose(part, parts)
    const due = (part.timeout.from === 'first' ? group.opened_at : part.at) + part.timeout.ms
    grow.run(run.version, reason ? 'closed' : 'open', reason ?? null, parts, bytes, reason ? part.at : due, group.id)
    return 'joined'
  }

  return (lease, part, stored, size) => {
    const run = held.get(lease.run, lease.epoch)
    if (!run) return 'stale'
    const { flow, node, key, path, at, decided } = part
    const before = upToDate(newest.get(flow, node, key), at)
    if (decided && decided.revision !== (before?.state === 'open' ? revisionOf(before) : '')) return 'changed'
    const late = part.rememberMs > 0 && before !== undefined && before.state !== 'open'
    const open = before?.state === 'open' ? before : undefined
    const outcome = late ? 'late' : add(run, part, open, stored, size)
    const entry: PartEntry = { kind: 'part', path, node, key, outcome, at }
    journal.append(run.seq, run.entries, 'part', inline(JSON.stringify(entry)))
    goOn.run(run.entries + 1, run.seq)
    return outcome
  }
}
