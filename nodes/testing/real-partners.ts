import { realpath } from 'node:fs/promises'
import { request as send } from 'undici'
import { addQuery } from '#nodes/connections/address.ts'
import { authorise, readToken } from '#nodes/connections/authorise.ts'
import { createTokenCache } from '#nodes/connections/token-cache.ts'
import { retryable } from '#shared/errors/flow-error.ts'
import { parseJson } from '#shared/message/safe-json.ts'
import type { ConnectionHandle, HttpAnswer, HttpRequest, Reach } from '#shared/node/run.ts'
import type { TestTools } from '#shared/node/testing.ts'

/** What a test may say about its step. */
export interface RealOptions {
  readonly idempotencyKey?: string
  readonly attempt?: number
  readonly signal?: AbortSignal
}

/** The outside parts of a context for `testNode`: really opens connections and really calls servers; nothing is stubbed. */
export interface RealPartners
  extends Required<
    Pick<TestTools, 'http' | 'connection' | 'shared' | 'drop' | 'log' | 'signal' | 'idempotencyKey' | 'attempt'>
  > {
  readonly logged: readonly { readonly level: string; readonly message: string }[]
  /** Closes pools and sessions. */
  close(): Promise<void>
}

/** Everything is allowed; what the runtime allows is tried in `runtime/src/worker/reach.test.ts`. */
const openReach: Reach = { host: async (host) => host, folder: (path) => realpath(path) }

/** A connection as the runtime hands it to a node. */
export function handle(
  kind: string,
  values: Readonly<Record<string, unknown>>,
  secrets: Readonly<Record<string, string>> = {},
  id = 'ket-noi',
): ConnectionHandle {
  return { id, kind, values, secrets, simulator: true, reach: openReach }
}

/** Makes the outside parts of a step context that works with real partners. */
export function realPartners(connections: readonly ConnectionHandle[], options: RealOptions = {}): RealPartners {
  const kept = new Map<string, { readonly it: Promise<unknown>; readonly close: (it: unknown) => unknown }>()
  const logged: { level: string; message: string }[] = []
  const signal = options.signal ?? new AbortController().signal
  const call = httpTool(signal)
  const connection = async (id: string): Promise<ConnectionHandle> => {
    const found = connections.find((one) => one.id === id)
    if (!found) throw new Error(`no connection ${id} in this test`)
    return found
  }
  return {
    attempt: options.attempt ?? 1,
    idempotencyKey: options.idempotencyKey ?? 'run-1/nut-thu',
    signal,
    log: (level, message) => void logged.push({ level, message }),
    http: async (id, request) => call(await connection(id), request),
    connection,
    async shared<T>(key: string, open: () => Promise<T>, close?: (it: T) => Promise<void> | void): Promise<T> {
      const known = kept.get(key)
      // One key is opened by one kind of caller, so what is stored under it is a T.
      if (known) return (await known.it) as T
      const it = open()
      kept.set(key, { it, close: (opened) => close?.(opened as T) })
      it.catch(() => kept.delete(key))
      return it
    },
    async drop(key, held) {
      const known = kept.get(key)
      if (!known || (await known.it) !== held) return
      kept.delete(key)
      await known.close(held)
    },
    logged,
    async close() {
      for (const { it, close } of kept.values()) await close(await it)
      kept.clear()
    },
  }
}

/** Calls over HTTP as the runtime does: base address + path, credential added, faults of the network as transient errors. */
export function httpTool(
  signal: AbortSignal,
): (connection: ConnectionHandle, request: HttpRequest) => Promise<HttpAnswer> {
  const tokens = createTokenCache()
  const post = (url: string, headers: Readonly<Record<string, string>>, body: string) =>
    exchange(new URL(url), 'POST', headers, body, signal, 5000)
  return async (connection, request) => {
    const url = new URL(`${String(connection.values.baseUrl).replace(/\/$/, '')}${request.path}`)
    addQuery(url, request.query)
    const credential = await authorise(connection, request, (key, address, asked) =>
      tokens.get(key, async () => readToken(await post(address, asked.headers, asked.body), connection)),
    )
    const { body } = request
    const isRaw = typeof body === 'string' || body instanceof Uint8Array
    const text = isRaw || body === undefined ? body : JSON.stringify(body)
    const type = typeof body === 'object' && !isRaw ? { 'content-type': 'application/json' } : {}
    const headers = { ...type, ...request.headers, ...credential }
    return exchange(url, request.method, headers, text, signal, request.timeoutMs ?? 5000)
  }
}

async function exchange(
  url: URL,
  method: string,
  headers: Readonly<Record<string, string>>,
  body: string | Uint8Array | undefined,
  signal: AbortSignal,
  timeoutMs: number,
): Promise<HttpAnswer> {
  try {
    const until = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
    const answer = await send(url, { method, headers, body: body ?? null, signal: until })
    const bytes = Buffer.from(await answer.body.arrayBuffer())
    const text = bytes.toString('utf8')
    const flat = Object.entries(answer.headers).map(([name, value]) => [name, String(value)])
    return {
      status: answer.statusCode,
      headers: Object.fromEntries(flat),
      text,
      bytes,
      json: () => (String(answer.headers['content-type']).includes('json') ? parseJson(text) : text),
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    if (error instanceof Error && error.name === 'TimeoutError') {
      throw retryable('connect.timeout', { host: url.host, seconds: timeoutMs / 1000 })
    }
    const cut = /other side closed|ECONNRESET|terminated|aborted/.test(reason)
    throw retryable(cut ? 'connect.cut' : 'connect.unreachable', { host: url.host, reason })
  }
}
