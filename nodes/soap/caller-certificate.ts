import { createHash, X509Certificate } from 'node:crypto'
import { DOMParser } from '@xmldom/xmldom'
import { DSIG } from '#nodes/signature/algorithms.ts'
import { textToSign } from '#nodes/signature/input.ts'
import { nameOf } from '#nodes/signature/pem.ts'
import { verifyParts } from '#nodes/signature/verify-parts.ts'
import { withoutLead } from '#nodes/xml/parse.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import { checkMade, checkTimestamp } from './caller-token.ts'
import { ENVELOPES } from './envelope.ts'
import { WSSE, WSU, X509_TOKEN } from './security-names.ts'

/** What the signature of a caller is checked against. */
export interface SignatureCheck {
  readonly trusted: readonly X509Certificate[]
  /** ms since the epoch. */
  readonly now: number
  /** How far clocks may differ, and how old a request may be, ms. */
  readonly skewMs: number
  /** True for the first who shows this signature; `created` in ms since the epoch. */
  claim(token: string, created: number): Promise<boolean>
}

/** Who signed a request. */
export interface SoapSigner {
  readonly subject: string
  /** Hexadecimal, as in the certificate. */
  readonly serial: string
}

/** A signer with its chain. */
const MOST_TOKENS = 3
/** Nobody is known before the signature is checked, which takes about a tenth of a millisecond an element (measured). */
const MOST_ELEMENTS = 5000

/**
 * Checks the X.509 signature of a request (WS-Security 1.0 §8, X.509 Token Profile 1.0) over `soap:Body` and `wsu:Timestamp`. The envelope must
 * hold one Header and one Body and nothing else, and the header one Security with one Signature and one Timestamp, so that what is
 * checked is what is read. Throws `signature.*`, `soap.stale` and `soap.replayed`.
 */
export async function checkSignedCaller(text: string, check: SignatureCheck): Promise<SoapSigner> {
  const xml = withoutLead(textToSign(text, MOST_ELEMENTS))
  const document = new DOMParser().parseFromString(xml, 'text/xml')
  const root = document.documentElement
  const [header, body, ...others] = elementsIn(root)
  const isPlain = header && body && others.length === 0 && isSoap(header, 'Header', root) && isSoap(body, 'Body', root)
  if (!isPlain || !Object.values(ENVELOPES).includes(root.namespaceURI ?? '')) {
    if (elementsIn(root).length < 2) throw permanent('signature.missing')
    throw broken('phong bì phải có đúng một Header rồi một Body', 'the envelope must hold one Header, then one Body')
  }
  const security = only(header, WSSE, 'Security')
  if (!security) throw permanent('signature.missing')
  const signature = only(security, DSIG, 'Signature')
  if (!signature) throw permanent('signature.missing')
  const timestamp = only(security, WSU, 'Timestamp')
  if (!timestamp) throw permanent('signature.unsigned', { part: 'wsu:Timestamp' })
  const parts = [
    { name: 'soap:Body', element: body },
    { name: 'wsu:Timestamp', element: timestamp },
  ]
  const { trusted, now, skewMs, claim } = check
  const sent = tokensIn(security)
  const signer = verifyParts({ xml, document, signature, parts, sent, trusted, at: now })
  const created = textIn(timestamp, 'Created')
  checkTimestamp({ Created: created, Expires: textIn(timestamp, 'Expires') }, { skewMs, timestamp: true }, now)
  const made = checkMade(created, skewMs, now)
  const value = only(signature, DSIG, 'SignatureValue')?.textContent?.replace(/\s+/g, '') ?? ''
  const token = createHash('sha256').update(value).digest('hex')
  if (!(await claim(`${signer.fingerprint256}\n${token}`, made))) throw permanent('soap.replayed')
  return { subject: nameOf(signer.subject), serial: signer.serialNumber }
}

function elementsIn(parent: Element): readonly Element[] {
  return Array.from(parent.getElementsByTagName('*')).filter((it) => it.parentNode === parent)
}

function isSoap(element: Element, name: string, root: Element): boolean {
  return element.localName === name && element.namespaceURI === root.namespaceURI
}

/** The child of a name; undefined when there is none. Several, also in another namespace, could be taken for one another and are refused. */
function only(parent: Element, namespace: string, name: string): Element | undefined {
  const named = elementsIn(parent).filter((it) => it.localName === name)
  if (named.length > 1) throw broken(`có ${named.length} phần tử ${name}`, `there are ${named.length} elements ${name}`)
  return named.find((it) => it.namespaceURI === namespace)
}

function textIn(parent: Element, name: string): string {
  return only(parent, WSU, name)?.textContent?.trim() ?? ''
}

/** The certificates in the header. */
function tokensIn(security: Element): readonly X509Certificate[] {
  const found = elementsIn(security).filter(
    (it) =>
      it.localName === 'BinarySecurityToken' && it.namespaceURI === WSSE && it.getAttribute('ValueType') === X509_TOKEN,
  )
  if (found.length === 0) throw broken('không kèm chứng thư X.509 (v3)', 'carries no X.509 certificate (v3)')
  if (found.length > MOST_TOKENS) throw broken('kèm quá nhiều chứng thư', 'carries too many certificates')
  try {
    return found.map((it) => new X509Certificate(Buffer.from(it.textContent ?? '', 'base64')))
  } catch {
    throw broken('chứng thư kèm theo không đọc được', 'the certificate in it cannot be read')
  }
}

function broken(vi: string, en: string): Error {
  return permanent('signature.broken', { reason: { vi, en } })
}
