import type { KeyObject, X509Certificate } from 'node:crypto'
import { base64Bytes } from '#nodes/bytes/bytes.ts'
import { secretOf, valuesOf } from '#nodes/connections/read-connection.ts'
import { signingConnection } from '#nodes/connections/signing.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import type { ConnectionHandle } from '#shared/node/run.ts'
import { readCertificates, readPrivateKey, readPublicKey } from './pem.ts'

/** Our key and certificate of a signing connection; throws `connect.not-configured` when they cannot be read. */
export function signingKey(connection: ConnectionHandle): {
  readonly key: KeyObject
  readonly certificate: X509Certificate
} {
  const { certificate: text = '' } = valuesOf(signingConnection, connection)
  const [certificate] = readCertificates(text) ?? []
  if (!certificate) throw unreadable(connection, 'certificate')
  return { key: ownKey(connection), certificate }
}

/** Our private key of a signing connection, of any kind; throws `connect.not-configured` when it cannot be read. */
export function ownKey(connection: ConnectionHandle): KeyObject {
  valuesOf(signingConnection, connection)
  const key = readPrivateKey(secretOf(connection, 'privateKey'), connection.secrets.passphrase)
  if (!key) throw unreadable(connection, 'privateKey')
  return key
}

/** The public key of the partner, from a public key or a certificate; throws `connect.not-configured`. */
export function partnerKey(connection: ConnectionHandle): KeyObject {
  const key = readPublicKey(valuesOf(signingConnection, connection).partnerKey ?? '')
  if (!key) throw unreadable(connection, 'partnerKey')
  return key
}

/** The bytes of the key that is shared with a partner, as the connection says it is written; throws `connect.not-configured`. */
export function sharedKey(connection: ConnectionHandle): Buffer {
  const { sharedKeyAs } = valuesOf(signingConnection, connection)
  const text = secretOf(connection, 'sharedKey')
  const bytes =
    sharedKeyAs === 'text' ? Buffer.from(text) : sharedKeyAs === 'base64' ? base64Bytes(text) : hexBytes(text)
  if (!bytes || bytes.length === 0) throw unreadable(connection, 'sharedKey')
  return bytes
}

function hexBytes(text: string): Buffer | undefined {
  const bare = text.replace(/[\s:]+/g, '')
  return /^(?:[0-9A-Fa-f]{2})+$/.test(bare) ? Buffer.from(bare, 'hex') : undefined
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
