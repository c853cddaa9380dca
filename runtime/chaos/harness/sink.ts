import { createServer, type IncomingMessage, type Server } from 'node:http'
import { openLineFile } from './acknowledged-file.ts'

/** A call that the sink took: `kind` is `ghi` (may be repeated with the same key) or `mot-lan` (must come once). */
export interface SinkLine {
  readonly id: string
  readonly kind: string
  readonly key: string
  /** The edition of the flow that made the call, where the flow says so. */
  readonly edition?: number
  /** Milliseconds since the epoch. */
  readonly at: number
}

/** A partner that writes down every call, synced, before it answers. */
export interface Sink {
  readonly server: Server
  /** Whether a call of this kind for the message has come. */
  has(kind: string, id: string): boolean
  readonly count: number
  /** Milliseconds before it does its work. */
  delay(ms: number): void
  /** Neither does nor answers calls for this message until it is freed; answers how many have come so far. */
  hold(id: string): number
  /** Does and answers what was held back for this message, and what comes for it from now on. */
  free(id: string): void
}

/** Makes a sink that keeps its record in a file. */
export function createSink(record: string): Sink {
  const file = openLineFile(record)
  const known = new Set<string>()
  let count = 0
  let delayMs = 0
  const held = new Map<string, (() => void)[]>()
  const server = createServer(async (request, response) => {
    const body = await textOf(request).catch(() => undefined)
    if (body === undefined) return
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs))
    const kind = (request.url ?? '').slice(1)
    const { id, edition } = JSON.parse(body) as { id: string; edition?: number }
    const calls = held.get(id)
    if (calls) await new Promise<void>((resolve) => calls.push(resolve))
    const key = String(request.headers['idempotency-key'] ?? '')
    const line: SinkLine = { id, kind, key, at: Date.now(), ...(edition === undefined ? {} : { edition }) }
    file.write(line)
    known.add(`${kind} ${id}`)
    count++
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ ok: true, id }))
  })
  server.on('close', () => file.close())
  return {
    server,
    has: (kind, id) => known.has(`${kind} ${id}`),
    get count() {
      return count
    },
    delay(ms) {
      delayMs = ms
    },
    hold(id) {
      const calls = held.get(id) ?? []
      held.set(id, calls)
      return calls.length
    },
    free(id) {
      const calls = held.get(id) ?? []
      held.delete(id)
      for (const answer of calls) answer()
    },
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}
