import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { openEngine } from '#runtime/engine/open-engine.ts'
import { type Figure, say, torture } from './harness/figures.ts'
import { LEASE_MS, lateCommit } from './harness/late-member.ts'
import { type CaseOptions, inWorkplace } from './harness/workplace.ts'

/** Case 10: a member is stopped (SIGSTOP) for longer than its lease, another one finishes its run, and it wakes up and commits. */
export function zombieCommit({ keep }: CaseOptions): Promise<readonly Figure[]> {
  return inWorkplace('zombie-commit', keep, async (place) => {
    const address = `sqlite:${join(place.folder, 'engine.db')}`
    const engine = await openEngine(address, place.folder, {
      clock: () => Date.now(),
      leaseMs: LEASE_MS,
      newMark: randomUUID,
    })
    place.ends(engine.close)
    const faults = await lateCommit(place, engine, address, {
      begin: (member) => process.kill(member, 'SIGSTOP'),
      end: (member) => process.kill(member, 'SIGCONT'),
    })
    for (const fault of faults) say(`  ${fault}`)
    return [torture('zombie-commit', faults.length, { faults })]
  })
}
