import { createCipheriv, createDecipheriv, createHash, createHmac } from 'node:crypto'
import type { Random } from './ports.ts'

/** A sealed secret as it is stored. */
export interface Sealed {
  /** 96 random bits, fresh for each sealing (NIST SP 800-38D). */
  readonly nonce: Buffer
  readonly cipher: Buffer
  readonly tag: Buffer
  /** Which master key sealed it. */
  readonly keyId: string
}

/** Seals and opens secrets under the master key. */
export interface Sealer {
  readonly keyId: string
  /** `place` (name and version) is bound to the secret, so a row that is moved elsewhere does not open. */
  seal(text: string, place: string): Sealed
  /** Throws when the place, the key or a single bit differs. */
  open(sealed: Sealed, place: string): string
  /** A keyed digest for values that must be tamper-evident but not secret, 64 hex characters. */
  sign(text: string): string
}

/** AES-256-GCM under a 32-byte master key (reliability rule 14). */
export function createSealer(masterKey: Buffer, random: Random): Sealer {
  const sealingKey = derive(masterKey, 'lienthong seal 1')
  const signingKey = derive(masterKey, 'lienthong sign 1')
  const keyId = createHash('sha256').update(derive(masterKey, 'lienthong id 1')).digest('hex').slice(0, 16)

  function seal(text: string, place: string): Sealed {
    const nonce = random(12)
    const cipher = createCipheriv('aes-256-gcm', sealingKey, nonce)
    cipher.setAAD(Buffer.from(place))
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
    return { nonce, cipher: body, tag: cipher.getAuthTag(), keyId }
  }

  function open(sealed: Sealed, place: string): string {
    const decipher = createDecipheriv('aes-256-gcm', sealingKey, sealed.nonce, { authTagLength: 16 })
    decipher.setAAD(Buffer.from(place))
    decipher.setAuthTag(sealed.tag)
    return Buffer.concat([decipher.update(sealed.cipher), decipher.final()]).toString('utf8')
  }

  return { keyId, seal, open, sign: (text) => createHmac('sha256', signingKey).update(text).digest('hex') }
}

/** One key a purpose, so that a signature can never serve as a ciphertext key. */
function derive(masterKey: Buffer, purpose: string): Buffer {
  return createHmac('sha256', masterKey).update(purpose).digest()
}
