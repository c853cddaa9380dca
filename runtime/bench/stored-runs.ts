import { randomFillSync } from 'node:crypto'
import { join } from 'node:path'
import { createRunIds } from '#runtime/engine/run-id.ts'
import { openSqliteEngine } from '#runtime/engine/sqlite/open.ts'

/** Calls of the engine under way at the same time: they share transactions. */
const AT_ONCE = 256

/**
 * Stores runs through the engine, each with the message of the newest run of this flow: `open` ones wait to be executed, `done` ones have
 * ended. The server of the data folder may be running. Answers seconds.
 */
export async function storeRuns(data: string, flow: string, count: number, state: 'open' | 'done'): Promise<number> {
  const clock = (): number => Date.now()
  const newId = createRunIds({ now: clock, random: (bytes) => void randomFillSync(bytes) })
  const engine = openSqliteEngine({ path: join(data, 'engine.db'), blobs: join(data, 'blobs'), clock })
  try {
    const [newest] = (await engine.history.list({ flow, limit: 1 })).runs
    const inbound = newest && (await engine.history.get(newest.id))?.inbound
    if (!inbound) throw new Error(`${flow} has no run yet`)
    const began = performance.now()
    let left = count
    const lane = async (): Promise<void> => {
      while (left-- > 0) {
        const run = { ...inbound, run: newId(), at: clock() }
        const { lease } = await engine.accept(state === 'done' ? { ...run, lease: 'do-toc-do' } : run)
        if (lease) await engine.commit(lease, [], { status: 'done', at: clock() })
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, lane))
    return (performance.now() - began) / 1000
  } finally {
    await engine.close()
  }
}
