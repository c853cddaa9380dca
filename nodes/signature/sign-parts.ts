import type { KeyObject, X509Certificate } from 'node:crypto'
import { SignedXml } from 'xml-crypto'
import { permanent } from '#shared/errors/flow-error.ts'
import { EXCLUSIVE_C14N, METHODS } from './algorithms.ts'
import { isStrongRsa } from './pem.ts'

/** Which parts of a document are signed, by what, and where the signature goes. */
export interface SignedParts {
  readonly key: KeyObject
  readonly certificate: X509Certificate
  /** XPaths of elements; each is found by its `wsu:Id`, which is added where there is none. */
  readonly parts: readonly string[]
  /** XPath of the element that the signature is put into, last. */
  readonly into: string
  /** What stands in `ds:KeyInfo`. */
  readonly keyInfo: string
}

/** Adds a detached signature over parts of a document (WS-Security 1.0 §8; rsa-sha256, exclusive canonical XML). Throws `signature.cannot-sign`. */
export function signParts(xml: string, { key, certificate, parts, into, keyInfo }: SignedParts): string {
  checkSigner(key, certificate)
  const signer = new SignedXml({
    idMode: 'wssecurity',
    privateKey: key,
    signatureAlgorithm: METHODS['rsa-sha256'].signature,
    canonicalizationAlgorithm: EXCLUSIVE_C14N,
    getKeyInfoContent: () => keyInfo,
  })
  for (const xpath of parts)
    signer.addReference({ xpath, transforms: [EXCLUSIVE_C14N], digestAlgorithm: METHODS['rsa-sha256'].digest })
  try {
    signer.computeSignature(xml, { prefix: 'ds', location: { reference: into, action: 'append' } })
    return signer.getSignedXml()
  } catch (thrown) {
    const said = thrown instanceof Error ? thrown.message.slice(0, 150) : ''
    throw permanent('signature.cannot-sign', { reason: said })
  }
}

/** Refuses a key that is too short or does not belong to the certificate. */
export function checkSigner(key: KeyObject, certificate: X509Certificate): void {
  const cannot = (vi: string, en: string): Error => permanent('signature.cannot-sign', { reason: { vi, en } })
  if (!isStrongRsa(key)) throw cannot('cần khoá RSA từ 2048 bit', 'needs an RSA key of at least 2048 bits')
  if (!certificate.checkPrivateKey(key))
    throw cannot('khoá bí mật không khớp với chứng thư', 'the private key does not belong to the certificate')
}
