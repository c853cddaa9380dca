import type { IncomingMessage } from 'node:http'
import type { Accounts } from '../accounts/accounts.ts'
import type { ApiTokens } from '../accounts/api-tokens.ts'
import { type Caller, DEFAULT_UNIT } from '../accounts/caller.ts'
import { PENDING_MS } from '../accounts/outside/pending.ts'
import { sameSecret } from '../security/secret-token.ts'

/** Finds out who calls; undefined when nobody is proven. `quiet`: does not count as use of the session. */
export type Authenticate = (request: IncomingMessage, quiet?: boolean) => Caller | undefined

/** What authentication needs. */
export interface AuthenticationParts {
  readonly accounts: Accounts
  readonly apiTokens: ApiTokens
  readonly adminToken?: string
  readonly cookieName: string
}

/** By bearer token if one is given, else by session cookie. A wrong bearer token is never rescued by a cookie. */
export function createAuthenticate(parts: AuthenticationParts): Authenticate {
  function byBearer(token: string): Caller | undefined {
    if (parts.adminToken !== undefined && sameSecret(token, parts.adminToken)) {
      const displayName = 'Khoá quản trị (LIENTHONG_ADMIN_TOKEN)'
      return {
        name: 'admin-token',
        displayName,
        role: 'admin',
        unit: DEFAULT_UNIT,
        via: 'token',
        mustSetPassword: false,
      }
    }
    const found = parts.apiTokens.find(token)
    if (!found) return undefined
    const { id, title, role, unit } = found
    return { name: `token:${id}`, displayName: title, role, unit, via: 'token', mustSetPassword: false }
  }

  return (request, quiet) => {
    const { authorization } = request.headers
    if (authorization !== undefined) {
      const token = /^Bearer ([A-Za-z0-9._~+/=-]{1,500})$/i.exec(authorization)?.[1]
      return token === undefined ? undefined : byBearer(token)
    }
    const token = cookieOf(request, parts.cookieName)
    return token === undefined ? undefined : parts.accounts.callerOf(token, quiet)
  }
}

/** The value of one cookie; undefined when it is absent or given twice. */
function cookieOf(request: IncomingMessage, name: string): string | undefined {
  const values = (request.headers.cookie ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1))
  return values.length === 1 ? values[0] : undefined
}

/** What a browser keeps for the minutes that it is at the outside provider of identities. */
export interface PendingCookie {
  read(request: IncomingMessage): string | undefined
  set(text: string): string
  clear(): string
}

/** `SameSite=Lax`: the provider's page sends the browser back, which is another site's doing. */
export function createPendingCookie(https: boolean): PendingCookie {
  const name = https ? '__Host-lienthong-outside' : 'lienthong-outside'
  const rules = `Path=/; HttpOnly; SameSite=Lax${https ? '; Secure' : ''}`
  return {
    read: (request) => cookieOf(request, name),
    set: (text) => `${name}=${text}; ${rules}; Max-Age=${PENDING_MS / 1000}`,
    clear: () => `${name}=; ${rules}; Max-Age=0`,
  }
}

/** Name and text of the session cookie. `__Host-` binds it to this host and to HTTPS. */
export interface SessionCookie {
  readonly name: string
  set(token: string): string
  clear(): string
}

/** The session cookie of a server that is reached over HTTPS or not. */
export function createSessionCookie(https: boolean): SessionCookie {
  const name = https ? '__Host-lienthong' : 'lienthong'
  const rules = `Path=/; HttpOnly; SameSite=Strict${https ? '; Secure' : ''}`
  return {
    name,
    set: (token) => `${name}=${token}; ${rules}`,
    clear: () => `${name}=; ${rules}; Max-Age=0`,
  }
}
