import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { mayActAs } from '#shared/api/roles.ts'
import type { Operation } from '#shared/api/routes.ts'
import { FlowError, permanent, toErrorData } from '#shared/errors/flow-error.ts'
import type { Caller } from '../accounts/caller.ts'
import { errorFields, type Log } from '../observe/log.ts'
import type { KernelMetrics } from '../observe/metrics.ts'
import type { Audit } from '../security/audit.ts'
import type { Clock } from '../security/ports.ts'
import { isAudited, tellableDetails } from './audited.ts'
import type { Authenticate, PendingCookie, SessionCookie } from './authenticate.ts'
import type { Handlers, RedirectAnswer, ReplyControl, TextAnswer } from './handler.ts'
import type { OriginRules } from './origin.ts'
import { problemDocument, retryAfter } from './problem-document.ts'
import { checkBodyHead, hasBody, parseWith, readJsonBody } from './request-body.ts'
import { type FoundRoute, findRoute } from './route-lookup.ts'

/** What answering a request needs. */
export interface DispatchParts {
  readonly handlers: Handlers
  readonly authenticate: Authenticate
  readonly origins: OriginRules
  readonly cookie: SessionCookie
  readonly pendingCookie: PendingCookie
  readonly audit: Audit
  readonly log: Log
  readonly metrics: KernelMetrics
  readonly clock: Clock
  readonly addressOf: (request: IncomingMessage) => string
  /** The unit that owns a thing, by the first word of its path and its id; undefined when there is no such thing. */
  readonly ownerOf: (kind: string, id: string) => Promise<string | undefined>
}

/** Answers requests below the API prefix; `path` has the prefix taken off. */
export type Dispatch = (
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  query: string,
) => Promise<void>

/** Operations that somebody may use before setting the password that is due. */
const beforePassword: ReadonlySet<Operation> = new Set(['signIn', 'whoAmI', 'setPassword', 'signOut', 'health'])

/** Method and path without the query, as the caller sent them. */
function askedFor({ method = '', url = '' }: IncomingMessage): string {
  return `${method} ${url.split('?', 1)[0] ?? ''}`.slice(0, 200)
}

type AnyHandler = (context: unknown) => unknown

/** The order is the defence: route, who, from where, may they, type and size, only then the body (design §10). */
export function createDispatch(parts: DispatchParts): Dispatch {
  const { audit, log, metrics, clock } = parts
  const handlers = new Map<string, AnyHandler>(Object.entries(parts.handlers) as [string, AnyHandler][])

  function admit(request: IncomingMessage, found: FoundRoute | undefined): { found: FoundRoute; caller?: Caller } {
    if (!parts.origins.ownHost(request)) throw permanent('api.cross-site')
    const caller = parts.authenticate(request)
    if (found?.route.role !== 'anyone' && !caller) throw permanent('api.unauthenticated')
    if (!found) throw permanent('api.not-found', { what: askedFor(request) })
    checkOrigin(request, found, caller)
    if (caller) checkRight(request, found, caller)
    checkBodyHead(request, found.operation)
    return caller ? { found, caller } : { found }
  }

  function checkOrigin(request: IncomingMessage, { route, operation }: FoundRoute, caller: Caller | undefined): void {
    if (route.method === 'GET' || caller?.via === 'token') return
    // Signing in carries no session yet, so scripts without an `Origin` may do it; foreign pages may not.
    const refused = operation === 'signIn' ? parts.origins.foreign(request) : !parts.origins.ownOrigin(request)
    if (refused) throw permanent('api.cross-site')
  }

  function checkRight(request: IncomingMessage, { route, operation, params }: FoundRoute, caller: Caller): void {
    if (caller.mustSetPassword && !beforePassword.has(operation)) {
      throw permanent('api.password-needed')
    }
    if (route.role === 'anyone' || route.role === 'self' || mayActAs(caller.role, route.role)) return
    record(request, caller, `${operation}.refused`, params, { role: caller.role })
    throw permanent('api.forbidden', { role: route.role })
  }

  function record(
    request: IncomingMessage,
    caller: Caller,
    action: string,
    params: Readonly<Record<string, string>>,
    details: Readonly<Record<string, unknown>>,
  ): void {
    const target = Object.values(params).join('/').slice(0, 300)
    audit.append({ unit: caller.unit, actor: caller.name, address: parts.addressOf(request), action, target, details })
  }

  async function perform(
    request: IncomingMessage,
    response: ServerResponse,
    it: { found: FoundRoute; caller?: Caller },
    queryText: string,
  ): Promise<unknown> {
    const { found, caller } = it
    const { operation, route, params } = found
    const query = route.query && parseWith(route.query, Object.fromEntries(new URLSearchParams(queryText)))
    const body = route.body && parseWith(route.body, await readJsonBody(request, operation))
    const audited = caller && isAudited(operation, route)
    // Written before the deed: what cannot be recorded is not done, and a crash leaves the intent on record.
    if (audited) record(request, caller, operation, params, tellableDetails(body, query))
    const context = {
      caller,
      params,
      query,
      body,
      address: parts.addressOf(request),
      pending: parts.pendingCookie.read(request),
      reply: replyControl(response),
    }
    try {
      return await handlers.get(operation)?.(context)
    } catch (error) {
      const { code } = toErrorData(error)
      if (audited) record(request, caller, `${operation}.failed`, params, { code })
      if (caller && code === 'api.not-found') await recordTrespass(request, caller, found)
      throw error
    }
  }

  /** Somebody asked for a thing of another unit: the answer is the same as for nothing, the trail is not (case 43). */
  async function recordTrespass(request: IncomingMessage, caller: Caller, found: FoundRoute): Promise<void> {
    const kind = found.route.path.split('/')[1] ?? ''
    const id = found.params.id ?? found.params.name
    const owner = id === undefined ? undefined : await parts.ownerOf(kind, id)
    if (owner === undefined || owner === caller.unit) return
    record(request, caller, `${found.operation}.foreign`, found.params, { owner })
  }

  function replyControl(response: ServerResponse): ReplyControl {
    return {
      openSession: (token) => response.appendHeader('set-cookie', parts.cookie.set(token)),
      closeSession: () => response.appendHeader('set-cookie', parts.cookie.clear()),
      keepPending: (text) => response.appendHeader('set-cookie', parts.pendingCookie.set(text)),
      dropPending: () => response.appendHeader('set-cookie', parts.pendingCookie.clear()),
    }
  }

  return async function dispatch(request, response, path, queryText) {
    const began = clock()
    const requestId = randomUUID()
    const found = findRoute(request.method ?? '', path)
    response.setHeader('cache-control', 'no-store')
    response.setHeader('x-request-id', requestId)
    try {
      const admitted = admit(request, found)
      const answer = await perform(request, response, admitted, queryText)
      sendAnswer(response, answer)
    } catch (error) {
      if (!(error instanceof FlowError) || error.data.code === 'bug.unexpected') {
        log.error({ requestId, operation: found?.operation, ...errorFields(error) }, 'request failed')
      }
      sendProblem(request, response, error, requestId)
    }
    metrics.request(found?.operation ?? 'unknown', response.statusCode, (clock() - began) / 1000)
  }
}

function sendAnswer(response: ServerResponse, answer: unknown): void {
  if (answer === undefined) {
    response.statusCode = 204
    response.end()
    return
  }
  if (isRedirect(answer)) {
    response.statusCode = 302
    response.setHeader('location', answer.redirect)
    response.end()
    return
  }
  const text = isTextAnswer(answer)
  response.setHeader('content-type', text ? answer.contentType : 'application/json; charset=utf-8')
  response.end(text ? answer.text : JSON.stringify(answer))
}

function isTextAnswer(answer: unknown): answer is TextAnswer {
  return typeof answer === 'object' && answer !== null && 'contentType' in answer && 'text' in answer
}

function isRedirect(answer: unknown): answer is RedirectAnswer {
  return typeof answer === 'object' && answer !== null && 'redirect' in answer
}

function sendProblem(request: IncomingMessage, response: ServerResponse, error: unknown, requestId: string): void {
  if (response.headersSent || response.destroyed) return
  const document = problemDocument(error, requestId)
  const seconds = retryAfter(error)
  if (seconds !== undefined) response.setHeader('retry-after', String(seconds))
  if (document.status === 401) response.setHeader('www-authenticate', 'Bearer realm="lienthong"')
  // An unread body would have to be drained before the next request; the sender is told to start anew instead.
  if (hasBody(request) && !request.readableEnded) response.setHeader('connection', 'close')
  response.statusCode = document.status
  response.setHeader('content-type', 'application/problem+json; charset=utf-8')
  response.end(JSON.stringify(document))
}
