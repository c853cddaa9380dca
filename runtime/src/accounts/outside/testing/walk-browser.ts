import { Agent, fetch } from 'undici'

/** A browser without a page: follows redirects, keeps cookies by host, fills in the provider's sign-in form. */
export interface WalkingBrowser {
  /** Goes to an address and on, as far as `stop` says; answers where it stands. */
  go(address: string, stop?: (url: URL) => boolean): Promise<Arrival>
  /** Signs in from our sign-in page through the provider; `stop` as above. */
  signIn(start: string, login: string, stop?: (url: URL) => boolean): Promise<Arrival>
  /** The cookies that it would send to a host, as `name=value; …`. */
  cookies(host: string): string
  /** Forgets the cookies of a host. */
  forget(host: string): void
  /** Every `Set-Cookie` it was given, oldest first. */
  readonly given: string[]
}

/** Where a walk ended. */
export interface Arrival {
  readonly url: URL
  readonly status: number
  readonly text: string
}

const MOST_STEPS = 15

/** A browser with no cookies, which calls from a loopback address (`127.0.0.N`) of its own, so that tries are not counted together. */
export function createWalkingBrowser(from: string): WalkingBrowser {
  const dispatcher = new Agent({ localAddress: from })
  const jars = new Map<string, Map<string, string>>()
  const given: string[] = []

  const cookies = (host: string): string =>
    [...(jars.get(host) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ')

  function keep(host: string, set: readonly string[]): void {
    const jar = jars.get(host) ?? new Map<string, string>()
    jars.set(host, jar)
    for (const line of set) {
      given.push(line)
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (/;\s*max-age=0/i.test(line) || value === '') jar.delete(name)
      else jar.set(name, value)
    }
  }

  async function walk(
    address: string,
    form: URLSearchParams | undefined,
    stop: (url: URL) => boolean,
  ): Promise<Arrival> {
    let url = new URL(address)
    let body = form
    for (let step = 0; step < MOST_STEPS; step++) {
      const response = await fetch(url, {
        method: body ? 'POST' : 'GET',
        redirect: 'manual',
        dispatcher,
        headers: { cookie: cookies(url.host) },
        ...(body ? { body } : {}),
      })
      body = undefined
      keep(url.host, response.headers.getSetCookie())
      const location = response.headers.get('location')
      if (location === null) return { url, status: response.status, text: await response.text() }
      await response.body?.cancel()
      url = new URL(location, url)
      if (stop(url)) return { url, status: response.status, text: '' }
    }
    throw new Error(`too many redirects, last to ${url.href}`)
  }

  const never = (): boolean => false
  return {
    go: (address, stop = never) => walk(address, undefined, stop),
    async signIn(start, login, stop = never) {
      const form = await walk(start, undefined, stop)
      const action = /action="([^"]+)"/.exec(form.text)?.[1]
      if (action === undefined) return form
      const fields = new URLSearchParams({ prompt: 'login', login, password: 'x' })
      return walk(new URL(action, form.url).href, fields, stop)
    },
    cookies,
    forget: (host) => void jars.delete(host),
    given,
  }
}
