import { permanent } from '#shared/errors/flow-error.ts'
import type { Audit } from '../security/audit.ts'
import type { Passwords } from '../security/passwords.ts'
import type { Clock } from '../security/ports.ts'
import type { SignInThrottle } from '../security/sign-in-throttle.ts'
import type { AccountStore } from './account-store.ts'
import { DEFAULT_UNIT } from './caller.ts'
import type { Sessions } from './sessions.ts'

/** How somebody proves who they are. */
export type Credentials = { readonly name: string; readonly password: string } | { readonly token: string }

/** Opens a session and answers its token. Throws `api.bad-credentials` or `api.slow-down`. */
export type SignIn = (credentials: Credentials, address: string) => Promise<string>

/** What signing in needs. */
export interface SignInParts {
  readonly store: AccountStore
  readonly sessions: Sessions
  readonly passwords: Passwords
  readonly throttle: SignInThrottle
  readonly audit: Audit
  readonly clock: Clock
  readonly refused: () => void
}

/**
 * Signing in by password or by one-time link. Wrong name, wrong password and disabled account give the same answer after the
 * same work; tries are slowed per name and address.
 */
export function createSignIn(parts: SignInParts): SignIn {
  const { store, sessions, passwords, throttle, audit, clock } = parts

  async function accountOf(credentials: Credentials): Promise<string | undefined> {
    if ('token' in credentials) {
      const name = sessions.takeLink(credentials.token)
      return name !== undefined && store.find(name)?.disabled === false ? name : undefined
    }
    const account = store.find(credentials.name)
    const stored = account?.disabled === false ? account.password : undefined
    return (await passwords.matches(credentials.password, stored)) ? account?.name : undefined
  }

  return async function signIn(credentials, address) {
    const counted = 'token' in credentials ? `link from ${address}` : credentials.name
    const wait = throttle.begin(counted, address)
    if (wait > 0) {
      const seconds = Math.ceil(wait / 1000)
      throw permanent('api.slow-down', { seconds }, { retryAfterSeconds: seconds })
    }
    const name = await accountOf(credentials)
    const account = name === undefined ? undefined : store.find(name)
    if (!account) {
      parts.refused()
      // The typed name is kept only if it exists: people type passwords into the wrong field.
      const target = 'name' in credentials ? (store.find(credentials.name)?.name ?? '') : ''
      audit.append({ unit: DEFAULT_UNIT, actor: '', address, action: 'signIn.refused', target, details: {} })
      throw permanent('api.bad-credentials')
    }
    throttle.succeeded(counted, address)
    const details = { by: 'token' in credentials ? 'link' : 'password' }
    audit.append({ unit: account.unit, actor: account.name, address, action: 'signIn', target: account.name, details })
    store.signedIn(account.name, clock())
    return sessions.open(account.name)
  }
}
