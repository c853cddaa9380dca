import type { z } from 'zod'
import { queueConnection } from '#nodes/connections/queue.ts'
import { secretOf, valuesOf } from '#nodes/connections/read-connection.ts'
import type { ConnectionHandle } from '#shared/node/run.ts'

/** Where a broker is and how to sign in there. */
export interface BrokerAddress extends Omit<z.output<typeof queueConnection.values>, 'port'> {
  readonly port: number
  readonly password: string | undefined
  /** `host:port`, for sentences to the user. */
  readonly place: string
}

/** The address of a connection of kind `queue`. Throws `connect.not-configured` when it is not complete. */
export function addressOf(connection: ConnectionHandle): BrokerAddress {
  const values = valuesOf(queueConnection, connection)
  const place = queueConnection.hosts(values)[0] ?? values.host
  const password = Object.hasOwn(connection.secrets, 'password') ? secretOf(connection, 'password') : undefined
  return { ...values, port: Number(place.slice(place.lastIndexOf(':') + 1)), password, place }
}

/** Options of `tls.connect` for an address; none without TLS. */
export function tlsOf({ tls, ca, host }: BrokerAddress): {
  readonly rejectUnauthorized?: boolean
  readonly servername?: string
  readonly ca?: string[]
} {
  if (tls === 'off') return {}
  return { rejectUnauthorized: tls === 'verify', servername: host, ...(ca === undefined ? {} : { ca: [ca] }) }
}
