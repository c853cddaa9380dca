import type { Partners } from './partners.ts'
import { post } from './post.ts'
import { pause, type Server } from './server.ts'

/** Messages at a time: with several connections every worker gets some. */
const PROBES = 4
const LIMIT_MS = 180_000

/** Sends some new messages and resolves when all of them have come through the script to the sink. Rejects after a minute. */
export function createProbe(server: Server, partners: Partners): (name: string) => Promise<void> {
  return async (name) => {
    const until = performance.now() + LIMIT_MS
    const ids = Array.from({ length: PROBES }, (_, i) => `${name}-${i}`)
    await Promise.all(ids.map((id) => post(server, '/thu-nghiem/nhan', id, { id, so: 1 })))
    while (!(await partners.api.has({ kind: 'ghi', ids }))) {
      if (performance.now() > until) throw new Error(`the messages ${name} did not come through in ${LIMIT_MS} ms`)
      await pause(5)
    }
  }
}
