import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto'

const BLOCK = /-----BEGIN ([A-Z0-9 ]{1,40})-----([\s\S]{0,100000}?)-----END \1-----/g

/** PEM blocks with their line breaks put right: a field of one line loses them. Headers of old encrypted keys stay as they came. */
function blocksOf(text: string): readonly { readonly label: string; readonly pem: string }[] {
  return [...text.matchAll(BLOCK)].map(([whole, label = '', inner = '']) => {
    if (inner.includes(':')) return { label, pem: whole }
    const lines = inner.replace(/\s+/g, '').match(/.{1,64}/g) ?? []
    return { label, pem: `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n` }
  })
}

/** The certificates of a PEM text; undefined when it holds none or one that cannot be read. */
export function readCertificates(text: string): readonly X509Certificate[] | undefined {
  try {
    const found = blocksOf(text).filter(({ label }) => label === 'CERTIFICATE')
    return found.length === 0 ? undefined : found.map(({ pem }) => new X509Certificate(pem))
  } catch {
    return undefined
  }
}

/** The private key of a PEM text; undefined when there is none, or the passphrase does not open it. */
export function readPrivateKey(text: string, passphrase: string | undefined): KeyObject | undefined {
  const [block] = blocksOf(text).filter(({ label }) => label.endsWith('PRIVATE KEY'))
  if (!block) return undefined
  try {
    return createPrivateKey({ key: block.pem, ...(passphrase === undefined ? {} : { passphrase }) })
  } catch {
    return undefined
  }
}

/** The public key of a PEM text that holds a public key or a certificate; undefined when there is neither. */
export function readPublicKey(text: string): KeyObject | undefined {
  const block = blocksOf(text).find(({ label }) => label === 'CERTIFICATE' || label.endsWith('PUBLIC KEY'))
  if (!block) return undefined
  try {
    return createPublicKey(block.pem)
  } catch {
    return undefined
  }
}

/** Whether a key is RSA of at least 2048 bits. */
export function isStrongRsa(key: KeyObject): boolean {
  return key.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 2048
}

/** A distinguished name on one line, the most telling part first. */
export function nameOf(distinguished: string): string {
  return distinguished.split('\n').filter(Boolean).reverse().join(', ').slice(0, 300)
}
