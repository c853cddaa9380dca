import { hostName } from '#nodes/connections/address.ts'
import { excerptOf, faultOfStatus, jsonOf } from '#nodes/connections/http-answer.ts'
import { nationalValues, throughAdapter } from '#nodes/connections/national-call.ts'
import { secretOf } from '#nodes/connections/read-connection.ts'
import { type JudgedReply, readReply } from '#nodes/replies/reply.ts'
import type { ReplyRule } from '#nodes/replies/rules.ts'
import { permanent, retryable } from '#shared/errors/flow-error.ts'
import type { ConnectionHandle, HttpAnswer, HttpRequest, StepContext } from '#shared/node/run.ts'

/** What a call of the portal needs of the step. */
export type PortalContext = Pick<StepContext, 'http' | 'connection' | 'shared' | 'drop' | 'idempotencyKey'>

/** How replies are read. */
export interface PortalOptions {
  readonly connection: string
  readonly rules: readonly ReplyRule[]
  readonly keepRaw: boolean
  readonly timeoutMs: number
}

/** One call: the service by name, whether it changes something, and the fields beside the envelope. */
export interface PortalCall {
  readonly service: string
  readonly kind: 'read' | 'write'
  readonly fields: Readonly<Record<string, unknown>>
  /** A field that gets our unit code unless `fields` has one. */
  readonly unit?: string | undefined
}

/**
 * Calls a service with the worker's session; a session that is over is replaced once within the same try. Gives replies `ok`, `duplicate`
 * and `reject`; throws for everything else. After a write whose outcome is unknown the error is `http.bad-answer`, so that the step asks
 * before it sends again.
 */
export async function callPortal(
  call: PortalCall,
  options: PortalOptions,
  context: PortalContext,
): Promise<JudgedReply> {
  const connection = await context.connection(options.connection)
  const session = await sessionOf(connection, options, context)
  const answer = await send(call, session, connection, options, context)
  if (answer.verdict !== 'session') return settled(answer, call, connection)
  const renewed = await renewSession(session, connection, options, context)
  const second = await send(call, renewed, connection, options, context)
  if (second.verdict === 'session') {
    await context.drop(sessionKey(connection.id), renewed)
    throw retryable('dvcqg.session', {}, { message: second.reply.message.slice(0, 300) })
  }
  return settled(second, call, connection)
}

function settled(answer: JudgedReply, call: PortalCall, connection: ConnectionHandle): JudgedReply {
  if (answer.verdict !== 'retry') return answer
  const reason = answer.reply.message.slice(0, 200)
  throw call.kind === 'write'
    ? retryable('http.bad-answer', { host: hostName(connection), reason })
    : retryable('dvcqg.unavailable', { reason })
}

function sessionKey(connection: string): string {
  return `dvcqg:${connection}`
}

function sessionOf(connection: ConnectionHandle, options: PortalOptions, context: PortalContext): Promise<string> {
  return context.shared(sessionKey(connection.id), () => login(connection, options, context))
}

/** Another step may have signed in again meanwhile: then its session is used and not thrown away. */
async function renewSession(
  over: string,
  connection: ConnectionHandle,
  options: PortalOptions,
  context: PortalContext,
): Promise<string> {
  await context.drop(sessionKey(connection.id), over)
  return sessionOf(connection, options, context)
}

/** Signs in; throws `http.auth` when the portal does not accept the account. */
export async function login(
  connection: ConnectionHandle,
  options: Pick<PortalOptions, 'rules' | 'timeoutMs'>,
  context: Pick<StepContext, 'http'>,
): Promise<string> {
  const values = portalValues(connection)
  const account = { username: values.username ?? '', password: secretOf(connection, 'password') }
  const request = envelopeRequest(values, values.loginPath, account, options.timeoutMs)
  const answer = await context.http(connection.id, request)
  const host = hostName(connection)
  if (answer.status !== 200) throw faultOfStatus(answer, host, connection.secrets)
  const body = jsonOf(answer, host, connection.secrets)
  const session =
    typeof body === 'object' && body !== null && Object.hasOwn(body, 'session') ? Reflect.get(body, 'session') : ''
  if (typeof session === 'string' && session !== '') return session
  const judged = readReply(body, options.rules, false)
  if (judged?.verdict === 'retry') throw retryable('dvcqg.unavailable', { reason: judged.reply.message.slice(0, 200) })
  throw permanent('http.auth', { host, status: answer.status }, { answer: excerptOf(answer.text, connection.secrets) })
}

async function send(
  call: PortalCall,
  session: string,
  connection: ConnectionHandle,
  options: PortalOptions,
  context: PortalContext,
): Promise<JudgedReply> {
  const values = portalValues(connection)
  const path = call.kind === 'write' ? values.integratePath : values.sharePath
  const madonvi = values.maDonVi ?? ''
  const unit = call.unit === undefined ? {} : { [call.unit]: madonvi }
  const body = { ...unit, ...call.fields, session, madonvi, service: call.service }
  const request = envelopeRequest(values, path, body, options.timeoutMs)
  const headers = {
    ...request.headers,
    ...(call.kind === 'write' ? { 'idempotency-key': context.idempotencyKey } : {}),
  }
  const answer = await context.http(connection.id, { ...request, headers })
  const host = hostName(connection)
  // The session is as good as a password while it lasts.
  const secrets = { ...connection.secrets, session }
  if (answer.status !== 200) throw statusFault(answer, call, host, secrets)
  const judged = readReply(jsonOf(answer, host, secrets), options.rules, options.keepRaw)
  if (!judged)
    throw retryable('http.bad-answer', { host, reason: 'error_code' }, { answer: excerptOf(answer.text, secrets) })
  return judged
}

function statusFault(
  answer: HttpAnswer,
  call: PortalCall,
  host: string,
  secrets: Readonly<Record<string, string>>,
): Error {
  if (call.kind === 'read' || answer.status < 500) return faultOfStatus(answer, host, secrets)
  const details = { status: answer.status, answer: excerptOf(answer.text, secrets) }
  return retryable('http.bad-answer', { host, reason: `HTTP ${answer.status}` }, details)
}

/** The values of a connection that signs in for a session; throws `connect.not-configured` for one that does not. */
export function portalValues(connection: ConnectionHandle): ReturnType<typeof nationalValues> {
  const values = nationalValues(connection)
  if (values.style === 'session') return values
  throw permanent('connect.not-configured', { connection: connection.id, what: 'style: session' })
}

/** A request in JSON over the route of the connection. */
function envelopeRequest(
  values: ReturnType<typeof nationalValues>,
  path: string,
  body: Readonly<Record<string, unknown>>,
  timeoutMs: number,
): HttpRequest {
  const headers = { 'content-type': 'application/json', accept: 'application/json' }
  return throughAdapter({ method: 'POST', path, headers, body, timeoutMs }, values)
}
