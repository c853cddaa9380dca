import type { z } from 'zod'
import { permanent } from '#shared/errors/flow-error.ts'
import type { ConnectionKind } from '#shared/node/connection.ts'
import type { ConnectionHandle } from '#shared/node/run.ts'

/** The values of a connection, parsed by its kind. Throws `connect.not-configured` when they are not complete. */
export function valuesOf<V extends z.ZodObject, S extends z.ZodObject>(
  kind: ConnectionKind<V, S>,
  connection: ConnectionHandle,
): z.output<V> {
  if (connection.kind !== kind.kind) {
    throw permanent('connect.not-configured', { connection: connection.id, what: kind.title.vi })
  }
  const read = kind.values.safeParse(connection.values)
  if (read.success) return read.data
  const what = [...new Set(read.error.issues.map((issue) => issue.path.join('.')))].join(', ')
  throw permanent('connect.not-configured', { connection: connection.id, what })
}

/** A secret of a connection; throws `connect.not-configured` when it has not been entered. */
export function secretOf(connection: ConnectionHandle, name: string): string {
  const secret = Object.hasOwn(connection.secrets, name) ? connection.secrets[name] : undefined
  if (secret === undefined || secret === '') {
    throw permanent('connect.not-configured', { connection: connection.id, what: name })
  }
  return secret
}
