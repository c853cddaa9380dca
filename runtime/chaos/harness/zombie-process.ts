import { join } from 'node:path'
import { openSqliteEngine } from '#runtime/engine/sqlite/open.ts'
import { LEASE_MS } from './zombie.ts'

/** Leases one run, says so, and commits its end when it is asked to; says what the engine answered. Argument: the folder. */
const [, , folder = ''] = process.argv
const clock = (): number => Date.now()
const engine = openSqliteEngine({
  path: join(folder, 'engine.db'),
  blobs: join(folder, 'blobs'),
  leaseMs: LEASE_MS,
  clock,
})
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
