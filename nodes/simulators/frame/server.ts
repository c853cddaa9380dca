import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { FlowError } from '#shared/errors/flow-error.ts'
import type { Text } from '#shared/text/text.ts'
import { brokenXml, errorPage } from './broken-answers.ts'
import type { FaultPlan, Faults } from './faults.ts'
import type { Random } from './random.ts'
import type { CallRecord } from './record.ts'
import type { Reply } from './reply.ts'
import { headerOf, parseBody, readBody, type SimRequest } from './request.ts'
import type { Dialect, Route } from './simulator.ts'

const TEXTS = {
  notFound: { vi: 'Không có địa chỉ này', en: 'There is no such address' },
  method: { vi: 'Phương thức không được hỗ trợ tại địa chỉ này', en: 'The method is not supported here' },
  tooLarge: { vi: 'Nội dung vượt quá 20 MB', en: 'The body is larger than 20 MB' },
  server: { vi: 'Lỗi hệ thống, vui lòng thử lại sau', en: 'Server error, please try again later' },
} satisfies Record<string, Text>

/** What the partner side of a simulator's server needs. */
interface PartnerSide {
  readonly routes: readonly Route[]
  readonly dialect: Dialect
  readonly faults: Faults
  readonly random: Random
  readonly record: CallRecord
  /** Aborted when the simulator closes: work that waits is not done any more. */
  readonly closing: AbortSignal
  nextCall(): number
  /** Told about a handler that threw, which is a defect of the simulator itself. */
  defect(error: unknown): void
}

/** Makes the server; `own` answers `/` and `/_sim/…`, everything else is the partner's. */
export function createSimulatorServer(
  side: PartnerSide,
  own: (incoming: IncomingMessage, url: URL) => Promise<Reply | undefined>,
): Server {
  const server = createServer({ requestTimeout: 60_000, headersTimeout: 20_000, keepAliveTimeout: 10_000 })
  server.on('request', (incoming, outgoing) => {
    answer(side, own, incoming, outgoing).catch((error: unknown) => {
      side.defect(error)
      if (!outgoing.headersSent) send(outgoing, side.dialect.failure(500, TEXTS.server))
    })
  })
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n')
  })
  return server
}

async function answer(
  side: PartnerSide,
  own: (incoming: IncomingMessage, url: URL) => Promise<Reply | undefined>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const address = `http://simulator${incoming.url ?? '/'}`
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (!url) return send(outgoing, side.dialect.failure(400, TEXTS.notFound))
  const ownReply = await own(incoming, url)
  if (ownReply) return send(outgoing, ownReply)

  const call = side.nextCall()
  const found = findRoute(side.routes, incoming.method ?? '', url.pathname)
  if (!found.route)
    return send(
      outgoing,
      side.dialect.failure(found.pathKnown ? 405 : 404, found.pathKnown ? TEXTS.method : TEXTS.notFound),
    )
  const body = await readBody(incoming)
  if (body === 'broken') return
  if (body === 'too-large') {
    outgoing.setHeader('connection', 'close')
    return send(outgoing, side.dialect.failure(413, TEXTS.tooLarge))
  }
  const bare = requestOf(side, incoming, url, found.params, body, call)
  const { route } = found
  const { operation, creates } = nameOf(route, bare)
  const plan = side.faults.plan(operation, { session: route.session ?? false, creates })
  if (plan.delayMs > 0)
    await sleep(plan.delayMs, undefined, { signal: side.closing, ref: false }).catch(() => undefined)
  if (side.closing.aborted || plan.before === 'timeoutRate') return
  const fault = plan.after ?? (plan.duplicate ? 'duplicateRate' : undefined)
  const request = requestOf(side, incoming, url, found.params, body, call, fault)
  deliver(outgoing, plan, await work(side, route, request, plan))
}

function nameOf(route: Route, request: SimRequest): { readonly operation: string; readonly creates: boolean } {
  const operation = typeof route.operation === 'string' ? route.operation : readOperation(route.operation, request)
  const creates = typeof route.creates === 'function' ? route.creates(operation) : (route.creates ?? false)
  return { operation, creates }
}

/** A body that is not JSON names no operation; the handler says so in its own words afterwards. */
function readOperation(read: (request: SimRequest) => string, request: SimRequest): string {
  try {
    return read(request)
  } catch (error) {
    if (error instanceof FlowError) return ''
    throw error
  }
}

async function work(side: PartnerSide, route: Route, request: SimRequest, plan: FaultPlan): Promise<Reply> {
  if (plan.before === 'errorRate5xx') {
    const status = [500, 502, 503][Math.floor(side.random() * 3)] ?? 500
    return side.dialect.failure(status, TEXTS.server, request)
  }
  if (plan.before === 'htmlErrorRate') return errorPage()
  if (plan.before === 'sessionExpiredRate') return side.dialect.sessionExpired(request)
  try {
    const reply = await route.handle(request)
    return plan.duplicate ? side.dialect.duplicate(request, reply) : reply
  } catch (error) {
    if (error instanceof FlowError) return side.dialect.failure(400, error.data.message, request)
    throw error
  }
}

/** Sends a reply, or what the fault leaves of it. */
function deliver(outgoing: ServerResponse, plan: FaultPlan, reply: Reply): void {
  if (plan.after === 'dropAfterRate') {
    outgoing.destroy()
    return
  }
  if (plan.after === 'halfResponseRate') {
    const bytes = Buffer.from(reply.body)
    outgoing.writeHead(reply.status, { ...reply.headers, 'content-length': String(bytes.length) })
    outgoing.write(bytes.subarray(0, bytes.length >> 1), () => outgoing.destroy())
    return
  }
  send(outgoing, plan.after === 'invalidXmlRate' ? brokenXml(reply) : reply)
}

function send(outgoing: ServerResponse, reply: Reply): void {
  const bytes = Buffer.from(reply.body)
  outgoing.writeHead(reply.status, { ...reply.headers, 'content-length': String(bytes.length) })
  outgoing.end(bytes)
}

function requestOf(
  side: PartnerSide,
  incoming: IncomingMessage,
  url: URL,
  params: ReadonlyMap<string, string>,
  body: Buffer,
  call: number,
  fault?: string,
): SimRequest {
  const idempotencyKey = headerOf(incoming.headers, 'idempotency-key')?.slice(0, 200)
  let parsed: { readonly value: unknown } | undefined
  return {
    method: incoming.method ?? '',
    path: url.pathname,
    params,
    query: url.searchParams,
    headers: incoming.headers,
    body,
    call,
    ...(fault === undefined ? {} : { fault }),
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    json: () => {
      parsed ??= { value: parseBody(body) }
      return parsed.value
    },
    record: (changes) => side.record.append(changes, { call, idempotencyKey, fault }),
  }
}

interface Found {
  readonly route?: Route
  readonly pathKnown: boolean
  readonly params: ReadonlyMap<string, string>
}

/** Compares segment by segment; a segment that cannot be decoded matches nothing. */
function findRoute(routes: readonly Route[], method: string, path: string): Found {
  let pathKnown = false
  for (const route of routes) {
    const params = matchPath(route.path, path)
    if (!params) continue
    if (route.method === method) return { route, pathKnown: true, params }
    pathKnown = true
  }
  return { pathKnown, params: new Map() }
}

function matchPath(pattern: string, path: string): ReadonlyMap<string, string> | undefined {
  const wanted = pattern.split('/')
  const given = path.split('/')
  if (wanted.length !== given.length) return undefined
  const params = new Map<string, string>()
  for (const [index, segment] of wanted.entries()) {
    const actual = given[index] ?? ''
    const name = /^\{(\w+)\}$/.exec(segment)?.[1]
    if (name === undefined) {
      if (segment !== actual) return undefined
      continue
    }
    try {
      params.set(name, decodeURIComponent(actual))
    } catch {
      return undefined
    }
  }
  return params
}
