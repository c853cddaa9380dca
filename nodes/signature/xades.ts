import { createHash, type X509Certificate } from 'node:crypto'
import { escapeText } from '#nodes/xml/build.ts'
import { DSIG, METHODS } from './algorithms.ts'

/** The namespace of XAdES (ETSI EN 319 132-1 §4.2), which versions 1.3.2 and later share. */
export const XADES = 'http://uri.etsi.org/01903/v1.3.2#'
/** What every version of XAdES begins its namespace with. */
export const ANY_XADES = 'http://uri.etsi.org/01903/'
/** The type of the reference that covers the signed properties. */
export const SIGNED_PROPERTIES = 'http://uri.etsi.org/01903#SignedProperties'

/** What a signer says besides the document; all of it is signed. */
export interface Claims {
  /** Signing time, ms since the epoch. */
  readonly at: number
  readonly city?: string | undefined
  readonly role?: string | undefined
}

/** The ids that tie the parts of one signature together. */
export interface XadesIds {
  readonly signature: string
  readonly document: string
  readonly properties: string
}

/** Ids that follow from what is signed, by whom and when, so that signing again gives the same text. */
export function xadesIds(text: string, certificate: X509Certificate, at: number): XadesIds {
  const hash = createHash('sha256').update(`${certificate.fingerprint256}\n${at}\n`).update(text)
  const stem = `xades-${hash.digest('hex').slice(0, 32)}`
  return { signature: stem, document: `${stem}-doc`, properties: `${stem}-props` }
}

/** `xades:QualifyingProperties` of a signature of level B-B (ETSI EN 319 132-1 §5.2 and §6.3), to stand in a `ds:Object`. */
export function qualifyingProperties(ids: XadesIds, certificate: X509Certificate, { at, city, role }: Claims): string {
  const time = new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z')
  const digest = createHash('sha256').update(certificate.raw).digest('base64')
  const place = city === undefined ? '' : element('SignatureProductionPlaceV2', element('City', escapeText(city)))
  const claimed =
    role === undefined ? '' : element('SignerRoleV2', element('ClaimedRoles', element('ClaimedRole', escapeText(role))))
  const signing =
    `<xades:CertDigest><ds:DigestMethod Algorithm="${METHODS['rsa-sha256'].digest}"/>` +
    `<ds:DigestValue>${digest}</ds:DigestValue></xades:CertDigest>`
  const signature =
    element('SigningTime', time) + element('SigningCertificateV2', element('Cert', signing)) + place + claimed
  const format = `<xades:DataObjectFormat ObjectReference="#${ids.document}"><xades:MimeType>text/xml</xades:MimeType></xades:DataObjectFormat>`
  return (
    `<xades:QualifyingProperties xmlns:xades="${XADES}" xmlns:ds="${DSIG}" Target="#${ids.signature}">` +
    `<xades:SignedProperties Id="${ids.properties}">` +
    element('SignedSignatureProperties', signature) +
    element('SignedDataObjectProperties', format) +
    '</xades:SignedProperties></xades:QualifyingProperties>'
  )
}

function element(name: string, content: string): string {
  return `<xades:${name}>${content}</xades:${name}>`
}
