import type { IdentitySettings } from '#shared/api/identity-source.ts'
import { permanent } from '#shared/errors/flow-error.ts'

/** HTTPS, or HTTP on this machine itself (a provider that is being tried out); undefined for anything else. */
export function providerAddress(text: string): URL | undefined {
  const url = URL.parse(text)
  if (url === null) return undefined
  const plain = url.username === '' && url.password === '' && url.hash === ''
  return plain && (url.protocol === 'https:' || isPlainLocal(url)) ? url : undefined
}

/** Plain HTTP that never leaves this machine. */
export function isPlainLocal(url: URL): boolean {
  return url.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)
}

/** The hosts that this server may call for the provider, as `host:port`: those of the given addresses, and those that were added. */
export function providerHosts({ issuer, endpoints, hosts }: IdentitySettings): readonly string[] {
  const given = endpoints ? [endpoints.token, endpoints.userinfo, endpoints.keys] : [issuer]
  const named = given.flatMap((text) => {
    const url = providerAddress(text)
    return url ? [`${url.hostname}:${url.port || (url.protocol === 'https:' ? '443' : '80')}`] : []
  })
  return [...named, ...hosts.map((it) => (/:\d+$/.test(it) ? it : `${it}:443`))]
}

/** Throws `api.invalid` with the place of the first setting that cannot work. */
export function checkSettings(settings: IdentitySettings): void {
  const { issuer, endpoints, idToken } = settings
  const needed: [string, string, boolean][] = endpoints
    ? [
        ['issuer', issuer, idToken === 'required'],
        ['endpoints.authorization', endpoints.authorization, true],
        ['endpoints.token', endpoints.token, true],
        ['endpoints.userinfo', endpoints.userinfo, idToken === 'optional'],
        ['endpoints.keys', endpoints.keys, idToken === 'required'],
        ['endpoints.signOut', endpoints.signOut, false],
      ]
    : [['issuer', issuer, true]]
  for (const [place, text, required] of needed) {
    if (text === '' ? required : !providerAddress(text)) {
      const reason = { vi: 'cần một địa chỉ https://…', en: 'an address https://… is needed' }
      throw permanent('api.invalid', { place, reason }, { path: place })
    }
  }
  if (!settings.scopes.split(/\s+/).includes('openid')) {
    const reason = { vi: 'phải có "openid"', en: '"openid" must be among them' }
    throw permanent('api.invalid', { place: 'scopes', reason }, { path: 'scopes' })
  }
}

/** What stands for the provider in the digests of its people: who vouches, so that another provider's `1001` is somebody else. */
export function realmOf({ issuer, endpoints }: IdentitySettings): string {
  return issuer !== '' || !endpoints ? issuer : (URL.parse(endpoints.authorization)?.origin ?? '')
}
