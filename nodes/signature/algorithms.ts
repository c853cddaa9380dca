/** The namespace of XML signatures. */
export const DSIG = 'http://www.w3.org/2000/09/xmldsig#'
/** Leaves the signature itself out of what is signed. */
export const ENVELOPED = `${DSIG}enveloped-signature`
/** Canonical XML 1.0 without comments. */
export const C14N = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315'
/** Exclusive canonical XML without comments. */
export const EXCLUSIVE_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#'

const RSA_SHA1 = `${DSIG}rsa-sha1`
const SHA1 = `${DSIG}sha1`

/** Signature methods by the name used in settings, with the digest that goes with each. */
export const METHODS = {
  'rsa-sha256': {
    signature: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    digest: 'http://www.w3.org/2001/04/xmlenc#sha256',
  },
  'rsa-sha512': {
    signature: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
    digest: 'http://www.w3.org/2001/04/xmlenc#sha512',
  },
} as const

/** A signature method that we sign with. */
export type Method = keyof typeof METHODS

/** Everything that a signature may name: transforms never more than leaving itself out and canonical XML without comments. */
export function allowedAlgorithms(sha1: boolean) {
  const methods = Object.values(METHODS)
  return {
    signature: new Set<string>([...methods.map((it) => it.signature), ...(sha1 ? [RSA_SHA1] : [])]),
    digest: new Set<string>([...methods.map((it) => it.digest), ...(sha1 ? [SHA1] : [])]),
    canonical: new Set<string>([C14N, EXCLUSIVE_C14N]),
    transform: new Set<string>([ENVELOPED, C14N, EXCLUSIVE_C14N]),
  }
}
