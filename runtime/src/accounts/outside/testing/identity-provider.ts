import { createServer, type Server } from 'node:http'
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import { Provider } from 'oidc-provider'

/** Id and secret under which tests are registered at the provider. */
export const CLIENT = { id: 'lien-thong', secret: 'khoa-bi-mat-cua-ung-dung-thu' } as const

/** A real OpenID provider (`oidc-provider`) on a free port, whose people and faults a test sets. */
export interface TestProvider {
  /** `http://127.0.0.1:NNNN`. */
  readonly issuer: string
  /** Claims beside `sub`, by the name that is typed at its sign-in page; the password is not looked at. */
  readonly people: Map<string, Readonly<Record<string, unknown>>>
  /** Puts another ID token in the place of the true one. */
  forge: ((claims: JWTPayload, sign: (claims: JWTPayload) => Promise<string>) => string | Promise<string>) | undefined
  /** Leaves the ID token out, as a provider does that speaks OAuth 2.0 only. */
  withoutIdToken: boolean
  /** What was asked of its authorization page, newest last. */
  readonly asked: URLSearchParams[]
  /** Stops answering; `back` makes it answer again at the same address. */
  away(): Promise<void>
  back(): Promise<void>
  close(): Promise<void>
}

/** Starts the provider for a client at this address. */
export async function startTestProvider(base: string): Promise<TestProvider> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  const server = createServer((request, response) => void handle(request, response))
  await listen(server, 0)
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const issuer = `http://127.0.0.1:${port}`
  const kid = 'khoa-thu'
  const sign = (claims: JWTPayload): Promise<string> =>
    new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid }).sign(privateKey)
  const people: TestProvider['people'] = new Map()
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [`${base}/api/v1/session/outside/callback`],
        post_logout_redirect_uris: [`${base}/dang-nhap`],
      },
    ],
    jwks: { keys: [{ ...(await exportJWK(privateKey)), kid, alg: 'RS256', use: 'sig' }] },
    cookies: { keys: ['chi-de-thu'] },
    claims: { openid: ['sub', 'name', 'vaiTro', 'HoVaTen', 'SoDinhDanh', 'LoaiTaiKhoan'] },
    conformIdTokenClaims: false,
    pkce: { required: () => false },
    findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ sub, ...people.get(sub) }) }),
    // Everybody has agreed already: consent is no matter of these tests.
    async loadExistingGrant({ oidc }) {
      const grant = new provider.Grant({
        clientId: oidc.client?.clientId ?? '',
        accountId: oidc.session?.accountId ?? '',
      })
      grant.addOIDCScope('openid')
      await grant.save()
      return grant
    },
  })
  const it: TestProvider = {
    issuer,
    people,
    forge: undefined,
    withoutIdToken: false,
    asked: [],
    async away() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
    back: () => listen(server, port),
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  provider.use(async (context, next) => {
    if (context.path === '/auth') it.asked.push(new URLSearchParams(context.querystring))
    await next()
    const answer: unknown = context.body
    if (context.path !== '/token' || typeof answer !== 'object' || answer === null || !('id_token' in answer)) return
    const { id_token: token, ...rest } = answer
    if (it.withoutIdToken) context.body = rest
    else if (it.forge) context.body = { ...rest, id_token: await it.forge(payloadOf(String(token)), sign) }
  })
  // Put together only now: what is added later would not be asked.
  const handle = provider.callback()
  return it
}

function payloadOf(token: string): JWTPayload {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'))
}

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve())
  })
