import { LEASE_MS } from '../contract/world.test-suite.ts'
import { engineContract } from '../contract.test-suite.ts'
import { openMemoryEngine } from './open.ts'
import { createMemoryStore } from './store.ts'

engineContract('memory', async () => {
  const store = createMemoryStore()
  return {
    open: async (clock, steady) => openMemoryEngine({ store, leaseMs: LEASE_MS, clock, steady }),
    drop: async () => undefined,
  }
})
