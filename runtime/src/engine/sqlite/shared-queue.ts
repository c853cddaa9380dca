import type { Instant, Sharing, Suspects } from '../engine.ts'
import { createFairShare } from '../fair-share.ts'
import type { RunRecord } from '../rows/run-record.ts'
import type { Connection } from './connection.ts'

type Candidate = Pick<RunRecord, 'seq' | 'flow' | 'partition_key'>

/** The queue as it is shared out between flows. */
export interface SharedQueue {
  /** Whether any flow has both a run that is ready and room for it. */
  anyFits(at: Instant, sharing: Sharing): boolean
  /** Takes up to `max` runs, each by `take`, which may decline one and then has it out of the queue. */
  draw(order: Order, take: (candidate: Candidate) => RunRecord | undefined): RunRecord[]
}

/** What is drawn from the queue. */
export interface Order {
  readonly max: number
  readonly at: Instant
  readonly suspects: Suspects
  readonly sharing: Sharing
}

const QUEUED = 'ready_at is not null and member is null'

/** The shared queue of one connection. One step down the index a flow that has runs in the queue, however many they are. */
export function createSharedQueue(db: Connection): SharedQueue {
  const flows = db
    .prepare<[Instant], string>(
      `with recursive flows (flow) as (
         select min(flow) from runs indexed by runs_in_queue where ${QUEUED}
         union all select (select min(flow) from runs indexed by runs_in_queue where flow > flows.flow and ${QUEUED})
           from flows where flows.flow is not null
       )
       select flow from flows where flow is not null
         and (select min(ready_at) from runs indexed by runs_in_queue where runs.flow = flows.flow and ${QUEUED}) <= ?`,
    )
    .pluck()
  const line = (also: string) =>
    db.prepare<[string, Instant, number], Candidate>(
      `select seq, flow, partition_key from runs indexed by runs_in_queue
        where flow = ? and ready_at <= ? and ${QUEUED} ${also} order by ready_at, seq limit ?`,
    )
  const all = line('')
  const innocent = line('and deaths = 0')
  const share = createFairShare()

  return {
    anyFits: (at, { flows: shares }) => flows.all(at).some((flow) => (shares.get(flow)?.room ?? 1) >= 1),
    draw({ max, at, suspects, sharing }, take) {
      const from = suspects === 'all' ? all : innocent
      const taken: RunRecord[] = []
      const counts = new Map<string, number>()
      let waiting = flows.all(at)
      while (taken.length < max && waiting.length > 0) {
        const shares = share.divide(waiting, max - taken.length, sharing, counts)
        if (shares.size === 0) break
        for (const [flow, n] of shares) {
          const candidates = from.all(flow, at, n)
          const runs = candidates.flatMap((candidate) => take(candidate) ?? [])
          taken.push(...runs)
          counts.set(flow, (counts.get(flow) ?? 0) + runs.length)
          if (candidates.length < n) waiting = waiting.filter((it) => it !== flow)
        }
      }
      return taken
    },
  }
}
