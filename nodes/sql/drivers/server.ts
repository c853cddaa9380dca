import { isIP, Socket } from 'node:net'
import type { ConnectionOptions } from 'node:tls'

/** A database server: where it is, the way to it that the egress policy allows, and how to sign in. */
export interface ServerAddress {
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
  readonly password?: string
  readonly ssl: 'off' | 'require' | 'verify'
  /** Certificate of an authority of one's own, PEM. */
  readonly ca?: string
  readonly poolSize: number
  /** The address to connect to, resolved and checked anew for each connection; throws what `Reach.host` throws. */
  reach(): Promise<string>
}

/** Longest that making a connection may take, in milliseconds. */
export const CONNECT_MS = 10_000
/** A connection that nobody used for so long (milliseconds) is closed. */
export const IDLE_MS = 30_000

/** `host:port`, for sentences to the user. */
export function placeOf({ host, port }: ServerAddress): string {
  return `${host}:${port}`
}

/** Options of `tls.connect` over an open socket: the certificate is judged by the name in the connection, not by the address behind it. */
export function tlsOptions({ host, ssl, ca }: ServerAddress): ConnectionOptions {
  const name = isIP(host) === 0 ? { servername: host } : {}
  return { host, ...name, rejectUnauthorized: ssl === 'verify', ...(ca === undefined ? {} : { ca }) }
}

/** A socket that finds its way through `reach` and then connects; what goes wrong is its `error`. */
export function reachingSocket(address: ServerAddress): Socket {
  const socket = new Socket()
  socket.setNoDelay(true)
  socket.setKeepAlive(true, IDLE_MS)
  address.reach().then(
    (found) => void (socket.destroyed || socket.connect({ host: found, port: address.port })),
    (error: Error) => socket.destroy(error),
  )
  return socket
}
