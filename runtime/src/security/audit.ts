import { createHash } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import { faults } from '../faults.ts'
import { type Clock, isoTime } from './ports.ts'
import type { Sealer } from './sealing.ts'

/** What somebody did. `details` hold words about it, never secrets or message bodies. */
export interface AuditEntry {
  readonly unit: string
  /** Account name, `token:<id>`, or `hệ thống` for what the server does by itself. */
  readonly actor: string
  readonly address: string
  /** Operation name, such as `publishFlow`, or an event, such as `signIn.refused`. */
  readonly action: string
  readonly target: string
  readonly details: Readonly<Record<string, unknown>>
}

/** A row of the chain. */
export interface AuditRow extends AuditEntry {
  readonly seq: number
  readonly at: string
  readonly prev: string
  readonly hash: string
}

/** Where the chain is broken, or that it is whole. */
export type AuditVerdict =
  | { readonly ok: true; readonly rows: number; readonly head: string }
  | { readonly ok: false; readonly rows: number; readonly seq: number; readonly reason: string }

/** The trail of who did what: each row's hash covers the row before it, and the newest hash is signed. */
export interface Audit {
  append(entry: AuditEntry): void
  /** Newest first. */
  list(unit: string, limit: number, before?: number): readonly AuditRow[]
  verify(): AuditVerdict
}

/** Hash of the row before the first. */
const GENESIS = '0'.repeat(64)

interface StoredRow {
  readonly seq: number
  readonly at: string
  readonly unit: string
  readonly actor: string
  readonly address: string
  readonly action: string
  readonly target: string
  readonly details: string
  readonly prev: string
  readonly hash: string
}

/** The audit trail in the tables `audit` and `audit_head`. */
export function createAudit(db: Database, sealer: Sealer, clock: Clock): Audit {
  const head = db.prepare<[], { seq: number; hash: string; mac: string }>('SELECT seq, hash, mac FROM audit_head')
  const insert = db.prepare(
    `INSERT INTO audit (seq, at, unit, actor, address, action, target, details, prev, hash)
     VALUES (@seq, @at, @unit, @actor, @address, @action, @target, @details, @prev, @hash)`,
  )
  const setHead = db.prepare(
    'INSERT INTO audit_head (id, seq, hash, mac) VALUES (1, @seq, @hash, @mac) ON CONFLICT (id) DO UPDATE SET seq = @seq, hash = @hash, mac = @mac',
  )
  const newest = db.prepare<[string, number, number], StoredRow>(
    'SELECT * FROM audit WHERE unit = ? AND seq < ? ORDER BY seq DESC LIMIT ?',
  )
  const all = db.prepare<[], StoredRow>('SELECT * FROM audit ORDER BY seq')

  const append = db.transaction((entry: AuditEntry): void => {
    const last = head.get()
    const seq = (last?.seq ?? 0) + 1
    const row = {
      ...entry,
      seq,
      at: isoTime(clock()),
      details: JSON.stringify(entry.details),
      prev: last?.hash ?? GENESIS,
    }
    const hash = hashRow(row)
    insert.run({ ...row, hash })
    faults.at('audit.append')
    setHead.run({ seq, hash, mac: sealer.sign(`${seq} ${hash}`) })
  })

  function verify(): AuditVerdict {
    let prev = GENESIS
    let seq = 0
    for (const row of all.iterate()) {
      if (row.seq !== seq + 1) return { ok: false, rows: seq, seq: seq + 1, reason: 'a row is missing' }
      if (row.prev !== prev)
        return { ok: false, rows: seq, seq: row.seq, reason: 'it does not follow the row before it' }
      if (row.hash !== hashRow(row)) return { ok: false, rows: seq, seq: row.seq, reason: 'its content was changed' }
      prev = row.hash
      seq = row.seq
    }
    const last = head.get()
    const signed = last ? last.mac === sealer.sign(`${last.seq} ${last.hash}`) : seq === 0
    if (!signed)
      return { ok: false, rows: seq, seq: last?.seq ?? seq, reason: 'the signature of the newest row is wrong' }
    if (last && (last.seq !== seq || last.hash !== prev)) {
      return { ok: false, rows: seq, seq: last.seq, reason: 'rows were removed or replaced at the end' }
    }
    return { ok: true, rows: seq, head: prev }
  }

  return {
    append: (entry) => append.immediate(entry),
    list: (unit, limit, before = Number.MAX_SAFE_INTEGER) =>
      newest.all(unit, before, limit).map((row) => ({ ...row, details: JSON.parse(row.details) })),
    verify,
  }
}

/** SHA-256(previous hash ‖ canonical row): a JSON array, so that no field can flow into its neighbour. */
function hashRow(row: Omit<StoredRow, 'hash'>): string {
  const { seq, at, unit, actor, address, action, target, details, prev } = row
  const text = JSON.stringify([seq, at, unit, actor, address, action, target, details])
  return createHash('sha256').update(prev).update(text).digest('hex')
}
