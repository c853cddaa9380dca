import { isIP } from 'node:net'
import type { z } from 'zod'
import { queueConnection } from '#nodes/connections/queue.ts'
import { secretOf, valuesOf } from '#nodes/connections/read-connection.ts'
import type { ConnectionHandle, Reach } from '#shared/node/run.ts'

/** Where a broker is and how to sign in there. */
export interface BrokerAddress extends Omit<z.output<typeof queueConnection.values>, 'port'> {
  readonly port: number
  readonly password: string | undefined
  /** `host:port`, for sentences to the user. */
  readonly place: string
  /** Where to connect to: what the name leads to, resolved once and let through by the egress policy. */
  readonly reached: string
  /** For a broker that tells of others: asks the egress policy for each. */
  readonly reach: Pick<Reach, 'host'>
}

/** The address of a connection of kind `queue`. Throws `connect.not-configured` when it is not complete, and what `Reach.host` throws. */
export async function addressOf(connection: ConnectionHandle): Promise<BrokerAddress> {
  const values = valuesOf(queueConnection, connection)
  const place = queueConnection.hosts(values)[0] ?? values.host
  const password = Object.hasOwn(connection.secrets, 'password') ? secretOf(connection, 'password') : undefined
  const port = Number(place.slice(place.lastIndexOf(':') + 1))
  const { reach } = connection
  return { ...values, port, password, place, reach, reached: await reach.host(values.host, port) }
}

/** Options of `tls.connect` for an address; none without TLS. The certificate is judged by the name of the connection, not by the address behind it. */
export function tlsOf({ tls, ca, host }: BrokerAddress): {
  readonly rejectUnauthorized?: boolean
  readonly servername?: string
  readonly ca?: string[]
} {
  if (tls === 'off') return {}
  return {
    rejectUnauthorized: tls === 'verify',
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(ca === undefined ? {} : { ca: [ca] }),
  }
}
