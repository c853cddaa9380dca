import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'

/** Which pages may act on this server. */
export interface OriginRules {
  /** The `Host` header is ours: an address of this machine or the public name, never a name that a stranger pointed at us. */
  ownHost(request: IncomingMessage): boolean
  /** The request comes from our own pages, said by `Origin` or by `Sec-Fetch-Site`; silence counts as foreign. */
  ownOrigin(request: IncomingMessage): boolean
  /** A header says that another site sent it; silence does not. */
  foreign(request: IncomingMessage): boolean
}

/** Rules for a server that is reached at `publicUrl`, or directly under the names of its host. */
export function createOriginRules(host: string, publicUrl: string | undefined): OriginRules {
  const publicHost = publicUrl === undefined ? undefined : new URL(publicUrl).host

  function ownHost(request: IncomingMessage): boolean {
    const given = request.headers.host
    if (given === undefined) return false
    if (given === publicHost) return true
    const name = given.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1')
    // An address cannot be rebound by a foreign name server; a name can.
    return name === 'localhost' || isIP(name) !== 0 || name === host
  }

  function isOwn(request: IncomingMessage, origin: string): boolean {
    if (publicUrl !== undefined && origin === publicUrl) return true
    return origin === `http://${request.headers.host}`
  }

  return {
    ownHost,
    ownOrigin(request) {
      const { origin } = request.headers
      const site = request.headers['sec-fetch-site']
      if (site !== undefined && site !== 'same-origin') return false
      if (origin !== undefined) return isOwn(request, origin)
      return site === 'same-origin'
    },
    foreign(request) {
      const { origin } = request.headers
      const site = request.headers['sec-fetch-site']
      if (site === 'cross-site' || site === 'same-site') return true
      return origin !== undefined && !isOwn(request, origin)
    },
  }
}
