import {
  constants,
  createCipheriv,
  createDecipheriv,
  type KeyObject,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
} from 'node:crypto'
import { isStrongRsa } from '#nodes/signature/pem.ts'
import { permanent } from '#shared/errors/flow-error.ts'

const IV_BYTES = 12
const TAG_BYTES = 16
const KEY_BYTES = 32

/** AES-256-GCM (NIST SP 800-38D): 12 bytes of a fresh nonce, the encrypted bytes, 16 bytes of tag. The key must be of 32 bytes. */
export function sealAes(bytes: Uint8Array, key: Buffer, connection: string): Buffer {
  needAesKey(key, connection)
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  return Buffer.concat([iv, cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
}

/** The bytes that `sealAes` sealed; throws `decrypt.failed` when anything was changed, cut, or sealed with another key. */
export function openAes(sealed: Buffer, key: Buffer, connection: string): Buffer {
  needAesKey(key, connection)
  if (sealed.length < IV_BYTES + TAG_BYTES) throw permanent('decrypt.failed')
  const tagAt = sealed.length - TAG_BYTES
  const options = { authTagLength: TAG_BYTES }
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV_BYTES), options)
  decipher.setAuthTag(sealed.subarray(tagAt))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES, tagAt)), decipher.final()])
  } catch {
    throw permanent('decrypt.failed')
  }
}

const oaep = (key: KeyObject) => ({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' })

/** RSA-OAEP with SHA-256 (RFC 8017); throws `encrypt.wrong-key` or `encrypt.too-long`. */
export function sealRsa(bytes: Uint8Array, key: KeyObject, connection: string): Buffer {
  needRsaKey(key, connection)
  const most = (key.asymmetricKeyDetails?.modulusLength ?? 0) / 8 - 2 * KEY_BYTES - 2
  if (bytes.length > most) throw permanent('encrypt.too-long', { limit: most })
  return publicEncrypt(oaep(key), bytes)
}

/** The bytes that were encrypted for our key; throws `encrypt.wrong-key` or `decrypt.failed`. */
export function openRsa(sealed: Uint8Array, key: KeyObject, connection: string): Buffer {
  needRsaKey(key, connection)
  try {
    return privateDecrypt(oaep(key), sealed)
  } catch {
    // One answer for every reason: more would help whoever tries (Manger 2001).
    throw permanent('decrypt.failed')
  }
}

function needAesKey(key: Buffer, connection: string): void {
  if (key.length === KEY_BYTES) return
  const reason = {
    vi: `AES-256 cần khoá đúng ${KEY_BYTES} byte, khoá này ${key.length} byte`,
    en: `AES-256 needs a key of ${KEY_BYTES} bytes, this one has ${key.length}`,
  }
  throw permanent('encrypt.wrong-key', { connection, reason })
}

function needRsaKey(key: KeyObject, connection: string): void {
  if (isStrongRsa(key)) return
  const reason = { vi: 'cần khoá RSA từ 2048 bit', en: 'an RSA key of 2048 bits or more is needed' }
  throw permanent('encrypt.wrong-key', { connection, reason })
}
