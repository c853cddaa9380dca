import { X509Certificate } from 'node:crypto'
import { DOMParser } from '@xmldom/xmldom'
import { SignedXml } from 'xml-crypto'
import { checkXml, withoutLead } from '#nodes/xml/parse.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import { allowedAlgorithms, DSIG } from './algorithms.ts'
import { isStrongRsa } from './pem.ts'
import { checkTrust } from './trust.ts'
import { type Form, formOf, type SignedPart } from './xades-check.ts'

const MOST_REFERENCES = 5
const MOST_CERTIFICATES = 10
/** Attributes that a reference may name an element by, whatever their namespace. */
export const ID_ATTRIBUTES = ['Id', 'ID', 'id']

/** What a signature is checked against. */
export interface VerifyOptions {
  readonly trusted: readonly X509Certificate[]
  /** The instant at which certificates must be valid, ms since the epoch. */
  readonly at: number
  /** Also takes rsa-sha1, which older software still sends. */
  readonly sha1: boolean
  /** Local name of the element that must be signed; the whole document when left out. */
  readonly element?: string
  /** Refuses a signature that is no XAdES. */
  readonly xadesOnly?: boolean
}

/** What was found to be signed, exactly the bytes whose digest the signer signed, and by whom. */
export interface Verified extends Form {
  readonly xml: string
  readonly signer: X509Certificate
}

/**
 * Checks the one enveloped signature of a document and gives back only what it covers. Refuses other transforms than c14n, references
 * outside the document, ids that occur twice, and signatures that do not cover the root (or the element asked for).
 */
export function verifyXml(text: string, options: VerifyOptions): Verified {
  checkXml(text)
  const xml = withoutLead(text)
  const document = new DOMParser().parseFromString(xml, 'text/xml')
  const signature = onlySignature(document)
  checkAlgorithms(signature, options.sha1)
  checkReferences(signature)
  checkIds(document)
  const sent = certificatesOf(signature)
  const candidates = sent.length > 0 ? sent : options.trusted
  for (const candidate of candidates) {
    if (!isStrongRsa(candidate.publicKey)) continue
    const signed = checkWith(xml, signature, candidate, options.sha1)
    if (signed === undefined) continue
    const part = coveredPart(signed, document, options.element)
    const form = formOf(signature, signed, candidate)
    if (options.xadesOnly === true && form.form === 'XML-DSig')
      throw permanent('signature.xades', {
        reason: { vi: 'đây không phải chữ ký XAdES', en: 'it is no XAdES signature' },
      })
    checkTrust(candidate, sent, options.trusted, options.at)
    return { xml: part, signer: candidate, ...form }
  }
  throw broken('không chứng thư nào khớp với chữ ký', 'no certificate fits the signature')
}

function onlySignature(document: Document): Element {
  const found = document.getElementsByTagNameNS(DSIG, 'Signature')
  const [first] = Array.from({ length: Math.min(found.length, 1) }, () => found.item(0))
  if (!first) throw permanent('signature.missing')
  if (found.length > 1) throw permanent('signature.several', { count: found.length })
  return first
}

function elementsOf(parent: Element, name: string): readonly Element[] {
  return Array.from(parent.getElementsByTagNameNS(DSIG, name))
}

/** Refuses every algorithm and transform that is not on the list; throws `signature.algorithm`. */
export function checkAlgorithms(signature: Element, sha1: boolean): void {
  const allowed = allowedAlgorithms(sha1)
  const rules = [
    ['SignatureMethod', allowed.signature],
    ['CanonicalizationMethod', allowed.canonical],
    ['DigestMethod', allowed.digest],
    ['Transform', allowed.transform],
  ] as const
  for (const [name, names] of rules)
    for (const element of elementsOf(signature, name)) {
      const algorithm = element.getAttribute('Algorithm') ?? ''
      if (!names.has(algorithm)) throw permanent('signature.algorithm', { algorithm: algorithm.slice(0, 200) })
    }
}

/** Before any work: few references, each to this document. What counts afterwards are the authenticated ones. */
export function checkReferences(signature: Element): void {
  const references = elementsOf(signature, 'Reference')
  if (references.length === 0) throw broken('không có phần được ký', 'nothing is signed')
  if (references.length > MOST_REFERENCES)
    throw broken(`ký quá ${MOST_REFERENCES} phần`, `signs more than ${MOST_REFERENCES} parts`)
  for (const reference of references) {
    const uri = reference.getAttribute('URI')
    const inside = reference.hasAttribute('URI') && (uri === '' || /^#[\p{L}_][\p{L}\p{N}._-]{0,200}$/u.test(uri ?? ''))
    if (!inside) throw uncovered('trỏ ra ngoài văn bản', 'it points outside the document')
    if (elementsOf(reference, 'Transform').length > 3) throw broken('quá nhiều phép biến đổi', 'too many transforms')
  }
}

/** An id that stands twice lets a signed part be swapped for another one. */
function checkIds(document: Document): void {
  const seen = new Set<string>()
  for (const element of Array.from(document.getElementsByTagName('*')))
    for (const { name, localName, value } of Array.from(element.attributes)) {
      if (!ID_ATTRIBUTES.includes(localName ?? name)) continue
      const id = value.slice(0, 100)
      if (seen.has(value)) throw uncovered(`định danh "${id}" bị lặp`, `the id "${id}" stands twice`)
      seen.add(value)
    }
}

function certificatesOf(signature: Element): readonly X509Certificate[] {
  const found = elementsOf(signature, 'X509Certificate')
  if (found.length > MOST_CERTIFICATES) throw broken('kèm quá nhiều chứng thư', 'carries too many certificates')
  try {
    return found.map((one) => new X509Certificate(Buffer.from(one.textContent ?? '', 'base64')))
  } catch {
    throw broken('chứng thư kèm theo không đọc được', 'the certificate in it cannot be read')
  }
}

/** The signed parts when this certificate made the signature; undefined when it did not. */
export function checkWith(
  xml: string,
  signature: Element,
  certificate: X509Certificate,
  sha1: boolean,
): readonly SignedPart[] | undefined {
  // The key comes from us, never from the document by itself: `getCertFromKeyInfo` stays off.
  const checker = new SignedXml({ publicCert: certificate.toString(), getCertFromKeyInfo: () => null })
  const allowed = allowedAlgorithms(sha1)
  keepOnly(checker.SignatureAlgorithms, allowed.signature)
  keepOnly(checker.HashAlgorithms, allowed.digest)
  keepOnly(checker.CanonicalizationAlgorithms, allowed.transform)
  let holds: boolean
  try {
    checker.loadSignature(signature)
    holds = checker.checkSignature(xml)
  } catch (thrown) {
    const said = thrown instanceof Error ? thrown.message : String(thrown)
    if (said.startsWith('invalid signature: the signature value')) return undefined
    throw broken('cấu trúc chữ ký sai', said.slice(0, 150))
  }
  if (!holds) throw broken('nội dung đã bị sửa sau khi ký', 'the content was changed after signing')
  return checker.getReferences().map(({ uri, signedReference }) => {
    return { uri: uri ?? '', xml: signedReference ?? '' }
  })
}

function keepOnly(table: Record<string, unknown>, names: ReadonlySet<string>): void {
  for (const name of Object.keys(table)) if (!names.has(name)) delete table[name]
}

function coveredPart(signed: readonly SignedPart[], document: Document, element: string | undefined): string {
  const root = document.documentElement
  const rootUris = new Set([
    '',
    ...ID_ATTRIBUTES.flatMap((name) => (root.getAttribute(name) ? [`#${root.getAttribute(name)}`] : [])),
  ])
  const part = signed.find(({ uri, xml }) => (element === undefined ? rootUris.has(uri) : localNameOf(xml) === element))
  if (part) return part.xml
  if (element === undefined)
    throw uncovered('chỉ ký một phần, không ký toàn văn bản', 'only a part is signed, not the whole document')
  throw uncovered(`phần tử "${element}" không được ký`, `the element "${element}" is not signed`)
}

/** The local name of the root of canonical XML, which begins with its tag. */
function localNameOf(canonical: string): string {
  return /^<(?:[^\s:/>]+:)?([^\s:/>]+)/.exec(canonical)?.[1] ?? ''
}

function broken(vi: string, en: string): Error {
  return permanent('signature.broken', { reason: { vi, en } })
}

function uncovered(vi: string, en: string): Error {
  return permanent('signature.coverage', { reason: { vi, en } })
}
