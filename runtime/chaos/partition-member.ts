import { randomUUID } from 'node:crypto'
import { openEngine } from '#runtime/engine/open-engine.ts'
import { commitProxy } from '#runtime/engine/postgres/testing/commit-proxy.ts'
import { type Figure, say, torture } from './harness/figures.ts'
import { LEASE_MS, lateCommit } from './harness/late-member.ts'
import { postgresPrograms, startPostgresPair, withoutPostgres } from './harness/postgres-pair.ts'
import { type CaseOptions, inWorkplace } from './harness/workplace.ts'

/** Case 16: a member is cut off from PostgreSQL (nothing passes, nobody is told), its run is finished by another one, and it comes back and commits. */
export async function partitionMember({ keep }: CaseOptions): Promise<readonly Figure[]> {
  const programs = postgresPrograms()
  if (programs === undefined) return withoutPostgres('partition-member')
  return inWorkplace('partition-member', keep, async (place) => {
    const pair = await startPostgresPair(programs)
    place.ends(pair.close)
    const primary = new URL(pair.url.replace(/,[^/]*/, ''))
    const proxy = await commitProxy({ host: '127.0.0.1', port: Number(primary.port) })
    place.ends(proxy.close)
    const engine = await openEngine(pair.url, place.folder, {
      clock: () => Date.now(),
      leaseMs: LEASE_MS,
      newMark: randomUUID,
    })
    place.ends(engine.close)
    const address = pair.url.replace(/@[^/]*/, `@127.0.0.1:${proxy.port}`)
    const faults = await lateCommit(place, engine, address, { begin: proxy.hold, end: proxy.release })
    for (const fault of faults) say(`  ${fault}`)
    return [torture('partition-member', faults.length, { faults })]
  })
}
