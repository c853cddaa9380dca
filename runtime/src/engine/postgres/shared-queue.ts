import type { Instant, Sharing, Suspects } from '../engine.ts'
import { createFairShare } from '../fair-share.ts'
import type { Candidate } from './lease.ts'
import type { Statements } from './store.ts'

/** What is drawn from the queue. */
export interface Order {
  readonly max: number
  readonly at: Instant
  readonly suspects: Suspects
  readonly sharing: Sharing
}

/** Takes some of these runs; the others have left the queue or are passed by. */
export type Take = (candidates: readonly Candidate[]) => Promise<number>

const QUEUED = 'ready_at is not null and member is null'

/** The queue as it is shared out between flows. One step down the index a flow that has runs in the queue, however many they are. */
export function createSharedQueue(): {
  /** Whether any flow has both a run that is ready and room for it. */
  anyFits(statements: Statements, at: Instant, sharing: Sharing): Promise<boolean>
  /** Takes up to `max` runs; those of `passed` are left alone. */
  draw(tx: Statements, order: Order, passed: readonly number[], take: Take): Promise<void>
} {
  const share = createFairShare()
  return {
    anyFits: async (statements, at, { flows: shares }) =>
      (await waitingFlows(statements, at)).some((flow) => (shares.get(flow)?.room ?? 1) >= 1),
    async draw(tx, { max, at, suspects, sharing }, passed, take) {
      const counts = new Map<string, number>()
      let left = max
      let waiting = await waitingFlows(tx, at)
      while (left > 0 && waiting.length > 0) {
        const shares = share.divide(waiting, left, sharing, counts)
        if (shares.size === 0) break
        for (const [flow, n] of shares) {
          const candidates = await lineOf(tx, flow, at, n, suspects === 'all', passed)
          const taken = await take(candidates)
          left -= taken
          counts.set(flow, (counts.get(flow) ?? 0) + taken)
          if (candidates.length < n) waiting = waiting.filter((it) => it !== flow)
        }
      }
    },
  }
}

async function waitingFlows(statements: Statements, at: Instant): Promise<readonly string[]> {
  const rows = await statements.all<{ flow: string }>(
    `with recursive flows (flow) as (
       (select flow from runs where ${QUEUED} order by flow limit 1)
       union all
       select (select r.flow from runs r where r.flow > flows.flow and r.ready_at is not null and r.member is null order by r.flow limit 1)
         from flows where flows.flow is not null
     )
     select flow from flows where flow is not null
       and exists (select 1 from runs r where r.flow = flows.flow and r.ready_at <= $1 and r.ready_at is not null and r.member is null)`,
    at,
  )
  return rows.map(({ flow }) => flow)
}

function lineOf(
  tx: Statements,
  flow: string,
  at: Instant,
  max: number,
  all: boolean,
  passed: readonly number[],
): Promise<readonly Candidate[]> {
  return tx.all<Candidate>(
    `select seq, flow, partition_key from runs where flow = $1 and ready_at <= $2 and ${QUEUED} ${all ? '' : 'and deaths = 0'}
        and seq <> all ($4::bigint[]) order by ready_at, id limit $3 for update skip locked`,
    flow,
    at,
    max,
    passed,
  )
}
