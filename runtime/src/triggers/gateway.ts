import { createHash, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Next } from '#runtime/engine/engine.ts'
import type { Executor } from '#runtime/executor/executor.ts'
import type { Deployment } from '#runtime/executor/flows.ts'
import type { Accepted, Answer, Asked, Submission, Submitted } from '#runtime/executor/submission.ts'
import { errorData, permanent, toErrorData } from '#shared/errors/flow-error.ts'
import type { CodeTables } from '#shared/expression/compile.ts'
import { problemDocument, sendDocument, sendLast } from './answer.ts'
import { BODY_BUDGET, createBodyBudget } from './body-budget.ts'
import { dedupeOf } from './dedupe.ts'
import { messageOf } from './incoming-message.ts'
import { checkType, readBody } from './read-body.ts'
import { checkHead, MAX_HEADER_BYTES, refuseUnread } from './refusals.ts'
import { createRouteTable, type HttpRoute } from './route-table.ts'
import { type CallerDesk, plainTalk, type Talk, wrongMethod } from './talk.ts'
import { checkPeer, xroadCaller } from './xroad-caller.ts'

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
  /** Who calls, where the message itself says it. */
  readonly desk: CallerDesk
  /** The addresses from which our X-Road security server calls. */
  callsFrom(connection: string): Promise<readonly string[]>
  readonly tables: CodeTables
  log(level: 'info' | 'warn' | 'error', message: string, details: Readonly<Record<string, unknown>>): void
}

const HEADERS_TIMEOUT_MS = 10_000
/** The longest that a whole request may take, however steadily it comes; see `readBody` for the slow ones. */
const REQUEST_TIMEOUT_MS = 600_000
/** How often the two limits above are looked at. */
const LOOK_MS = 2000
const MAX_CONNECTIONS = 10_000

/** A request under way. `talk` is plain HTTP until it is known who is called. */
interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** Asks a sender who waits for it (Expect: 100-continue) for the body; not before the request is found good. */
  readonly goOn: () => void
  talk: Talk
}

/** Makes the gateway of one worker. */
export function createGateway(parts: GatewayParts): Gateway {
  /** Undefined until the flows are known: an address is not wrong because this worker has only just begun. */
  let routes: ReturnType<typeof createRouteTable> | undefined
  let closing = false
  const budget = createBodyBudget(parts.bodyBudget ?? BODY_BUDGET)

  async function handle(exchange: Exchange): Promise<void> {
    const { request, response } = exchange
    checkHead(request)
    const url = request.url ?? '/'
    const cut = url.indexOf('?')
    const path = cut < 0 ? url : url.slice(0, cut)
    if (closing || !routes) throw permanent('gateway.draining')
    const method = request.method ?? 'GET'
    const found = routes.find(method, path)
    if (!found) return noRoute(response, method, routes.methods(path))
    const { route } = found
    if (route.talk) exchange.talk = route.talk(request.headers)
    const { talk } = exchange
    if (route.deployment.paused) throw permanent('gateway.paused')
    if (route.keyConnection !== undefined) await authorise(request, route.keyConnection)
    if (route.xroad) checkPeer(request, await parts.callsFrom(route.xroad.connection))
    const member = route.xroad && !talk.tellsCaller ? xroadCaller(route.xroad, request) : undefined
    if (talk.answerAtOnce?.(request, response)) return
    checkType(route.accepts, request.headers)
    exchange.goOn()
    const bytes = await readBody(request, route.maxBytes, budget)
    try {
      const read = talk.read(bytes, request.headers, route, parts.desk)
      const incoming = read instanceof Promise ? await read : read
      const caller = incoming.member ?? member
      const message = messageOf(request, found, { ...incoming, member: caller }, cut < 0 ? '' : url.slice(cut + 1))
      const tells = dedupeOf(route, { message, request, bytes, tables: parts.tables, caller })
      const dedupe = tells instanceof Promise ? await tells : tells
      const submission: Submission = {
        deployment: route.deployment,
        trigger: route.trigger,
        message,
        ...(dedupe ? { dedupe } : {}),
      }
      const asker = { route, response, talk }
      if (incoming.stored) await answerStored(parts.executor.submit(submission), asker)
      else await answerResult(parts.executor.ask(submission), asker)
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

  function noRoute(response: ServerResponse, method: string, allowed: readonly string[]): void {
    if (allowed.length === 0) return sendDocument(response, problemDocument(errorData('gateway.no-route')))
    response.setHeader('allow', allowed.join(', '))
    sendDocument(response, problemDocument(wrongMethod(method, allowed)))
  }

  function serve(request: IncomingMessage, response: ServerResponse, goOn: () => void): void {
    const exchange: Exchange = { request, response, goOn, talk: plainTalk }
    handle(exchange).catch((error: unknown) => {
      const data = toErrorData(error)
      if (data.class === 'bug' && !request.destroyed) parts.log('error', 'gateway fault', { error: data })
      const document = exchange.talk.refusal(data)
      if (request.complete) sendDocument(response, document)
      else sendLast(request, response, document)
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
    const error = errorData('gateway.wrong-expectation', { value: request.headers.expect ?? '' })
    sendLast(request, response, problemDocument(error))
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

/** Whom an answer goes to. */
interface Caller {
  readonly route: HttpRoute
  readonly response: ServerResponse
  readonly talk: Talk
}

/** *Answer when stored*: the id of the run. */
async function answerStored(submitted: Submitted, caller: Caller): Promise<void> {
  const accepted = await submitted.accepted
  const { run, duplicate } = accepted
  if (!refuseDuplicate(accepted, caller)) caller.talk.stored(caller.response, run, duplicate)
}

/** *Wait for the result*: the flow's own reply, or how it ended without one. */
async function answerResult(asked: Asked, caller: Caller): Promise<void> {
  const { run, accepted, answered } = asked
  const { route, response, talk } = caller
  if (!(answered instanceof Promise) && !(accepted instanceof Promise)) return answerWith(answered, run, caller)
  const late = setTimeout(() => {
    asked.forget()
    sendDocument(response, talk.refusal(errorData('run.timeout', { limit: `${route.timeoutMs / 1000} s` }), run))
  }, route.timeoutMs)
  try {
    const stored = await accepted
    const answer = stored.duplicate ? undefined : await answered
    if (response.headersSent) return
    if (answer) answerWith(answer, run, caller)
    else answerDuplicate(stored, caller)
  } finally {
    clearTimeout(late)
  }
}

function answerWith({ reply, next }: Answer, run: string, { response, talk }: Caller): void {
  if (reply) talk.reply(response, reply, run)
  else sendDocument(response, talk.failure(errorOf(next), run))
}

function answerDuplicate(it: Accepted, caller: Caller): void {
  const { response, talk } = caller
  if (refuseDuplicate(it, caller)) return
  if (it.reply) talk.reply(response, it.reply, it.run)
  else talk.stored(response, it.run, true)
}

/** True when it was one that is refused. */
function refuseDuplicate({ run, duplicate, conflict }: Accepted, { route, response, talk }: Caller): boolean {
  if (!conflict && !(duplicate && route.rejectDuplicates)) return false
  const error = errorData(conflict ? 'gateway.key-reused' : 'gateway.duplicate', { run })
  sendDocument(response, talk.refusal(error, run))
  return true
}

/** A failed run answers with its error's status; one that ended without a reply is the flow's mistake. */
function errorOf(next: Next): ReturnType<typeof errorData> {
  return 'error' in next && next.error ? next.error : errorData('run.no-reply')
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
