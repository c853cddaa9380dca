import iconv from 'iconv-lite'
import type { Dispatcher } from 'undici'
import { hostName } from '#nodes/connections/address.ts'
import { authorise, readToken, tokenKey } from '#nodes/connections/authorise.ts'
import { jsonOf } from '#nodes/connections/http-answer.ts'
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
      const bytes = await readLimited(answer, request.maxBytes ?? DEFAULT_MAX_BYTES, url.host)
      return answerOf(answer.statusCode, answer.headers, bytes, connection)
    } catch (error) {
      if (error instanceof FlowError) throw error
      if (outer.aborted) throw error
      const alert = (await client)?.agents.alertOf(error)
      throw networkFault(alert ?? error, url.host, deadline.signal.aborted, timeoutMs)
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
  for (const [name, value] of Object.entries(request.query ?? {})) url.searchParams.append(name, value)
  return url
}

function bodyOf(request: HttpRequest): { body: string | Uint8Array | null; headers: Record<string, string> } {
  const { body } = request
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(request.headers ?? {})) headers[name.toLowerCase()] = value
  if (body === undefined || body === null) return { body: null, headers }
  if (typeof body === 'string' || body instanceof Uint8Array) return { body, headers }
  return { body: JSON.stringify(body), headers: { 'content-type': 'application/json; charset=utf-8', ...headers } }
}

async function readLimited(answer: Dispatcher.ResponseData, limit: number, host: string): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of answer.body) {
    const bytes = chunk as Buffer
    size += bytes.length
    if (size > limit) {
      answer.body.destroy()
      throw permanent('http.answer-too-large', {
        host,
        limit: sizeOf(limit),
      })
    }
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
}

function sizeOf(bytes: number): string {
  return bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KB` : `${Math.round(bytes / 1024 / 1024)} MB`
}

function answerOf(
  status: number,
  raw: Readonly<Record<string, string | string[] | undefined>>,
  bytes: Buffer,
  connection: ConnectionHandle,
): HttpAnswer {
  const headers = Object.fromEntries(
    Object.entries(raw).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  )
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
