import type { KeyObject, X509Certificate } from 'node:crypto'
import { secretOf, valuesOf } from '#nodes/connections/read-connection.ts'
import { signingConnection } from '#nodes/connections/signing.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import type { ConnectionHandle } from '#shared/node/run.ts'
import { readCertificates, readPrivateKey } from './pem.ts'

/** Our key and certificate of a signing connection; throws `connect.not-configured` when they cannot be read. */
export function signingKey(connection: ConnectionHandle): {
  readonly key: KeyObject
  readonly certificate: X509Certificate
} {
  const { certificate: text = '' } = valuesOf(signingConnection, connection)
  const [certificate] = readCertificates(text) ?? []
  if (!certificate) throw unreadable(connection, 'certificate')
  const key = readPrivateKey(secretOf(connection, 'privateKey'), connection.secrets.passphrase)
  if (!key) throw unreadable(connection, 'privateKey')
  return { key, certificate }
}

/** The trusted certificates of a signing connection; throws `connect.not-configured` when there are none. */
export function trustedCertificates(connection: ConnectionHandle): readonly X509Certificate[] {
  const { trusted = '' } = valuesOf(signingConnection, connection)
  const found = readCertificates(trusted)
  if (!found) throw unreadable(connection, 'trusted')
  return found
}

function unreadable(connection: ConnectionHandle, what: string): Error {
  return permanent('connect.not-configured', { connection: connection.id, what })
}
