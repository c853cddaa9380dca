import { pause, type Server } from './server.ts'

const LIMIT_MS = 180_000

/** Posts a message under its id as the key against duplicates until it is acknowledged; whoever is killed meanwhile. Rejects after three minutes. */
export async function post(server: Server, path: string, id: string, body: unknown): Promise<void> {
  for (const until = performance.now() + LIMIT_MS; performance.now() < until; await pause(10)) {
    const answer = await fetch(`${server.gateway}${path}`, {
      method: 'POST',
      // No kept connection: a new one may come to any worker.
      headers: { 'content-type': 'application/json', 'idempotency-key': id, connection: 'close' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    }).catch(() => undefined)
    await answer?.text().catch(() => undefined)
    if (answer?.status === 202) return
  }
  throw new Error(`the gateway took no message in ${LIMIT_MS} ms`)
}

/** Waits until `holds` is true. Rejects after three minutes, naming what was waited for. */
export async function until(what: string, holds: () => Promise<boolean> | boolean): Promise<void> {
  const end = performance.now() + LIMIT_MS
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`${what} did not come in ${LIMIT_MS} ms`)
    await pause(10)
  }
}
