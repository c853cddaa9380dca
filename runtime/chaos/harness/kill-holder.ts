import { openEngineRecord } from './engine-record.ts'
import { until } from './post.ts'
import type { Server } from './server.ts'

/** kill -9 of the worker that has the run of this key under way. Rejects when nobody has for a minute. */
export async function killHolder(server: Server, flow: string, key: string): Promise<void> {
  const engine = openEngineRecord(server.data)
  try {
    let pid: number | undefined
    await until(`a worker with ${key}`, () => {
      const member = engine.holder(flow, key)
      pid = member === undefined ? undefined : server.pidOf(member)
      return pid !== undefined
    })
    if (pid !== undefined) process.kill(pid, 'SIGKILL')
  } finally {
    engine.close()
  }
}
