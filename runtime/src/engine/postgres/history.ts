import type { History } from '../history.ts'
import { readJournal } from '../rows/journal-rows.ts'
import { isOpen, type RunRecord, toInbound, toRunRow } from '../rows/run-record.ts'
import { slotOf, sumCounts } from '../rows/traffic.ts'
import { WAITS_SHOWN } from '../waits.ts'
import { journalRows } from './journal.ts'
import { payloads } from './payloads.ts'
import { listRuns } from './run-list.ts'
import type { Statements, Store } from './store.ts'
import { openWaits } from './waits.ts'

/** One step down the index a flow, however many runs it has. */
export const FLOWS = `with recursive flows (flow) as (
    (select flow from runs order by flow limit 1)
    union all select (select r.flow from runs r where r.flow > flows.flow order by r.flow limit 1) from flows where flows.flow is not null
  )`

/** Reading what has happened. Counts come from the tally, in steps of five minutes, and do not walk the runs. */
export function createHistory(store: Store): History {
  return {
    list: (filter) => store.read((it) => listRuns(it, filter)),
    async get(run) {
      const found = await store.read(async (it) => {
        const record = await it.get<RunRecord>('select * from runs where id = $1', run)
        if (!record) return undefined
        const waits = isOpen(record.status) ? await openWaits(it, record.seq, WAITS_SHOWN.one) : []
        return { record, row: toRunRow(record, waits), rows: await journalRows(it, record.seq) }
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
    counts: (since, buckets, bucketMs) =>
      store.read(async (it) => sumCounts(await countRows(it, since), since, buckets, bucketMs)),
    async openByVersion(flow) {
      const rows = await store.all<{ version: string; open: number }>(
        'select version, sum(open) as open from open_runs where flow = $1 group by version having sum(open) > 0',
        flow,
      )
      return new Map(rows.map((row) => [row.version, row.open] as const))
    },
  }
}

async function countRows(it: Statements, since: number): Promise<Parameters<typeof sumCounts>[0]> {
  return {
    newest: await it.all(
      `${FLOWS} select flow, (select max(accepted_at) from runs r where r.flow = flows.flow) as at from flows where flow is not null`,
    ),
    traffic: await it.all(
      `select flow, slot, sum(accepted) as accepted, sum(done) as done, sum(failed) as failed from traffic
        where slot >= $1 group by flow, slot`,
      slotOf(since),
    ),
    open: await it.all('select flow, sum(open) as open from open_runs group by flow'),
  }
}
