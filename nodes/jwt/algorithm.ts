import type { KeyObject } from 'node:crypto'
import { isStrongRsa } from '#nodes/signature/pem.ts'
import { permanent } from '#shared/errors/flow-error.ts'

const CURVES: Readonly<Record<string, string>> = { prime256v1: 'ES256', secp384r1: 'ES384', secp521r1: 'ES512' }

/** The one algorithm that a key may sign with (RFC 7518, RFC 8037); throws `encrypt.wrong-key`. */
export function signingAlgorithm(key: KeyObject, rsa: 'RS256' | 'PS256', connection: string): string {
  if (key.type === 'secret') {
    if ((key.symmetricKeySize ?? 0) >= 32) return 'HS256'
    throw wrongKey(connection, 'HS256 cần khoá từ 32 byte', 'HS256 needs a key of 32 bytes or more')
  }
  if (isStrongRsa(key)) return rsa
  if (key.asymmetricKeyType === 'ed25519') return 'EdDSA'
  const curve = CURVES[key.asymmetricKeyDetails?.namedCurve ?? '']
  if (curve !== undefined) return curve
  throw wrongKey(
    connection,
    'cần khoá RSA từ 2048 bit, EC (P-256, P-384, P-521) hoặc Ed25519',
    'an RSA key of 2048 bits or more, EC (P-256, P-384, P-521) or Ed25519 is needed',
  )
}

/** The one way in which a key may hide the key of a content; throws `encrypt.wrong-key`. */
export function wrappingAlgorithm(key: KeyObject, connection: string): 'dir' | 'RSA-OAEP-256' {
  if (key.type === 'secret') {
    if (key.symmetricKeySize === 32) return 'dir'
    throw wrongKey(connection, 'A256GCM cần khoá đúng 32 byte', 'A256GCM needs a key of 32 bytes')
  }
  if (isStrongRsa(key)) return 'RSA-OAEP-256'
  throw wrongKey(connection, 'cần khoá RSA từ 2048 bit', 'an RSA key of 2048 bits or more is needed')
}

function wrongKey(connection: string, vi: string, en: string): Error {
  return permanent('encrypt.wrong-key', { connection, reason: { vi, en } })
}
