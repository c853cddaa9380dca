import type { Compensation } from '#shared/api/runs.ts'
import { compensationAfter, isClosable } from '../compensation.ts'
import type { Engine, Instant } from '../engine.ts'
import type { LeaseClock } from '../lease-clock.ts'
import { isOpen, type RunRecord } from '../rows/run-record.ts'
import { inline } from '../rows/stored.ts'
import type { Aftermath } from './aftermath.ts'
import type { Connection } from './connection.ts'
import type { GroupCommit } from './group-commit.ts'
import type { Journal } from './journal.ts'
import type { Tally } from './tally.ts'
import type { WaitTable } from './waits.ts'

interface Parts {
  readonly db: Connection
  readonly group: GroupCommit
  readonly journal: Journal
  readonly tally: Tally
  readonly aftermath: Aftermath
  readonly waits: WaitTable
  readonly leases: LeaseClock
}

/** A lease that has expired holds nothing back: whoever held it is fenced by losing it. */
function isHeld({ member, ready_at }: RunRecord, ranOut: Instant): boolean {
  return member !== null && (ready_at ?? 0) > ranOut
}

/** What a person does to a run. */
export function createRepair(parts: Parts): Pick<Engine, 'resume' | 'cancel'> {
  const { db, group, journal, tally, aftermath, waits, leases } = parts
  const byId = db.prepare<[string], RunRecord>('select * from runs where id = ?')
  // The deaths are forgiven: a person has looked at it, and counting on would set it aside again at once.
  const reopen = db.prepare<[number, string, Instant, Compensation | null, number]>(
    `update runs set status = 'accepted', entries = ?, version = ?, ready_at = ?, deaths = 0, wake_at = null, ended_at = null,
       error = null, error_node = null, compensation = ?, member = null, news = 0 where seq = ?`,
  )
  const end = db.prepare<[Instant, string, number]>(
    `update runs set status = 'cancelled', ended_at = ?, error = ?, error_node = null, member = null, ready_at = null,
       wake_at = null, news = 0 where seq = ?`,
  )

  return {
    resume: (run, entry) =>
      group.write(() => {
        const record = byId.get(run)
        if (!record || record.entries === 0) return false
        const open = isOpen(record.status)
        if (open && (!entry.compensate || isHeld(record, leases.ranOut(entry.at)))) return false
        // What went well is done again only from a step that somebody named.
        if (record.status === 'done' && entry.from === undefined) return false
        const version = entry.version ?? record.version
        let n = record.entries
        journal.append(record.seq, n++, 'resume', inline(JSON.stringify(entry)))
        const compensation = compensationAfter(record.compensation, entry)
        if (entry.compensate) waits.ended(record.seq, false)
        else if (compensation === null)
          for (const row of waits.reopen(record.seq, entry.at)) journal.append(record.seq, n++, row.kind, row.stored)
        reopen.run(n, version, entry.at, compensation, record.seq)
        if (open) return true
        if (record.status !== 'cancelled')
          tally.ended(record.flow, record.status === 'done' ? 'done' : 'failed', record.ended_at ?? entry.at, -1)
        tally.open(record.flow, version, 1)
        return true
      }),
    cancel: (run, at, error) =>
      group.write(() => {
        const record = byId.get(run)
        if (!record || !isClosable(record.status, record.compensation)) return false
        const open = isOpen(record.status)
        if (open && isHeld(record, leases.ranOut(at))) return false
        end.run(at, JSON.stringify(error), record.seq)
        if (open) tally.open(record.flow, record.version, -1)
        else tally.ended(record.flow, 'failed', record.ended_at ?? at, -1)
        waits.ended(record.seq, false)
        // One that failed has left the way already, and its parent was told.
        if (record.status !== 'failed') aftermath.ended(record, { status: 'cancelled', at, error })
        return true
      }),
  }
}
