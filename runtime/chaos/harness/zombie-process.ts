import { randomUUID } from 'node:crypto'
import { openEngine } from '#runtime/engine/open-engine.ts'
import { LEASE_MS } from './late-member.ts'

/** Leases one run, says so, and commits its end when it is asked to; says what the engine answered. Arguments: address of the engine, folder. */
const [, , address = '', folder = ''] = process.argv
const clock = (): number => Date.now()
const engine = await openEngine(address, folder, { clock, leaseMs: LEASE_MS, newMark: randomUUID })
const [run] = await engine.claim('zombie', 1, clock())
process.send?.(run ? 'leased' : 'nothing to lease')
process.on('message', async () => {
  if (!run) return
  const at = clock()
  const entry = { kind: 'effect', path: 'gui', node: 'gui', attempt: 1, startedAt: at, endedAt: at, emission: 'zombie' }
  process.send?.(await engine.commit(run.lease, [{ ...entry, kind: 'effect' }], { status: 'done', at }))
  await engine.close()
  process.disconnect()
})
