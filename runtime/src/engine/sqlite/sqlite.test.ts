import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LEASE_MS } from '../contract/world.test-suite.ts'
import { engineContract } from '../contract.test-suite.ts'
import { openSqliteEngine } from './open.ts'

engineContract('SQLite', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lienthong-engine-'))
  return {
    open: async (clock, steady) =>
      openSqliteEngine({
        path: join(folder, 'engine.db'),
        blobs: join(folder, 'blobs'),
        leaseMs: LEASE_MS,
        clock,
        steady,
      }),
    drop: () => rm(folder, { recursive: true, force: true }),
  }
})
