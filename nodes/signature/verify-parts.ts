import type { X509Certificate } from 'node:crypto'
import { permanent } from '#shared/errors/flow-error.ts'
import { DSIG, ENVELOPED } from './algorithms.ts'
import { isStrongRsa } from './pem.ts'
import { checkTrust } from './trust.ts'
import { checkAlgorithms, checkReferences, checkWith, ID_ATTRIBUTES } from './verify.ts'

/** A signature over elements of the document that it stands in. */
export interface PartsToVerify {
  /** The document, as text and as it was parsed. */
  readonly xml: string
  readonly document: Document
  readonly signature: Element
  /** The elements that must be signed, found by their place, with the name that a person knows them by. */
  readonly parts: readonly { readonly name: string; readonly element: Element }[]
  /** Certificates that came with the signature; one of them made it, the others lead to whom we trust. */
  readonly sent: readonly X509Certificate[]
  readonly trusted: readonly X509Certificate[]
  /** The instant at which certificates must be valid, ms since the epoch. */
  readonly at: number
}

/**
 * Checks that elements are signed by a trusted certificate, and gives it back. What is signed is the element in its place: a reference counts only when
 * its id is that of the element and of nothing else, so a signed copy elsewhere stands for nothing. Throws `signature.unsigned` with the part
 * that is not, and what `verifyXml` throws.
 */
export function verifyParts({ xml, document, signature, parts, sent, trusted, at }: PartsToVerify): X509Certificate {
  checkAlgorithms(signature, false)
  checkReferences(signature)
  const ids = idsOf(document)
  const needed = parts.map(({ name, element }) => ({ name, element, uris: urisOf(element, ids, name) }))
  let refused: Error | undefined
  for (const candidate of sent) {
    if (!isStrongRsa(candidate.publicKey)) continue
    // Trust comes first: it costs little, and what a stranger sent is worth no more work.
    try {
      checkTrust(candidate, sent, trusted, at)
    } catch (thrown) {
      if (!(thrown instanceof Error)) throw thrown
      refused ??= thrown
      continue
    }
    const signed = checkWith(xml, signature, candidate, false)
    if (signed === undefined) continue
    const covered = new Set(signed.map(({ uri }) => uri))
    for (const { name, element, uris } of needed) {
      if (!uris.some((uri) => covered.has(uri))) throw unsigned(name)
      // What is left out of the digest as a signature of its own must not stand in what is read.
      if (isEnveloped(signature) && element.getElementsByTagNameNS(DSIG, 'Signature').length > 0) throw unsigned(name)
    }
    return candidate
  }
  if (refused) throw refused
  const reason = { vi: 'không chứng thư nào khớp với chữ ký', en: 'no certificate fits the signature' }
  throw permanent('signature.broken', { reason })
}

/** How often each id stands in the document, whatever its attribute is called. */
function idsOf(document: Document): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const element of Array.from(document.getElementsByTagName('*')))
    for (const id of ownIds(element)) counts.set(id, (counts.get(id) ?? 0) + 1)
  return counts
}

function ownIds(element: Element): readonly string[] {
  return Array.from(element.attributes).flatMap(({ name, localName, value }) =>
    ID_ATTRIBUTES.includes(localName ?? name) ? [value] : [],
  )
}

function urisOf(element: Element, ids: ReadonlyMap<string, number>, name: string): readonly string[] {
  const own = ownIds(element)
  const twice = own.find((id) => ids.get(id) !== 1)
  if (twice === undefined) return own.map((id) => `#${id}`)
  const id = twice.slice(0, 100)
  const reason = { vi: `định danh "${id}" của ${name} bị lặp`, en: `the id "${id}" of ${name} stands twice` }
  throw permanent('signature.coverage', { reason })
}

function isEnveloped(signature: Element): boolean {
  const transforms = Array.from(signature.getElementsByTagNameNS(DSIG, 'Transform'))
  return transforms.some((it) => it.getAttribute('Algorithm') === ENVELOPED)
}

function unsigned(part: string): Error {
  return permanent('signature.unsigned', { part })
}
