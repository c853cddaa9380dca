import type { Connection } from '#shared/api/platform.ts'

/** The word that stands for a connection that is not made yet; never given as an id. */
export const NEW = 'moi'

const NAMES = ['baseUrl', 'url', 'address', 'host', 'file', 'server']

/** Where a connection leads, for lists: its address, host or file. */
export function placeOf(connection: Pick<Connection, 'values'>): string {
  for (const name of NAMES) {
    const value = connection.values[name]
    if (typeof value !== 'string' || value === '') continue
    const { port } = connection.values
    return name === 'host' && typeof port === 'number' ? `${value}:${port}` : value
  }
  return (
    Object.values(connection.values).find((it): it is string => typeof it === 'string' && /^https?:/.test(it)) ?? ''
  )
}
