import type { Partners } from './partners.ts'
import { pause, type Server } from './server.ts'

/** Messages at a time: with several connections every worker gets some. */
const PROBES = 4
const LIMIT_MS = 60_000

/** Sends some new messages and resolves when all of them have come through the script to the sink. Rejects after a minute. */
export function createProbe(server: Server, partners: Partners): (name: string) => Promise<void> {
  return async (name) => {
    const until = performance.now() + LIMIT_MS
    const ids = Array.from({ length: PROBES }, (_, i) => `${name}-${i}`)
    await Promise.all(ids.map((id) => post(server, id, until)))
    while (!(await partners.api.has({ kind: 'ghi', ids }))) {
      if (performance.now() > until) throw new Error(`the messages ${name} did not come through in ${LIMIT_MS} ms`)
      await pause(5)
    }
  }
}

async function post(server: Server, id: string, until: number): Promise<void> {
  while (performance.now() < until) {
    const answer = await fetch(`${server.gateway}/thu-nghiem/nhan`, {
      method: 'POST',
      // No kept connection: a new one may come to any worker.
      headers: { 'content-type': 'application/json', 'idempotency-key': id, connection: 'close' },
      body: JSON.stringify({ id, so: 1 }),
      signal: AbortSignal.timeout(10_000),
    }).catch(() => undefined)
    await answer?.text().catch(() => undefined)
    if (answer?.status === 202) return
    await pause(10)
  }
  throw new Error(`the gateway took no message in ${LIMIT_MS} ms`)
}
