import { permanent, retryable } from '#shared/errors/flow-error.ts'
import type { ConnectionHandle, HttpAnswer, HttpRequest } from '#shared/node/run.ts'
import { hostName } from './address.ts'
import { httpConnection } from './http.ts'
import { excerptOf, faultOfStatus, jsonOf } from './http-answer.ts'
import { secretOf, valuesOf } from './read-connection.ts'
import type { Token } from './token-cache.ts'

/** How a client shows its id and secret to a token address. */
export interface ClientCredentials {
  readonly clientId: string
  readonly clientSecret: string
  readonly style: 'basic' | 'form' | 'json'
  readonly scope?: string
}

/** What is posted to a token address. */
export interface TokenRequest {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Gives the access token of a key, from memory or by posting `request` to `url` and reading the answer with `readToken`. */
export type FetchToken = (key: string, url: string, request: TokenRequest) => Promise<string>

/** `Basic …` of RFC 7617, in UTF-8. */
export function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`
}

/** Key of the token that `authorise` uses for a connection; the runtime drops it after a 401. */
export function tokenKey(connection: Pick<ConnectionHandle, 'id'>): string {
  return `token:${connection.id}`
}

/**
 * The headers that carry the credential of a connection, added by the runtime after the node's own headers.
 * Connections of other kinds than `http` sign in by themselves in their nodes and get none.
 */
export async function authorise(
  connection: ConnectionHandle,
  _request: HttpRequest,
  fetchToken: FetchToken,
): Promise<Readonly<Record<string, string>>> {
  if (connection.kind !== httpConnection.kind) return {}
  const values = valuesOf(httpConnection, connection)
  if (values.auth === 'basic') {
    return { authorization: basic(values.username ?? '', secretOf(connection, 'password')) }
  }
  if (values.auth === 'bearer') return { authorization: `Bearer ${secretOf(connection, 'token')}` }
  if (values.auth === 'api-key') return { [values.headerName.toLowerCase()]: secretOf(connection, 'key') }
  // The account of WS-Security travels inside the message; its node writes it.
  if (values.auth === 'none' || values.auth === 'ws-security') return {}
  const request = clientCredentials({
    clientId: values.clientId ?? '',
    clientSecret: secretOf(connection, 'clientSecret'),
    style: values.clientAuth,
    ...(values.scope === undefined ? {} : { scope: values.scope }),
  })
  return { authorization: `Bearer ${await fetchToken(tokenKey(connection), values.tokenUrl ?? '', request)}` }
}

/** The request of the client credentials grant (RFC 6749 §4.4), in the ways that Vietnamese gateways take it (domain-vietnam §3.1, §3.2). */
export function clientCredentials(credentials: ClientCredentials): TokenRequest {
  const { clientId, clientSecret, style, scope } = credentials
  const fields = {
    grant_type: 'client_credentials',
    ...(scope === undefined ? {} : { scope }),
    ...(style === 'basic' ? {} : { client_id: clientId, client_secret: clientSecret }),
  }
  if (style === 'json') {
    return {
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(fields),
    }
  }
  return {
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'application/json',
      ...(style === 'basic' ? { authorization: basic(clientId, clientSecret) } : {}),
    },
    body: new URLSearchParams(fields).toString(),
  }
}

/** Reads the answer of a token address (RFC 6749 §5.1). Refused credentials are `http.auth`, whatever 4xx the partner uses. */
export function readToken(
  answer: Pick<HttpAnswer, 'status' | 'headers' | 'text'>,
  connection: ConnectionHandle,
): Token {
  const host = hostName(connection)
  if (answer.status === 400 || answer.status === 401 || answer.status === 403) {
    const details = { status: answer.status, answer: excerptOf(answer.text, connection.secrets) }
    throw permanent('http.auth', { host, status: answer.status }, details)
  }
  if (answer.status < 200 || answer.status > 299) throw faultOfStatus(answer, host, connection.secrets)
  const read = jsonOf(answer, host, connection.secrets)
  const value = textAt(read, 'access_token') ?? textAt(read, 'token')
  if (value === undefined) throw retryable('http.bad-answer', { host, reason: 'access_token' })
  const seconds = Number(textAt(read, 'expires_in') ?? '300')
  return { value, lifeMs: (Number.isFinite(seconds) && seconds > 0 ? seconds : 300) * 1000 }
}

/** A text or number of an object as text; own properties only. */
function textAt(value: unknown, name: string): string | undefined {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
  const found: unknown = Reflect.get(value, name)
  if (typeof found === 'number') return String(found)
  return typeof found === 'string' && found !== '' ? found : undefined
}
