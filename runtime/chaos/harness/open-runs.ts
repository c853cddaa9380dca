import type { PlainFlow } from './flows.ts'
import type { Server } from './server.ts'

/** Messages on their way at the same time. */
const AT_ONCE = 64

/** Posts so many messages to a flow whose runs stay open. Throws when one is refused. */
export async function openMany(server: Server, flow: PlainFlow, count: number): Promise<void> {
  const path = Object.values(flow.nodes).find((node) => node.use === 'http-in@1')?.settings?.path
  let next = 0
  async function lane(): Promise<void> {
    while (next < count) {
      const id = `cho-${next++}`
      const answer = await fetch(`${server.gateway}${String(path)}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': id },
        body: JSON.stringify({ id }),
      })
      await answer.text()
      if (answer.status !== 202) throw new Error(`${flow.id} answered ${answer.status}`)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
}
