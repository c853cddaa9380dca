import { hostName } from '#nodes/connections/address.ts'
import { clientCredentials, readToken, type TokenRequest } from '#nodes/connections/authorise.ts'
import { faultOfStatus } from '#nodes/connections/http-answer.ts'
import { ngspConnection } from '#nodes/connections/ngsp.ts'
import { secretOf, valuesOf } from '#nodes/connections/read-connection.ts'
import { createTokenCache } from '#nodes/connections/token-cache.ts'
import type { ConnectionHandle, HttpAnswer, HttpRequest, StepContext } from '#shared/node/run.ts'

type Values = ReturnType<typeof ngspConnection.values.parse>

/** What a call of the platform needs of the step. */
export type PlatformContext = Pick<StepContext, 'http' | 'connection' | 'shared'>

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

/** Headers that style B wants on every call, tokens included; none for OAuth 2.0. */
function styleHeaders(values: Values, connection: ConnectionHandle): Readonly<Record<string, string>> {
  return values.style === 'lgsp' ? { lgspaccesstoken: lgspHeader(values, secretOf(connection, 'secretKey')) } : {}
}

function tokenRequest(values: Values, connection: ConnectionHandle): TokenRequest {
  if (values.style === 'oauth2') {
    return clientCredentials({
      clientId: values.consumerKey ?? '',
      clientSecret: secretOf(connection, 'consumerSecret'),
      style: values.clientAuth,
    })
  }
  return {
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'application/json',
      ...styleHeaders(values, connection),
    },
    body: 'grant_type=client_credentials',
  }
}

/** Asks the platform for a new token. Throws `http.auth` when it does not accept our keys. */
export async function openToken(
  connection: ConnectionHandle,
  context: Pick<StepContext, 'http'>,
): Promise<ReturnType<typeof readToken>> {
  const values = valuesOf(ngspConnection, connection)
  const request = tokenRequest(values, connection)
  return readToken(
    await context.http(connection.id, { method: 'POST', path: values.tokenPath, timeoutMs: 30_000, ...request }),
    connection,
  )
}

/** The headers of one call with a token. */
export function callHeaders(connection: ConnectionHandle, token: string): Readonly<Record<string, string>> {
  const values = valuesOf(ngspConnection, connection)
  return { accept: 'application/json', ...styleHeaders(values, connection), authorization: `Bearer ${token}` }
}

/** Sends a request with the worker's token; when the platform says 401 a new token is tried once. Other bad statuses but 404 are errors. */
export async function callPlatform(id: string, request: HttpRequest, context: PlatformContext): Promise<HttpAnswer> {
  const connection = await context.connection(id)
  const values = valuesOf(ngspConnection, connection)
  const cache = await context.shared(`ngsp:${id}`, async () => createTokenCache())
  const key = JSON.stringify([values.baseUrl, values.tokenPath, values.consumerKey ?? values.accessKey])
  const send = async (): Promise<{ readonly token: string; readonly answer: HttpAnswer }> => {
    const token = await cache.get(key, () => openToken(connection, context))
    const headers = { ...request.headers, ...callHeaders(connection, token) }
    return { token, answer: await context.http(id, { ...request, headers }) }
  }
  const first = await send()
  let { token, answer } = first
  if (answer.status === 401) {
    cache.drop(key, token)
    ;({ token, answer } = await send())
    if (answer.status === 401) cache.drop(key, token)
  }
  if (answer.status === 404 || (answer.status >= 200 && answer.status <= 299)) return answer
  throw faultOfStatus(answer, hostName(connection), { ...connection.secrets, token })
}
