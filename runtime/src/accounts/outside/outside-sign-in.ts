import type {
  Admit,
  FinishOutside,
  IdentitySettings,
  IdentitySource,
  IdentityTest,
  OutsidePerson,
} from '#shared/api/identity-source.ts'
import type { User } from '#shared/api/platform.ts'
import { permanent, toErrorData } from '#shared/errors/flow-error.ts'
import type { Audit } from '../../security/audit.ts'
import { type Clock, isoTime } from '../../security/ports.ts'
import type { SignInThrottle } from '../../security/sign-in-throttle.ts'
import type { AccountStore } from '../account-store.ts'
import { type Caller, DEFAULT_UNIT } from '../caller.ts'
import type { Sessions } from '../sessions.ts'
import type { Admission } from './admission.ts'
import { localPath } from './local-path.ts'
import type { PendingSignIns } from './pending.ts'
import type { Provider, ProviderAccess } from './provider.ts'
import { checkSettings } from './provider-addresses.ts'
import type { SourceStore, StoredSource } from './source-store.ts'

/** Signing in through the one outside provider of identities, and what administrators set about it. */
export interface OutsideSignIn {
  /** The provider that the sign-in page offers; undefined when it is off. */
  offered(base: string): { title: string; start: string } | undefined
  /** How somebody who came through the provider is shown; undefined for everybody else. */
  viewOf(caller: Caller, base: string): User['outside']
  /** Where to send the browser, with the text of the cookie that must come back with it. */
  begin(base: string, to: string | undefined): Promise<{ url: string; cookie: string }>
  /** Opens a session for whoever came back; answers its token and the page to show. Throws `outside.*`. */
  finish(base: string, answer: FinishOutside, cookie: string | undefined, address: string): Promise<Finished>
  /** Where one signs out at the provider; undefined when it is off or offers none. */
  signOutAddress(base: string): Promise<string | undefined>
  settings(base: string): IdentitySource
  /** Throws `api.invalid`. */
  save(caller: Caller, settings: IdentitySettings, secret: string | undefined): void
  remove(): void
  test(base: string): Promise<IdentityTest>
  people(unit: string): readonly OutsidePerson[]
  decide(unit: string, id: string, decision: Admit): string | undefined
}

/** A sign-in that came through. */
export interface Finished {
  readonly token: string
  /** A path of this server. */
  readonly to: string
}

/** What it is made from. */
export interface OutsideParts {
  readonly sources: SourceStore
  readonly provider: Provider
  readonly pending: PendingSignIns
  readonly admission: Admission
  readonly store: AccountStore
  readonly sessions: Sessions
  readonly throttle: SignInThrottle
  readonly audit: Audit
  readonly clock: Clock
  readonly refused: () => void
}

const START = '/api/v1/session/outside'
/** So many sign-ins may wait for answers of the provider at a time: strangers can begin one, so there is a bound. */
const MOST_AT_ONCE = 20

/** Puts provider, people and sessions together. */
export function createOutsideSignIn(parts: OutsideParts): OutsideSignIn {
  const { sources, provider, pending, admission, sessions, throttle, audit, clock } = parts
  let busy = 0

  function active(): StoredSource | undefined {
    const source = sources.find()
    return source?.settings.enabled === true ? source : undefined
  }

  function accessTo(source: StoredSource | undefined, base: string): ProviderAccess {
    const secret = source && sources.secret()
    if (!source || secret === undefined) throw permanent('outside.off')
    return { settings: source.settings, secret, redirectUri: redirectUri(base) }
  }

  async function bounded<T>(work: () => Promise<T>): Promise<T> {
    if (busy >= MOST_AT_ONCE) throw permanent('outside.slow-down', {}, { retryAfterSeconds: 10 })
    busy += 1
    try {
      return await work()
    } finally {
      busy -= 1
    }
  }

  async function accept(base: string, answer: FinishOutside, cookie: string | undefined, address: string) {
    const begun = pending.take(cookie, answer.state)
    const source = active()
    const access = accessTo(source, base)
    if (!begun) throw permanent('outside.began-elsewhere')
    const claims = await bounded(() => provider.identify(access, answer, begun))
    const unit = source?.unit ?? DEFAULT_UNIT
    const account = admission.admit(access.settings, unit, claims)
    const details = { by: 'outside' }
    audit.append({ unit, actor: account.name, address, action: 'signIn', target: account.name, details })
    parts.store.signedIn(account.name, clock())
    return { token: sessions.open(account.name, 'outside'), to: localPath(begun.to) }
  }

  async function finish(base: string, answer: FinishOutside, cookie: string | undefined, address: string) {
    const counted = `outside from ${address}`
    const wait = throttle.begin(counted, address)
    if (wait > 0) throw permanent('outside.slow-down', {}, { retryAfterSeconds: Math.ceil(wait / 1000) })
    try {
      const finished = await accept(base, answer, cookie, address)
      throttle.succeeded(counted, address)
      return finished
    } catch (thrown) {
      const { code, details: { reason, person } = {} } = toErrorData(thrown)
      // Proven, but without a role: an office full of newcomers is not guessing.
      if (code === 'outside.no-role') throttle.succeeded(counted, address)
      parts.refused()
      const told = { by: 'outside', code, ...(typeof reason === 'string' && reason !== '' ? { reason } : {}) }
      const target = typeof person === 'string' ? person.slice(0, 12) : ''
      const unit = sources.find()?.unit ?? DEFAULT_UNIT
      audit.append({ unit, actor: '', address, action: 'signIn.refused', target, details: told })
      throw thrown
    }
  }

  return {
    offered(base) {
      const source = active()
      return source && { title: source.settings.title, start: `${base}${START}` }
    },
    viewOf(caller, base) {
      const source = caller.way === 'outside' ? sources.find() : undefined
      if (!source) return undefined
      const { title, signOutThere } = source.settings
      return { title, start: `${base}${START}`, ...(signOutThere ? { signOut: `${base}${START}/end` } : {}) }
    },
    async begin(base, to) {
      const access = accessTo(active(), base)
      const begun = await bounded(() => provider.begin(access))
      return { url: begun.url, cookie: pending.seal({ ...begun.pending, to: localPath(to) }) }
    },
    finish,
    async signOutAddress(base) {
      const source = active()
      if (!source?.settings.signOutThere) return undefined
      return bounded(() => provider.signOutAddress(accessTo(source, base), signedOutUri(base)))
    },
    settings(base) {
      const source = sources.find()
      const addresses = { redirectUri: redirectUri(base), signedOutUri: signedOutUri(base) }
      if (!source) return { secretSet: false, ...addresses }
      const { settings, updatedAt, updatedBy } = source
      return { settings, secretSet: true, updatedAt: isoTime(updatedAt), updatedBy, ...addresses }
    },
    save(caller, settings, secret) {
      checkSettings(settings)
      const value = secret ?? sources.secret()
      if (value === undefined) {
        const reason = { vi: 'chưa có khoá bí mật', en: 'there is no secret yet' }
        throw permanent('api.invalid', { place: 'clientSecret', reason }, { path: 'clientSecret' })
      }
      sources.put({ unit: caller.unit, settings, updatedAt: clock(), updatedBy: caller.name }, value)
      if (!settings.enabled) sessions.closeWay('outside')
    },
    remove() {
      sources.remove()
      sessions.closeWay('outside')
    },
    test: (base) => bounded(() => provider.test(accessTo(sources.find(), base))),
    people: admission.withoutRole,
    decide: admission.decide,
  }
}

const redirectUri = (base: string): string => `${base}${START}/callback`
const signedOutUri = (base: string): string => `${base}/dang-nhap`
