import { xroadFault } from '#nodes/xroad/faults.ts'
import { callHeaders } from '#nodes/xroad/headers.ts'
import { parseClient } from '#nodes/xroad/identifier.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import type { ConnectionHandle, HttpAnswer, HttpRequest, StepContext } from '#shared/node/run.ts'
import { hostName } from './address.ts'
import { clientCredentials, readToken, type TokenRequest } from './authorise.ts'
import { faultOfStatus } from './http-answer.ts'
import { nationalConnection } from './national.ts'
import { secretOf, valuesOf } from './read-connection.ts'
import { createTokenCache, type Token } from './token-cache.ts'
import { withoutUrlCode } from './url-code.ts'

type Values = ReturnType<typeof nationalConnection.values.parse>

/** What a call of a national system needs of the step. */
export type NationalContext = Pick<StepContext, 'http' | 'connection' | 'shared' | 'idempotencyKey'>

/** Who asks and for which dossier; X-Road carries both to the other side's record. */
export interface Trace {
  readonly officer?: string
  readonly dossier?: string
}

/** A request with its path as the service knows it; the route of the connection adds the rest. */
export interface NationalRequest extends HttpRequest {
  readonly trace?: Trace
}

/** The values of a connection to a national system. */
export function nationalValues(connection: ConnectionHandle): Values {
  return valuesOf(nationalConnection, connection)
}

/** The version segment of a path: what the connection says, else what the node says. */
export function versionOf(values: Values, ofNode: string): string {
  const version = values.apiVersion === 'as-node' ? ofNode : values.apiVersion
  return version === 'none' ? '' : `/${version}`
}

/** The header of LGSP style B: Base64 of a JSON object with the keys of the partner (domain-vietnam §3.2). */
function lgspHeader(values: Values, secretKey: string): string {
  const { accessKey = '', appName = '', partnerCode = '', partnerCodeCus = '' } = values
  const keys = {
    AccessKey: accessKey,
    SecretKey: secretKey,
    AppName: appName,
    PartnerCode: partnerCode,
    PartnerCodeCus: partnerCodeCus,
  }
  return Buffer.from(JSON.stringify(keys), 'utf8').toString('base64')
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' }

/** What is posted for a token; undefined for styles without one. */
function tokenRequest(values: Values, connection: ConnectionHandle): TokenRequest | undefined {
  const { style, username = '' } = values
  if (style === 'oauth2') {
    const clientSecret = secretOf(connection, 'consumerSecret')
    return clientCredentials({ clientId: values.consumerKey ?? '', clientSecret, style: values.clientAuth })
  }
  if (style === 'lgsp') {
    const lgspaccesstoken = lgspHeader(values, secretOf(connection, 'secretKey'))
    return { headers: { ...FORM, lgspaccesstoken }, body: 'grant_type=client_credentials' }
  }
  if (style !== 'password') return undefined
  const password = secretOf(connection, 'password')
  if (values.accountIn === 'form') {
    return { headers: FORM, body: new URLSearchParams({ grant_type: 'password', username, password }).toString() }
  }
  const headers = { 'content-type': 'application/json', accept: 'application/json' }
  return { headers, body: JSON.stringify({ userName: username, password }) }
}

/** Asks for a new token; undefined where the style has none. Throws `http.auth` when our keys are not accepted. */
export async function openToken(
  connection: ConnectionHandle,
  context: Pick<StepContext, 'http'>,
): Promise<Token | undefined> {
  const values = nationalValues(connection)
  const request = tokenRequest(values, connection)
  if (!request) return undefined
  const answer = await context.http(connection.id, {
    method: 'POST',
    path: values.tokenPath,
    timeoutMs: 30_000,
    ...request,
  })
  return readToken(answer, connection)
}

function xroadHeaders(values: Values, trace: Trace, id: string | undefined): Readonly<Record<string, string>> {
  const client = parseClient(values.xroadClient ?? '')
  return client === undefined ? {} : callHeaders({ client, id, user: trace.officer, issue: trace.dossier })
}

/** The request as the style of the connection sends it: headers, `dstcode`, the path of X-Road. */
export function routed(
  request: NationalRequest,
  connection: ConnectionHandle,
  token: string | undefined,
  id?: string,
): HttpRequest {
  const values = nationalValues(connection)
  const { trace = {}, ...plain } = request
  const headers = { accept: 'application/json', ...request.headers }
  if (token !== undefined) {
    const own =
      values.style === 'lgsp' ? { lgspaccesstoken: lgspHeader(values, secretOf(connection, 'secretKey')) } : {}
    return { ...plain, headers: { ...headers, ...own, authorization: `Bearer ${token}` } }
  }
  if (values.style === 'url-code') {
    // Added here and not before, so that the code is in no fingerprint, journal or trace.
    return { ...plain, headers, query: { ...request.query, [values.codeParameter]: secretOf(connection, 'urlCode') } }
  }
  if (values.style === 'xroad') {
    const path = `/r1/${values.xroadService ?? ''}${request.path}`
    return { ...plain, path, headers: { ...headers, ...xroadHeaders(values, trace, id) } }
  }
  return throughAdapter({ ...plain, headers }, values)
}

/** `dstcode` in the address or as a header, `providerurl` where one is needed (domain-vietnam §3.3). */
export function throughAdapter(request: HttpRequest, values: Values): HttpRequest {
  const { dstcode, providerUrl } = values
  if (dstcode === undefined) return request
  const inQuery = values.dstcodeIn === 'query'
  return {
    ...request,
    query: {
      ...request.query,
      ...(inQuery ? { dstcode } : {}),
      ...(providerUrl === undefined ? {} : { providerurl: providerUrl }),
    },
    headers: { ...request.headers, ...(inQuery ? {} : { dstcode }) },
  }
}

/**
 * Calls a national system over the route of its connection, with the worker's token; after HTTP 401 a new token is tried once. Gives answers
 * with 2xx and 404; every other status is an error, and one of X-Road itself says so.
 */
export async function callNational(
  id: string,
  request: NationalRequest,
  context: NationalContext,
): Promise<HttpAnswer> {
  const connection = await context.connection(id)
  const values = nationalValues(connection)
  if (values.style === 'session') {
    throw permanent('connect.not-configured', { connection: id, what: 'style: oauth2, password, lgsp, adapter, xroad' })
  }
  if (tokenRequest(values, connection) === undefined) {
    const answer = await context.http(id, routed(request, connection, undefined, context.idempotencyKey))
    return checked(withoutUrlCode(answer, connection), connection)
  }
  const cache = await context.shared(`national:${id}`, async () => createTokenCache())
  const key = JSON.stringify([
    values.baseUrl,
    values.tokenPath,
    values.consumerKey ?? values.accessKey ?? values.username,
  ])
  const send = async (): Promise<{ readonly token: string; readonly answer: HttpAnswer }> => {
    const token = await cache.get(key, () => tokenNow(connection, context))
    return { token, answer: await context.http(id, routed(request, connection, token)) }
  }
  const first = await send()
  if (first.answer.status !== 401) return checked(first.answer, connection, first.token)
  cache.drop(key, first.token)
  const second = await send()
  if (second.answer.status === 401) cache.drop(key, second.token)
  return checked(second.answer, connection, second.token)
}

async function tokenNow(connection: ConnectionHandle, context: Pick<StepContext, 'http'>): Promise<Token> {
  const token = await openToken(connection, context)
  if (!token) throw permanent('connect.not-configured', { connection: connection.id, what: 'style' })
  return token
}

function checked(answer: HttpAnswer, connection: ConnectionHandle, token?: string): HttpAnswer {
  const secrets = { ...connection.secrets, ...(token === undefined ? {} : { token }) }
  const fault = xroadFault(answer, connection, secrets)
  if (fault) throw fault
  if (answer.status === 404 || (answer.status >= 200 && answer.status <= 299)) return answer
  throw faultOfStatus(answer, hostName(connection), secrets)
}
