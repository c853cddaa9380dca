import { compensationAfter, isClosable } from '../compensation.ts'
import type { Engine, Instant } from '../engine.ts'
import type { LeaseClock } from '../lease-clock.ts'
import { isOpen, type RunRecord } from '../rows/run-record.ts'
import { inline } from '../rows/stored.ts'
import { afterEnd } from './aftermath.ts'
import { append } from './journal.ts'
import type { Statements, Store } from './store.ts'
import { endWaits, reopenWaits } from './waits.ts'

interface Parts {
  readonly store: Store
  readonly leases: LeaseClock
}

/** A lease that has expired holds nothing back: whoever held it is fenced by losing it. */
function isHeld({ member, ready_at }: RunRecord, ranOut: Instant): boolean {
  return member !== null && (ready_at ?? 0) > ranOut
}

function lockedRun(tx: Statements, run: string): Promise<RunRecord | undefined> {
  return tx.get<RunRecord>('select * from runs where id = $1 for update', run)
}

/** What a person does to a run. */
export function createRepair({ store, leases }: Parts): Pick<Engine, 'resume' | 'cancel'> {
  return {
    resume: (run, entry) =>
      store.write(async (tx) => {
        const record = await lockedRun(tx, run)
        if (!record || record.entries === 0) return false
        const open = isOpen(record.status)
        if (open && (!entry.compensate || isHeld(record, leases.ranOut(entry.at)))) return false
        // What went well is done again only from a step that somebody named.
        if (record.status === 'done' && entry.from === undefined) return false
        const version = entry.version ?? record.version
        let n = await append(tx, record.seq, record.entries, [
          { kind: 'resume', stored: inline(JSON.stringify(entry)) },
        ])
        const compensation = compensationAfter(record.compensation, entry)
        if (entry.compensate) await endWaits(tx, record.seq, false)
        else if (compensation === null) n = await append(tx, record.seq, n, await reopenWaits(tx, record.seq, entry.at))
        // The deaths are forgiven: a person has looked at it, and counting on would set it aside again at once.
        await tx.run(
          `update runs set status = 'accepted', entries = $1, version = $2, ready_at = $3, deaths = 0, wake_at = null, ended_at = null,
             error = null, error_node = null, compensation = $4, member = null, news = 0 where seq = $5`,
          n,
          version,
          entry.at,
          compensation,
          record.seq,
        )
        if (open) return true
        if (record.status !== 'cancelled')
          tx.tally.ended(record.flow, record.status === 'done' ? 'done' : 'failed', record.ended_at ?? entry.at, -1)
        tx.tally.open(record.flow, version, 1)
        return true
      }),
    cancel: (run, at, error) =>
      store.write(async (tx) => {
        const record = await lockedRun(tx, run)
        if (!record || !isClosable(record.status, record.compensation)) return false
        const open = isOpen(record.status)
        if (open && isHeld(record, leases.ranOut(at))) return false
        await tx.run(
          `update runs set status = 'cancelled', ended_at = $1, error = $2, error_node = null, member = null, ready_at = null,
             wake_at = null, news = 0 where seq = $3`,
          at,
          JSON.stringify(error),
          record.seq,
        )
        if (open) tx.tally.open(record.flow, record.version, -1)
        else tx.tally.ended(record.flow, 'failed', record.ended_at ?? at, -1)
        await endWaits(tx, record.seq, false)
        // One that failed has left the way already, and its parent was told.
        if (record.status !== 'failed') await afterEnd(tx, record, { status: 'cancelled', at, error })
        return true
      }),
  }
}
