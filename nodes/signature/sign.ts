import type { KeyObject, X509Certificate } from 'node:crypto'
import { SignedXml } from 'xml-crypto'
import { checkXml, withoutLead } from '#nodes/xml/parse.ts'
import { permanent, toErrorData } from '#shared/errors/flow-error.ts'
import { C14N, ENVELOPED, EXCLUSIVE_C14N, METHODS, type Method } from './algorithms.ts'
import { checkSigner } from './sign-parts.ts'
import { verifyXml } from './verify.ts'
import { type Claims, qualifyingProperties, SIGNED_PROPERTIES, xadesIds } from './xades.ts'

/** What a document is signed with, and where the signature goes. */
export interface SignOptions {
  readonly key: KeyObject
  readonly certificate: X509Certificate
  readonly method: Method
  /** Local names from below the root, such as `edXMLEnvelope/edXMLHeader`; empty for the root. */
  readonly place: string
  readonly at: number
  /** Signs as XAdES-B-B with these claims; plain XML-DSig when left out. */
  readonly xades?: Pick<Claims, 'city' | 'role'>
}

/** Adds an enveloped signature (XML-DSig, or XAdES-B-B when asked) over the whole document and checks that it holds. Throws `signature.cannot-sign` or what is wrong with the XML. */
export function signXml(text: string, options: SignOptions): string {
  const { key, certificate, method, xades, at } = options
  checkSigner(key, certificate)
  checkXml(text)
  const ids = xades && xadesIds(text, certificate, at)
  const content = ids && qualifyingProperties(ids, certificate, { ...xades, at })
  const signer = new SignedXml({
    privateKey: key,
    publicCert: certificate.toString(),
    signatureAlgorithm: METHODS[method].signature,
    canonicalizationAlgorithm: EXCLUSIVE_C14N,
    ...(content === undefined ? {} : { objects: [{ content }] }),
  })
  signer.addReference({
    xpath: '/*',
    isEmptyUri: true,
    // Not the exclusive form: it would leave out namespaces that only values use.
    transforms: [ENVELOPED, C14N],
    digestAlgorithm: METHODS[method].digest,
    ...(ids && { id: ids.document }),
  })
  if (ids)
    signer.addReference({
      xpath: `//*[@Id='${ids.properties}']`,
      type: SIGNED_PROPERTIES,
      transforms: [EXCLUSIVE_C14N],
      digestAlgorithm: METHODS[method].digest,
    })
  const signed = compute(signer, withoutLead(text), options.place, ids?.signature)
  checkOwn(signed, options)
  return signed
}

/** What would be refused by a receiver is not sent: signed before, an expired certificate of ours, line ends that do not survive. */
function checkOwn(signed: string, { certificate, at, xades }: SignOptions): void {
  try {
    verifyXml(signed, { trusted: [certificate], at, sha1: false, xadesOnly: xades !== undefined })
  } catch (thrown) {
    const { vi, en } = toErrorData(thrown).message
    throw cannot(vi, en)
  }
}

function compute(signer: SignedXml, xml: string, place: string, id: string | undefined): string {
  const steps = place.split('/').filter(Boolean)
  const reference = `/*${steps.map((name) => `/*[local-name()='${name}']`).join('')}`
  try {
    signer.computeSignature(xml, {
      location: { reference, action: 'append' },
      ...(id === undefined ? {} : { attrs: { Id: id } }),
    })
    return signer.getSignedXml()
  } catch {
    throw cannot(`không có phần tử "${place}" để đặt chữ ký`, `there is no element "${place}" to put the signature in`)
  }
}

function cannot(vi: string, en: string): Error {
  return permanent('signature.cannot-sign', { reason: { vi, en } })
}
