import type { ServerAddress } from '#nodes/sql/drivers/server.ts'

/** A database server that may be reached, as a driver gets it from a connection. */
export function serverAt(
  where: Pick<ServerAddress, 'host' | 'port' | 'database' | 'user'>,
  more: Partial<ServerAddress> = {},
): ServerAddress {
  return { ...where, ssl: 'off', poolSize: 1, reach: async () => where.host, ...more }
}
