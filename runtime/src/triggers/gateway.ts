import { createHash, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Next } from '#runtime/engine/engine.ts'
import type { Executor } from '#runtime/executor/executor.ts'
import type { Deployment } from '#runtime/executor/flows.ts'
import type { Accepted, Answer, Asked, Submission, Submitted } from '#runtime/executor/submission.ts'
import { errorData, permanent, toErrorData } from '#shared/errors/flow-error.ts'
import type { Message } from '#shared/message/message.ts'
import { RUN_HEADER, sendJson, sendLast, sendProblem, sendReply } from './answer.ts'
import { BODY_BUDGET, createBodyBudget } from './body-budget.ts'
import { dedupeOf } from './dedupe.ts'
import { checkType, parseBody, readBody } from './read-body.ts'
import { checkHead, MAX_HEADER_BYTES, refuseUnread } from './refusals.ts'
import { createRouteTable, type HttpRoute, type RouteMatch } from './route-table.ts'

/** Where the outside calls in: published paths from a route table, straight on `node:http` (design D16). */
export interface Gateway {
  listen(host: string, port: number): Promise<number>
  /** Takes the newest deployments; requests under way keep the one they began with. */
  route(deployments: readonly Deployment[]): void
  /** Refuses new requests with 503, lets those under way end. */
  close(): Promise<void>
}

/** What the gateway works with. */
export interface GatewayParts {
  readonly executor: Executor
  /** Bytes that bodies may take in memory; `BODY_BUDGET` unless told. */
  readonly bodyBudget?: number
  /** The key that callers of a route must show. */
  accessKey(connection: string): Promise<string>
  readonly tables: Parameters<typeof import('#runtime/executor/intake/keys.ts').businessKeys>[3]
  log(level: 'info' | 'warn' | 'error', message: string, details: Readonly<Record<string, unknown>>): void
}

const HEADERS_TIMEOUT_MS = 10_000
/** The longest that a whole request may take, however steadily it comes; see `readBody` for the slow ones. */
const REQUEST_TIMEOUT_MS = 600_000
/** How often the two limits above are looked at. */
const LOOK_MS = 2000
const MAX_CONNECTIONS = 10_000
/** Request headers that never travel with a message: credentials, and what belongs to the connection. */
const KEPT_BACK: ReadonlySet<string> = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'x-api-key',
  'host',
  'connection',
  'keep-alive',
  'content-length',
  'transfer-encoding',
  'expect',
  'accept-encoding',
])

/** Makes the gateway of one worker. */
export function createGateway(parts: GatewayParts): Gateway {
  let routes = createRouteTable([])
  let closing = false
  const budget = createBodyBudget(parts.bodyBudget ?? BODY_BUDGET)

  async function handle(request: IncomingMessage, response: ServerResponse, goOn: () => void): Promise<void> {
    checkHead(request)
    const url = request.url ?? '/'
    const cut = url.indexOf('?')
    const path = cut < 0 ? url : url.slice(0, cut)
    if (closing) throw permanent('gateway.draining')
    const found = routes.find(request.method ?? 'GET', path)
    if (!found) return noRoute(response, path)
    const { route } = found
    if (route.deployment.paused) throw permanent('gateway.paused')
    if (route.keyConnection !== undefined) await authorise(request, route.keyConnection)
    checkType(route.accepts, request.headers)
    goOn()
    const bytes = await readBody(request, route.maxBytes, budget)
    try {
      const body = bytes.length === 0 ? null : parseBody(bytes, route.accepts, request.headers['content-type'])
      const message: Message = { body, headers: headersOf(request, found, cut < 0 ? '' : url.slice(cut + 1)), keys: {} }
      const tells = dedupeOf(route, { message, request, bytes, tables: parts.tables })
      const dedupe = tells instanceof Promise ? await tells : tells
      const submission: Submission = {
        deployment: route.deployment,
        trigger: route.trigger,
        message,
        ...(dedupe ? { dedupe } : {}),
      }
      if (route.answer === 'stored') await answerStored(parts.executor.submit(submission), route, response)
      else await answerResult(parts.executor.ask(submission), route, response)
    } finally {
      budget.release(bytes.length)
    }
  }

  /** Before the body is read; equal time for any wrong key. */
  async function authorise(request: IncomingMessage, connection: string): Promise<void> {
    const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1]
    const given = request.headers['x-api-key'] ?? bearer ?? ''
    const expected = await parts.accessKey(connection)
    const same = timingSafeEqual(digest(String(given)), digest(expected))
    if (!same || expected === '') throw permanent('gateway.unauthorised')
  }

  function noRoute(response: ServerResponse, path: string): void {
    const error = errorData('gateway.no-route')
    const allowed = routes.methods(path)
    if (allowed.length === 0) return sendProblem(response, error)
    response.setHeader('allow', allowed.join(', '))
    sendProblem(response, { ...error, status: 405 })
  }

  /** `goOn` asks a sender who waits for it (Expect: 100-continue) for the body; not before the request is found good. */
  function serve(request: IncomingMessage, response: ServerResponse, goOn: () => void): void {
    handle(request, response, goOn).catch((error: unknown) => {
      const data = toErrorData(error)
      if (data.class === 'bug' && !request.destroyed) parts.log('error', 'gateway fault', { error: data })
      if (request.complete) sendProblem(response, data)
      else sendLast(request, response, data)
    })
  }

  const server: Server = createServer(
    {
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      connectionsCheckingInterval: LOOK_MS,
      maxHeaderSize: MAX_HEADER_BYTES,
      keepAliveTimeout: 65_000,
      // `checkHead` answers for it, with our code.
      requireHostHeader: false,
    },
    (request, response) => serve(request, response, () => undefined),
  )
  server.maxConnections = MAX_CONNECTIONS
  server.on('checkContinue', (request, response) => serve(request, response, () => response.writeContinue()))
  server.on('checkExpectation', (request, response) => {
    sendLast(request, response, errorData('gateway.wrong-expectation', { value: request.headers.expect ?? '' }))
  })
  refuseUnread(server)

  return {
    listen(host, port) {
      return new Promise((resolve, reject) => {
        server.once('error', reject)
        // Several workers share the port without a primary in between (tried on Node 24); port 0 in tests stays this worker's own.
        server.listen({ host, port, reusePort: port !== 0 }, () => {
          const address = server.address()
          resolve(typeof address === 'object' && address ? address.port : port)
        })
      })
    },
    route(deployments) {
      routes = createRouteTable(deployments)
    },
    async close() {
      closing = true
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeIdleConnections()
      const limit = new Promise<void>((resolve) => setTimeout(resolve, 8000).unref())
      await Promise.race([closed, limit])
      server.closeAllConnections()
    },
  }
}

/** *Answer when stored*: 202 with the id of the run. */
async function answerStored(submitted: Submitted, route: HttpRoute, response: ServerResponse): Promise<void> {
  const { run, duplicate, conflict } = await submitted.accepted
  if (conflict) return sendProblem(response, errorData('gateway.key-reused', { run }), run)
  if (duplicate && route.rejectDuplicates) return sendProblem(response, errorData('gateway.duplicate', { run }), run)
  sendJson(response, 202, { run, duplicate }, { [RUN_HEADER]: run })
}

/** *Wait for the result*: the flow's own reply, or how it ended without one. */
async function answerResult(asked: Asked, route: HttpRoute, response: ServerResponse): Promise<void> {
  const { run, accepted, answered } = asked
  if (!(answered instanceof Promise) && !(accepted instanceof Promise)) return answerWith(answered, run, response)
  const late = setTimeout(() => {
    asked.forget()
    sendProblem(response, errorData('run.timeout', { limit: `${route.timeoutMs / 1000} s` }), run)
  }, route.timeoutMs)
  try {
    const stored = await accepted
    const answer = stored.duplicate ? undefined : await answered
    if (response.headersSent) return
    if (answer) answerWith(answer, run, response)
    else answerDuplicate(stored, route, response)
  } finally {
    clearTimeout(late)
  }
}

function answerWith({ reply, next }: Answer, run: string, response: ServerResponse): void {
  if (reply) sendReply(response, reply, run)
  else sendProblem(response, errorOf(next), run)
}

function answerDuplicate(it: Accepted, route: HttpRoute, response: ServerResponse): void {
  if (it.conflict) return sendProblem(response, errorData('gateway.key-reused', { run: it.run }), it.run)
  if (route.rejectDuplicates) return sendProblem(response, errorData('gateway.duplicate', { run: it.run }), it.run)
  if (it.reply) return sendReply(response, it.reply, it.run)
  sendJson(response, 202, { run: it.run, duplicate: true }, { [RUN_HEADER]: it.run })
}

/** A failed run answers with its error's status; one that ended without a reply is the flow's mistake. */
function errorOf(next: Next): ReturnType<typeof errorData> {
  return 'error' in next && next.error ? next.error : errorData('run.no-reply')
}

function headersOf(
  request: IncomingMessage,
  { parameters }: RouteMatch,
  query: string,
): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {}
  const sent = request.headers
  for (const name in sent) {
    const value = sent[name]
    if (!KEPT_BACK.has(name) && value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value
  }
  for (const [name, value] of Object.entries(parameters)) headers[`path-${name.toLowerCase()}`] = value
  if (query !== '')
    for (const [name, value] of new URLSearchParams(query)) headers[`query-${name.toLowerCase()}`] = value
  return headers
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
