import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ErrorData } from '#shared/errors/flow-error.ts'
import type { Reply } from '#shared/message/message.ts'

/** The header in which the caller learns the id of the run. */
export const RUN_HEADER = 'x-lienthong-run'

const SAFE_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/
const SAFE_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/
/** Headers that belong to the connection and not to the flow. */
const OURS: ReadonlySet<string> = new Set([
  'content-length',
  'transfer-encoding',
  'connection',
  'keep-alive',
  'upgrade',
  'trailer',
  'te',
  'date',
])

/** Sends the reply of a flow. A body that is not text goes out as JSON, and so does a text that the flow calls JSON. */
export function sendReply(response: ServerResponse, reply: Reply, run: string): void {
  const status = Number.isInteger(reply.status) && reply.status >= 200 && reply.status <= 599 ? reply.status : 200
  const headers: Record<string, string> = {
    'content-type': typeof reply.body === 'string' ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8',
  }
  for (const [name, value] of Object.entries(reply.headers)) {
    const lower = name.toLowerCase()
    if (SAFE_NAME.test(name) && SAFE_VALUE.test(value) && !OURS.has(lower)) headers[lower] = value
  }
  headers[RUN_HEADER] = run
  const text = bodyText(reply.body, headers['content-type'] ?? '')
  if (status === 204 || status === 304) {
    response.writeHead(status, headers).end()
    return
  }
  headers['content-length'] = String(Buffer.byteLength(text))
  response.writeHead(status, headers).end(text)
}

const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json\b/i

/** Under a JSON type a text is a JSON string, quotes and all; only an object or list that is written out already goes as it is. */
function bodyText(body: unknown, type: string): string {
  if (typeof body !== 'string') return JSON.stringify(body ?? null)
  return JSON_TYPE.test(type) && !isDocument(body) ? JSON.stringify(body) : body
}

function isDocument(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** How long a sender who is refused half way may go on sending before the connection is cut. */
const LINGER_MS = 2000

/**
 * Refuses a request whose body has not been read to its end. The rest is thrown away for a moment, because a connection that is
 * closed under a sender who still sends takes the answer with it (RFC 9112 §9.6).
 */
export function sendLast(request: IncomingMessage, response: ServerResponse, document: ErrorDocument): void {
  const { status, text, headers } = document
  if (response.headersSent || response.destroyed) return
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(text), connection: 'close' })
  response.write(text)
  const end = (): void => {
    clearTimeout(late)
    response.end()
  }
  const late = setTimeout(end, LINGER_MS)
  request.once('close', end)
  request.once('end', end)
  request.once('error', () => undefined)
  request.resume()
}

/** Sends JSON of our own. */
export function sendJson(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  const text = JSON.stringify(value)
  response
    .writeHead(status, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': String(Buffer.byteLength(text)),
      ...headers,
    })
    .end(text)
}

/** An error as it goes out to a caller. */
export interface ErrorDocument {
  readonly status: number
  readonly text: string
  readonly headers: Readonly<Record<string, string>>
}

/** Sends a document that is written already, unless an answer has gone out before. */
export function sendDocument(response: ServerResponse, { status, text, headers }: ErrorDocument): void {
  if (response.headersSent || response.destroyed) return
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(text) }).end(text)
}

/** Seconds that a refused sender should wait when the error does not say. */
const RETRY_AFTER = 5

/** The problem document (RFC 9457) of an error with our code in both languages, and the headers that belong to it. */
export function problemDocument(error: ErrorData, run?: string): ErrorDocument {
  const { code, status, message, advice } = error
  const headers = { 'content-type': 'application/problem+json; charset=utf-8', ...problemHeaders(error, run) }
  const type = `urn:lienthong:error:${code}`
  const { vi: detail, en: title } = message
  const text = JSON.stringify({
    type,
    title,
    status,
    detail,
    code,
    message,
    advice,
    ...(run === undefined ? {} : { run }),
  })
  return { status, text, headers }
}

/** The headers that go with an error whatever its document: transient ones say when to come back. */
export function problemHeaders({ status, details }: ErrorData, run?: string): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {}
  if (status === 503 || status === 429)
    headers['retry-after'] = String(typeof details?.retryAfter === 'number' ? details.retryAfter : RETRY_AFTER)
  if (status === 401) headers['www-authenticate'] = 'Bearer'
  if (run !== undefined) headers[RUN_HEADER] = run
  return headers
}
