import { NGSP_CONSUMER, NGSP_LGSP_ACCESS } from '../access.ts'
import { jsonReply, type Reply, xmlReply } from '../frame/reply.ts'
import { asObject, basicCredentials, headerOf, type SimRequest, textOf } from '../frame/request.ts'
import type { Dialect } from '../frame/simulator.ts'
import type { Tokens } from './tokens.ts'
import { xmlOf } from './xml.ts'

/** The gateway in front of the services: tokens and quota. */
export interface NgspGateway {
  token(request: SimRequest): Reply
  /** Lets a call through to a service, or refuses it as WSO2 does. */
  guard(api: string, handle: (request: SimRequest) => Reply): (request: SimRequest) => Reply
  readonly dialect: Dialect
  setQuota(perMinute: number): void
  quota(): number
  reset(): void
}

/** True where the caller prefers XML. */
export function wantsXml(request: SimRequest | undefined): boolean {
  const accept = request?.headers.accept ?? ''
  return /\bxml\b/.test(accept) && !/\bjson\b/.test(accept)
}

/** A WSO2 fault, in JSON or in XML. */
function fault(
  request: SimRequest | undefined,
  status: number,
  code: number,
  message: string,
  description: string,
  headers = {},
): Reply {
  const body = { code, message, description }
  return wantsXml(request)
    ? xmlReply(status, xmlOf('fault', body), headers)
    : jsonReply(status, { fault: body }, headers)
}

/** Makes the gateway; `quota` 0 means no limit. */
export function createGateway(tokens: Tokens, clock: () => Date, firstQuota: number): NgspGateway {
  let quota = firstQuota
  let minute = -1
  let used = 0
  const overQuota = (): boolean => {
    const now = Math.floor(clock().getTime() / 60_000)
    if (now !== minute) used = 0
    minute = now
    used++
    return quota > 0 && used > quota
  }
  return {
    token: (request) => issueToken(tokens, request),
    guard: (api, handle) => (request) => {
      const refused = checkToken(tokens, api, request)
      if (refused) return refused
      if (!overQuota()) return handle(request)
      const wait = 60 - clock().getUTCSeconds()
      return fault(request, 429, 900800, 'Message throttled out', 'You have exceeded your quota', {
        'retry-after': String(wait),
      })
    },
    dialect: {
      failure: (status, message, request) =>
        fault(
          request,
          status,
          status === 404 ? 404 : 303001,
          status === 404 ? 'Not Found' : 'Runtime Error',
          message.en,
        ),
      sessionExpired: (request) => {
        tokens.end(bearerOf(request) ?? '')
        return expired(request)
      },
      duplicate: (_request, reply) =>
        reply.status === 200
          ? jsonReply(200, { MSG: 'Data not insert: Record 1: dữ liệu đã tồn tại (is duplicate)', Count: 0 })
          : reply,
    },
    setQuota: (perMinute) => {
      quota = perMinute
    },
    quota: () => quota,
    reset: () => {
      tokens.clear()
      quota = firstQuota
      used = 0
    },
  }
}

function bearerOf(request: SimRequest): string | undefined {
  return /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
}

function challenge(error: string, description: string): Readonly<Record<string, string>> {
  return { 'www-authenticate': `OAuth2 realm="WSO2 API Manager", error="${error}", error_description="${description}"` }
}

function expired(request: SimRequest): Reply {
  return fault(
    request,
    401,
    900903,
    'Access Token Expired',
    'Access failure: the access token expired. Renew the access token and try again',
    challenge('invalid_token', 'The access token expired'),
  )
}

function checkToken(tokens: Tokens, api: string, request: SimRequest): Reply | undefined {
  const bearer = bearerOf(request)
  if (bearer === undefined) {
    return fault(
      request,
      401,
      900902,
      'Missing Credentials',
      `Invalid Credentials. Make sure your API invocation call has a header: "Authorization: Bearer ACCESS_TOKEN" (API: ${api})`,
      challenge('invalid_token', 'The provided token is invalid'),
    )
  }
  const token = tokens.find(bearer)
  if (token === 'expired') return expired(request)
  if (token && (token.style === 'oauth' || hasLgspHeader(request))) return undefined
  return fault(
    request,
    401,
    900901,
    'Invalid Credentials',
    `Access failure for API: ${api}, version: 1.0. Make sure you have provided the correct security credentials`,
    challenge('invalid_token', 'The access token is invalid'),
  )
}

function hasLgspHeader(request: SimRequest): boolean {
  const header = headerOf(request.headers, 'lgspaccesstoken')
  if (header === undefined) return false
  let given: unknown
  try {
    given = JSON.parse(Buffer.from(header, 'base64').toString('utf8'))
  } catch {
    return false
  }
  const object = asObject(given)
  return Object.entries(NGSP_LGSP_ACCESS).every(([name, value]) => textOf(object, name) === value)
}

/** The body of a token request: a form, or JSON `{grant_type, client_id, client_secret}`. */
function tokenFields(request: SimRequest): Readonly<Record<string, unknown>> {
  const type = request.headers['content-type'] ?? ''
  if (type.includes('json')) return asObject(request.json()) ?? {}
  return Object.fromEntries(new URLSearchParams(request.body.toString('utf8')))
}

function issueToken(tokens: Tokens, request: SimRequest): Reply {
  const fields = tokenFields(request)
  const basic = basicCredentials(request.headers)
  const key = basic?.name ?? textOf(fields, 'client_id')
  const secret = basic?.password ?? textOf(fields, 'client_secret')
  const oauth = key === NGSP_CONSUMER.key && secret === NGSP_CONSUMER.secret
  if (!oauth && !hasLgspHeader(request)) {
    return jsonReply(
      401,
      {
        error_description: `A valid OAuth client could not be found for client_id: ${(key ?? '').slice(0, 100)}`,
        error: 'invalid_client',
      },
      { 'www-authenticate': 'Basic realm="token"' },
    )
  }
  if (textOf(fields, 'grant_type') !== 'client_credentials') {
    return jsonReply(400, { error_description: 'Unsupported grant_type value', error: 'unsupported_grant_type' })
  }
  const token = tokens.issue(oauth ? 'oauth' : 'lgsp')
  return jsonReply(200, {
    access_token: token.value,
    scope: 'am_application_scope default',
    token_type: 'Bearer',
    expires_in: token.secondsLeft,
  })
}
