import { Readable } from 'node:stream'
import iconv from 'iconv-lite'
import type { Dispatcher } from 'undici'
import { addQuery, hostName } from '#nodes/connections/address.ts'
import { authorise, readToken, tokenKey } from '#nodes/connections/authorise.ts'
import { jsonOf } from '#nodes/connections/http-answer.ts'
import { bodyPieces } from '#nodes/connections/http-body.ts'
import { createTokenCache } from '#nodes/connections/token-cache.ts'
import { charsetOf, isTextCharset, xmlCharset } from '#nodes/decode-text/charset.ts'
import type { EgressPolicy } from '#runtime/security/egress.ts'
import { FlowError, permanent } from '#shared/errors/flow-error.ts'
import type { ConnectionHandle, HttpAnswer, HttpRequest } from '#shared/node/run.ts'
import { loadClient } from './http-agents.ts'
import { networkFault } from './http-faults.ts'

/** Calls partners over HTTP: egress policy, credential, deadline, size limit, charset, and one vocabulary of errors. */
export interface HttpTool {
  send(
    connection: ConnectionHandle,
    hosts: readonly string[],
    request: HttpRequest,
    signal: AbortSignal,
  ): Promise<HttpAnswer>
  /** Forgets the tokens and certificates of all connections: their addresses or secrets may have changed. */
  forget(): void
  close(): Promise<void>
}

const DEFAULT_TIMEOUT_MS = 30_000
const DEFAULT_MAX_BYTES = 10 * 1024 * 1024

/** Makes the tool of one worker; connections are kept open and shared by all runs. */
export function createHttpTool(policy: EgressPolicy): HttpTool {
  let client: ReturnType<typeof loadClient> | undefined
  let tokens = createTokenCache()

  async function once(
    connection: ConnectionHandle,
    hosts: readonly string[],
    request: HttpRequest,
    signal: AbortSignal,
  ): Promise<HttpAnswer> {
    const url = urlOf(connection, request)
    const credential = await authorise(connection, request, (key, address, asked) =>
      tokens.get(key, async () => {
        const answer = await exchange(
          new URL(address),
          hosts,
          { method: 'POST', path: '', headers: asked.headers, body: asked.body },
          connection,
          signal,
        )
        return readToken(answer, connection)
      }),
    )
    return exchange(url, hosts, { ...request, headers: { ...request.headers, ...credential } }, connection, signal)
  }

  async function exchange(
    url: URL,
    hosts: readonly string[],
    request: HttpRequest,
    connection: ConnectionHandle,
    outer: AbortSignal,
  ): Promise<HttpAnswer> {
    const refused = policy.refuse(url, hosts)
    if (refused !== undefined) throw permanent('connect.host-not-allowed', { host: url.host }, { reason: refused })
    const timeoutMs = request.timeoutMs ?? DEFAULT_TIMEOUT_MS
    // Not `AbortSignal.timeout`: its timer would keep two kilobytes until it fires, long after the answer.
    const deadline = new AbortController()
    const timer = setTimeout(() => deadline.abort(), timeoutMs)
    const { body, headers } = bodyOf(request)
    const { take } = request
    let broken: unknown
    let opened: Readable | undefined
    const faultOf = (error: unknown): unknown =>
      error instanceof FlowError || outer.aborted
        ? error
        : networkFault(error, url.host, deadline.signal.aborted, timeoutMs)
    try {
      client ??= loadClient(policy)
      const { agents, send } = await client
      const answer = await send(url, {
        dispatcher: agents.of(connection),
        method: request.method as Dispatcher.HttpMethod,
        headers,
        body,
        signal: AbortSignal.any([outer, deadline.signal]),
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
      })
      opened = answer.body
      const taken = take?.when(answer.statusCode) === true
      const maxBytes = taken ? take.maxBytes : (request.maxBytes ?? DEFAULT_MAX_BYTES)
      const encoding = hasBody(request, answer.statusCode) ? textOf(answer.headers['content-encoding']) : undefined
      const pieces = bodyPieces(answer.body, { encoding, maxBytes, host: url.host })
      if (taken) await take.body(watched(pieces, (error) => (broken = faultOf(error))))
      const held: Buffer[] = []
      if (!taken) for await (const piece of pieces) held.push(piece)
      return answerOf(answer.statusCode, answer.headers, joined(held), connection)
    } catch (error) {
      // Not read to its end, it would keep the connection. What that makes of the stream is no news.
      opened?.on('error', () => undefined).destroy()
      // Who takes the body sees its faults first, and may call them by other names.
      if (broken !== undefined) throw broken
      const alert = error instanceof FlowError ? undefined : (await client)?.agents.alertOf(error)
      throw faultOf(alert ?? error)
    } finally {
      clearTimeout(timer)
    }
  }

  return {
    async send(connection, hosts, request, signal) {
      const answer = await once(connection, hosts, request, signal)
      if (answer.status !== 401 || connection.values.auth !== 'oauth2') return answer
      // The partner forgot our token before it expired: one new token, one more try.
      tokens.drop(tokenKey(connection))
      return once(connection, hosts, request, signal)
    },
    forget() {
      tokens = createTokenCache()
      void client?.then(({ agents }) => agents.forget())
    },
    close: async () => (await client)?.agents.close(),
  }
}

function urlOf(connection: ConnectionHandle, request: HttpRequest): URL {
  const base = String(connection.values.baseUrl ?? '')
  if (!URL.canParse(base)) throw permanent('connect.not-configured', { connection: connection.id, what: 'baseUrl' })
  const url = new URL(`${base.replace(/\/$/, '')}${request.path}`)
  addQuery(url, request.query)
  return url
}

function bodyOf(request: HttpRequest): {
  body: string | Uint8Array | Readable | null
  headers: Record<string, string>
} {
  const { body, stream } = request
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(request.headers ?? {})) headers[name.toLowerCase()] = value
  if (stream)
    return { body: Readable.from(stream.open()), headers: { ...headers, 'content-length': String(stream.size) } }
  if (body === undefined || body === null) return { body: null, headers }
  if (typeof body === 'string' || body instanceof Uint8Array) return { body, headers }
  return { body: JSON.stringify(body), headers: { 'content-type': 'application/json; charset=utf-8', ...headers } }
}

/** Whether there may be a body that `Content-Encoding` speaks of (RFC 9110 §6.4.1). */
function hasBody({ method }: HttpRequest, status: number): boolean {
  return method !== 'HEAD' && status !== 204 && status !== 304
}

/** The same pieces; `fault` makes of what ends them early what is thrown. */
async function* watched(pieces: AsyncIterable<Buffer>, fault: (error: unknown) => unknown): AsyncGenerator<Buffer> {
  try {
    yield* pieces
  } catch (error) {
    throw fault(error)
  }
}

/** An answer in one piece is not copied. */
function joined(pieces: readonly Buffer[]): Buffer {
  const [only] = pieces
  return only !== undefined && pieces.length === 1 ? only : Buffer.concat(pieces)
}

const textOf = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value.join(', ') : value

function answerOf(
  status: number,
  raw: Readonly<Record<string, string | string[] | undefined>>,
  bytes: Buffer,
  connection: ConnectionHandle,
): HttpAnswer {
  const headers = Object.fromEntries(Object.entries(raw).map(([name, value]) => [name, textOf(value) ?? '']))
  const type = headers['content-type'] ?? ''
  const charset = charsetOf(type) ?? (/[/+]xml\b/i.test(type) ? xmlCharset(bytes) : 'utf-8')
  const text = isTextCharset(charset) ? iconv.decode(bytes, charset) : bytes.toString('utf8')
  const host = hostName(connection)
  return {
    status,
    headers,
    text,
    bytes,
    json: () => (/[/+]json\b/i.test(type) ? jsonOf({ text, bytes }, host, connection.secrets) : text),
  }
}
