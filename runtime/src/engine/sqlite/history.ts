import type { History } from '../history.ts'
import { readJournal } from '../rows/journal-rows.ts'
import { isOpen, type RunRecord, toInbound, toRunRow } from '../rows/run-record.ts'
import type { Payloads } from '../rows/stored.ts'
import { type CountRows, slotOf, sumCounts } from '../rows/traffic.ts'
import { WAITS_SHOWN } from '../waits.ts'
import type { Connection } from './connection.ts'
import type { GroupCommit } from './group-commit.ts'
import type { Journal } from './journal.ts'
import { createRunList } from './run-list.ts'
import type { WaitTable } from './waits.ts'

interface Parts {
  readonly db: Connection
  readonly group: GroupCommit
  readonly journal: Journal
  readonly payloads: Payloads
  readonly waits: WaitTable
}

/** Reading what has happened. Counts come from the tally, in steps of five minutes, and do not walk the runs. */
export function createHistory({ db, group, journal, payloads, waits }: Parts): History {
  const list = createRunList(db, waits)
  const byId = db.prepare<[string], RunRecord>('select * from runs where id = ?')
  const traffic = db.prepare<[number], { flow: string; slot: number; accepted: number; done: number; failed: number }>(
    'select flow, slot, accepted, done, failed from traffic where slot >= ?',
  )
  const open = db.prepare<[], { flow: string; open: number }>(
    'select flow, sum(open) as open from open_runs group by flow',
  )
  const versions = db.prepare<[string], { version: string; open: number }>(
    'select version, open from open_runs where flow = ? and open > 0',
  )
  // One step down the index a flow, however many runs it has.
  const newest = db.prepare<[], { flow: string; at: number }>(
    `with recursive flows (flow) as (
       select min(flow) from runs
       union all select (select min(flow) from runs where flow > flows.flow) from flows where flows.flow is not null
     )
     select flow, (select max(accepted_at) from runs r where r.flow = flows.flow) as at from flows where flow is not null`,
  )

  const count = (since: number): CountRows => ({
    newest: newest.all(),
    traffic: traffic.all(slotOf(since)),
    open: open.all(),
  })

  return {
    list: async (filter) => group.read(() => list(filter)),
    async get(run) {
      const found = group.read(() => {
        const record = byId.get(run)
        return (
          record && {
            record,
            row: toRunRow(record, isOpen(record.status) ? waits.open(record.seq, WAITS_SHOWN.one) : []),
            rows: journal.rows(record.seq),
          }
        )
      })
      if (!found) return undefined
      const { message, entries, reply } = await readJournal(payloads, found.rows)
      return {
        row: found.row,
        inbound: toInbound(found.record, message),
        journal: entries,
        ...(reply ? { reply } : {}),
      }
    },
    counts: async (since, buckets, bucketMs) =>
      sumCounts(
        group.read(() => count(since)),
        since,
        buckets,
        bucketMs,
      ),
    openByVersion: async (flow) =>
      new Map(group.read(() => versions.all(flow)).map((row) => [row.version, row.open] as const)),
  }
}
