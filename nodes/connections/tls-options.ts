import { isIP } from 'node:net'

/** How a driver that connects to a checked address tells TLS which name and which authority the certificate must have. */
export function tlsOptions(
  host: string,
  authority: string | undefined,
): { readonly servername?: string; readonly ca?: string } {
  return { ...(isIP(host) === 0 ? { servername: host } : {}), ...(authority ? { ca: authority } : {}) }
}
