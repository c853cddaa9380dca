import type { Configuration, ServerMetadata } from 'openid-client'
import type { FinishOutside, IdentitySettings, IdentityTest } from '#shared/api/identity-source.ts'
import { permanent, toErrorData } from '#shared/errors/flow-error.ts'
import type { Clock } from '../../security/ports.ts'
import type { Claims } from './claims.ts'
import type { Pending } from './pending.ts'
import { isPlainLocal, providerAddress, providerHosts } from './provider-addresses.ts'
import { providerFault } from './provider-faults.ts'
import type { ProviderCalls } from './provider-fetch.ts'

/** The provider as one sign-in needs it. */
export interface ProviderAccess {
  readonly settings: IdentitySettings
  readonly secret: string
  /** Where the provider sends the browser back to, to the letter as it was registered there. */
  readonly redirectUri: string
}

/** Speaks OpenID Connect with a provider: authorization code flow with PKCE (OpenID Connect Core 1.0, RFC 7636, RFC 9700). */
export interface Provider {
  /** Where to send the browser, and what must be remembered until it returns. Throws `outside.*`. */
  begin(access: ProviderAccess): Promise<{ url: string; pending: Pick<Pending, 'state' | 'nonce' | 'verifier'> }>
  /** Who came back, proven; the tokens end with this call. Throws `outside.*`. */
  identify(access: ProviderAccess, answer: FinishOutside, pending: Pending): Promise<Claims>
  /** Where one signs out at the provider; undefined when it offers none. */
  signOutAddress(access: ProviderAccess, signedOutUri: string): Promise<string | undefined>
  /** Asks for what a sign-in will need. */
  test(access: ProviderAccess): Promise<IdentityTest>
}

/** A discovery document is read again after this long, milliseconds. */
const KEEP_MS = 5 * 60_000
const TIMEOUT_S = 10

/** Over `openid-client`, loaded by the first sign-in. */
export function createProvider(calls: ProviderCalls, clock: Clock): Provider {
  let kept: { readonly issuer: string; readonly server: ServerMetadata; readonly until: number } | undefined
  const library = () => import('openid-client')

  /** What the provider offers and where: as the administrator wrote it, or as its discovery document says. */
  async function serverOf(settings: IdentitySettings, fresh: boolean): Promise<ServerMetadata> {
    const { endpoints, issuer } = settings
    if (endpoints) {
      return {
        issuer: issuer === '' ? new URL(endpoints.authorization).origin : issuer,
        authorization_endpoint: endpoints.authorization,
        token_endpoint: endpoints.token,
        ...(endpoints.userinfo === '' ? {} : { userinfo_endpoint: endpoints.userinfo }),
        ...(endpoints.keys === '' ? {} : { jwks_uri: endpoints.keys }),
        ...(endpoints.signOut === '' ? {} : { end_session_endpoint: endpoints.signOut }),
      }
    }
    if (!fresh && kept?.issuer === issuer && kept.until > clock()) return kept.server
    const { allowInsecureRequests, customFetch, discovery } = await library()
    const url = new URL(issuer)
    const found = await discovery(url, settings.clientId, undefined, undefined, {
      timeout: TIMEOUT_S,
      [customFetch]: calls.fetchFor(providerHosts(settings)),
      ...(isPlainLocal(url) ? { execute: [allowInsecureRequests] } : {}),
    })
    const { supportsPKCE: _helper, ...server } = found.serverMetadata()
    kept = { issuer, server, until: clock() + KEEP_MS }
    return server
  }

  async function configure({ settings, secret }: ProviderAccess, fresh = false): Promise<Configuration> {
    const oidc = await library()
    const server = await serverOf(settings, fresh)
    const authenticate = settings.clientAuth === 'basic' ? oidc.ClientSecretBasic : oidc.ClientSecretPost
    const config = new oidc.Configuration(
      server,
      settings.clientId,
      {
        // One algorithm, named by the administrator: what a token says about itself does not choose it.
        id_token_signed_response_alg: settings.algorithm,
        [oidc.clockTolerance]: settings.clockTolerance,
        // The library measures by the machine's clock; here everything goes by the kernel's.
        [oidc.clockSkew]: Math.round((clock() - Date.now()) / 1000),
      },
      authenticate(secret),
    )
    config[oidc.customFetch] = calls.fetchFor(providerHosts(settings))
    config.timeout = TIMEOUT_S
    const token = URL.parse(server.token_endpoint ?? '')
    if (token && isPlainLocal(token)) oidc.allowInsecureRequests(config)
    // Signatures are checked even where TLS to the token endpoint would do (OpenID Connect Core §3.1.3.7, 6).
    if (server.jwks_uri !== undefined) oidc.enableNonRepudiationChecks(config)
    return config
  }

  async function begin(access: ProviderAccess) {
    const { settings, redirectUri } = access
    const oidc = await library()
    const config = await configure(access)
    const { authorization_endpoint: page = '', token_endpoint: token = '' } = config.serverMetadata()
    if (!providerAddress(page)) throw permanent('outside.answer', {}, { reason: 'authorization_endpoint' })
    // Better a sentence on our page than the browser's about a host that does not answer.
    await calls.probe(new URL(token), providerHosts(settings))
    const pending = {
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      verifier: oidc.randomPKCECodeVerifier(),
    }
    const url = oidc.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri,
      scope: settings.scopes,
      state: pending.state,
      ...(settings.idToken === 'required' ? { nonce: pending.nonce } : {}),
      ...(settings.acrValues === '' ? {} : { acr_values: settings.acrValues }),
      ...(settings.pkce
        ? { code_challenge: await oidc.calculatePKCECodeChallenge(pending.verifier), code_challenge_method: 'S256' }
        : {}),
    })
    return { url: url.href, pending }
  }

  async function identify(access: ProviderAccess, answer: FinishOutside, pending: Pending): Promise<Claims> {
    const { settings, redirectUri } = access
    const oidc = await library()
    const config = await configure(access)
    const url = new URL(redirectUri)
    for (const [name, value] of Object.entries(answer)) if (value !== undefined) url.searchParams.set(name, value)
    const tokens = await oidc.authorizationCodeGrant(config, url, {
      expectedState: pending.state,
      ...(settings.pkce ? { pkceCodeVerifier: pending.verifier } : {}),
      ...(settings.idToken === 'required' ? { expectedNonce: pending.nonce, idTokenExpected: true } : {}),
    })
    const proven = tokens.claims()
    if (config.serverMetadata().userinfo_endpoint === undefined) return proven ?? {}
    const told = await oidc.fetchUserInfo(config, tokens.access_token, proven?.sub ?? oidc.skipSubjectCheck)
    // What was signed counts more than what was fetched.
    return { ...told, ...proven }
  }

  async function test(access: ProviderAccess): Promise<IdentityTest> {
    const checks: IdentityTest['checks'] = []
    async function check(name: IdentityTest['checks'][number]['name'], work: () => Promise<unknown>): Promise<boolean> {
      try {
        await work()
        checks.push({ name, ok: true })
      } catch (thrown) {
        const { code, details } = toErrorData(providerFault(thrown))
        const said = [details?.reason, details?.host].filter((it) => typeof it === 'string' && it !== '')
        checks.push({ name, ok: false, code, ...(said.length > 0 ? { reason: said.join(' · ') } : {}) })
      }
      return checks.at(-1)?.ok === true
    }
    const hosts = providerHosts(access.settings)
    let server: ServerMetadata | undefined
    await check('endpoints', async () => {
      server = await serverOf(access.settings, true)
    })
    const { token_endpoint: token, jwks_uri: keys } = server ?? {}
    if (token !== undefined) await check('token', () => calls.probe(new URL(token), hosts))
    if (keys !== undefined)
      await check('keys', async () => {
        const answer = await calls.fetchFor(hosts)(keys, { method: 'GET', headers: {}, body: null, redirect: 'manual' })
        const set: unknown = answer.status === 200 ? await answer.json().catch(() => undefined) : undefined
        const whole = typeof set === 'object' && set !== null && 'keys' in set && Array.isArray(set.keys)
        if (!whole) throw permanent('outside.answer', {}, { reason: `HTTP ${answer.status}` })
      })
    return { ok: checks.every((it) => it.ok), checks }
  }

  const inOurWords = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (thrown) {
      throw providerFault(thrown)
    }
  }

  return {
    begin: (access) => inOurWords(() => begin(access)),
    identify: (access, answer, pending) => inOurWords(() => identify(access, answer, pending)),
    signOutAddress: (access, signedOutUri) =>
      inOurWords(async () => {
        const { end_session_endpoint: page } = await serverOf(access.settings, false)
        const url = page === undefined ? undefined : providerAddress(page)
        if (!url) return undefined
        // Without an ID token as hint: none is kept. The client's id lets the provider check the address to come back to.
        url.searchParams.set('client_id', access.settings.clientId)
        url.searchParams.set('post_logout_redirect_uri', signedOutUri)
        return url.href
      }),
    test,
  }
}
