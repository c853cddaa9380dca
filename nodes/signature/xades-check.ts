import { createHash, type X509Certificate } from 'node:crypto'
import { DOMParser } from '@xmldom/xmldom'
import { permanent } from '#shared/errors/flow-error.ts'
import { DSIG, METHODS } from './algorithms.ts'
import { ANY_XADES, SIGNED_PROPERTIES, XADES } from './xades.ts'

/** A part whose digest the signer signed, in canonical form, and where the document has it. */
export interface SignedPart {
  readonly uri: string
  readonly xml: string
}

/** The kind of a signature, and the time of signing as the signer claims it; nobody has vouched for that time. */
export interface Form {
  readonly form: 'XML-DSig' | 'XAdES-BES' | 'XAdES-B-B'
  readonly claimedTime?: string
}

const MOST_CERTIFICATES = 10
const SHA1 = `${DSIG}sha1`
const DIGESTS: Readonly<Record<string, string>> = {
  [METHODS['rsa-sha256'].digest]: 'sha256',
  [METHODS['rsa-sha512'].digest]: 'sha512',
  [SHA1]: 'sha1',
}

/**
 * The form of a signature whose parts have been authenticated. With signed properties (ETSI EN 319 132-1) they must be those that the
 * signer signed, stand where they belong and name the certificate of the signer; throws `signature.xades`. Digest methods have been
 * checked before.
 */
export function formOf(signature: Element, signed: readonly SignedPart[], signer: X509Certificate): Form {
  const id = propertiesOf(signature)
  const typed = referencesTo(signature)
  if (id === undefined && typed.length === 0) return { form: 'XML-DSig' }
  if (id === undefined) throw wrong('không có SignedProperties trong chữ ký', 'there are no SignedProperties in it')
  if (typed.length !== 1 || typed[0] !== `#${id}`)
    throw wrong('SignedProperties không được ký', 'the SignedProperties are not signed')
  const part = signed.find(({ uri }) => uri === `#${id}`)
  const root = part && new DOMParser().parseFromString(part.xml, 'text/xml').documentElement
  if (!root || root.namespaceURI !== XADES || root.localName !== 'SignedProperties')
    throw wrong('SignedProperties không được ký', 'the SignedProperties are not signed')
  return readProperties(root, signer)
}

/** The id of the only signed properties; undefined when the signature has none. */
function propertiesOf(signature: Element): string | undefined {
  const all = Array.from(signature.getElementsByTagName('*')).filter(({ namespaceURI, localName }) => {
    return (
      namespaceURI?.startsWith(ANY_XADES) &&
      /^(?:QualifyingProperties(?:Reference)?|SignedProperties)$/.test(localName ?? '')
    )
  })
  const [outer, inner] = all
  if (!outer) return undefined
  if (all.some(({ namespaceURI }) => namespaceURI !== XADES))
    throw wrong('dùng phiên bản XAdES trước 1.3.2', 'it uses a version of XAdES before 1.3.2')
  const inPlace = childrenOf(signature, DSIG, 'Object').some((one) =>
    childrenOf(one, XADES, 'QualifyingProperties').includes(outer),
  )
  if (!inPlace) throw wrong('QualifyingProperties đặt sai chỗ', 'QualifyingProperties stands in the wrong place')
  const target = signature.getAttribute('Id')
  if (!target || outer.getAttribute('Target') !== `#${target}`)
    throw wrong('QualifyingProperties trỏ tới chữ ký khác', 'QualifyingProperties belongs to another signature')
  const id = inner?.getAttribute('Id')
  if (all.length !== 2 || inner?.localName !== 'SignedProperties' || inner.parentNode !== outer || !id)
    throw wrong('cần đúng một SignedProperties có Id', 'needs exactly one SignedProperties with an Id')
  return id
}

/** The addresses of the references that say they cover signed properties. */
function referencesTo(signature: Element): readonly string[] {
  return childrenOf(signature, DSIG, 'SignedInfo')
    .flatMap((info) => childrenOf(info, DSIG, 'Reference'))
    .filter((one) => one.getAttribute('Type') === SIGNED_PROPERTIES)
    .map((one) => one.getAttribute('URI') ?? '')
}

function readProperties(root: Element, signer: X509Certificate): Form {
  const [own] = childrenOf(root, XADES, 'SignedSignatureProperties')
  const second = own ? childrenOf(own, XADES, 'SigningCertificateV2') : []
  const named = [...second, ...(own ? childrenOf(own, XADES, 'SigningCertificate') : [])].flatMap((one) =>
    childrenOf(one, XADES, 'Cert'),
  )
  if (named.length === 0)
    throw wrong('không ghi chứng thư của người ký', 'it does not name the certificate of the signer')
  if (named.length > MOST_CERTIFICATES) throw wrong('ghi quá nhiều chứng thư', 'it names too many certificates')
  if (!named.some((one) => names(one, signer)))
    throw wrong(
      'chứng thư ghi trong đó không phải chứng thư của người ký',
      'it names another certificate than that of the signer',
    )
  const [time] = own ? childrenOf(own, XADES, 'SigningTime') : []
  if (!time) return { form: 'XAdES-BES' }
  return { form: second.length > 0 ? 'XAdES-B-B' : 'XAdES-BES', claimedTime: instantOf(time.textContent ?? '') }
}

function names(cert: Element, signer: X509Certificate): boolean {
  return childrenOf(cert, XADES, 'CertDigest').some((digest) => {
    const [method] = childrenOf(digest, DSIG, 'DigestMethod')
    const [value] = childrenOf(digest, DSIG, 'DigestValue')
    const hash = DIGESTS[method?.getAttribute('Algorithm') ?? '']
    if (hash === undefined || !value) return false
    return createHash(hash).update(signer.raw).digest('base64') === (value.textContent ?? '').replace(/\s+/g, '')
  })
}

/** An `xsd:dateTime` as an instant of UTC; a time without a zone is one of Vietnam. */
function instantOf(text: string): string {
  const [whole, zone] =
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(Z|[+-]\d{2}:\d{2})?$/.exec(text.trim()) ?? []
  const instant = new Date(whole === undefined ? Number.NaN : zone === undefined ? `${whole}+07:00` : whole)
  if (Number.isNaN(instant.getTime())) throw wrong('giờ ký không đọc được', 'the signing time cannot be read')
  return instant.toISOString()
}

function childrenOf(parent: Element, namespace: string, name: string): readonly Element[] {
  return Array.from(parent.getElementsByTagNameNS(namespace, name)).filter((one) => one.parentNode === parent)
}

function wrong(vi: string, en: string): Error {
  return permanent('signature.xades', { reason: { vi, en } })
}
