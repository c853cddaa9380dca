import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import type { Random } from './ports.ts'
import type { Sealer } from './sealing.ts'

/** The installation's own key, which signs what leaves it (Ed25519, RFC 8032). */
export interface SigningKey {
  /** SHA-256 of the public key, hex: what people compare. */
  readonly id: string
  /** The public key, SubjectPublicKeyInfo in base64. */
  readonly publicKey: string
  /** A signature in base64. */
  sign(bytes: Buffer): string
}

/** The beginning of a PKCS #8 private key of Ed25519 (RFC 8410); the 32 bytes of the seed follow. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')
const PLACE = 'signing-key 1'

/** The key of this data folder, made at the first start; it is kept sealed under the master key. */
export function openSigningKey(db: Database, sealer: Sealer, random: Random): SigningKey {
  const find = db.prepare<[], { value: string }>("SELECT value FROM facts WHERE name = 'signing-key'")
  const put = db.prepare("INSERT INTO facts (name, value) VALUES ('signing-key', ?) ON CONFLICT (name) DO NOTHING")
  if (!find.get()) put.run(sealedText(sealer, random(32)))
  const seed = openedSeed(sealer, find.get()?.value ?? '')
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' })
  const publicKey = spki(createPublicKey(key))
  return { id: keyId(publicKey), publicKey, sign: (bytes) => sign(null, bytes, key).toString('base64') }
}

/** SHA-256 of a public key, hex. */
export function keyId(publicKey: string): string {
  return createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex')
}

/** A public key of Ed25519 in its one form; undefined for anything else. */
export function readPublicKey(text: string): string | undefined {
  try {
    const key = createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' })
    return key.asymmetricKeyType === 'ed25519' ? spki(key) : undefined
  } catch {
    return undefined
  }
}

/** True when the signature is of these bytes and by this key. */
export function isSignedBy(bytes: Buffer, signature: string, publicKey: string): boolean {
  const key = readPublicKey(publicKey)
  if (key === undefined) return false
  const object = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' })
  return verify(null, bytes, object, Buffer.from(signature, 'base64'))
}

function spki(key: KeyObject): string {
  return key.export({ format: 'der', type: 'spki' }).toString('base64')
}

function sealedText(sealer: Sealer, seed: Buffer): string {
  const { nonce, cipher, tag, keyId: sealedBy } = sealer.seal(seed.toString('base64'), PLACE)
  return [sealedBy, nonce.toString('base64'), cipher.toString('base64'), tag.toString('base64')].join(' ')
}

function openedSeed(sealer: Sealer, text: string): Buffer {
  const [sealedBy = '', nonce = '', cipher = '', tag = ''] = text.split(' ')
  const bytes = (part: string): Buffer => Buffer.from(part, 'base64')
  const sealed = { nonce: bytes(nonce), cipher: bytes(cipher), tag: bytes(tag), keyId: sealedBy }
  return Buffer.from(sealer.open(sealed, PLACE), 'base64')
}
