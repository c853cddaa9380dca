import type { KeyObject, X509Certificate } from 'node:crypto'
import { signParts } from '#nodes/signature/sign-parts.ts'
import { BASE64, WSSE, WSU, X509_TOKEN } from './security-names.ts'
import { type TokenAccount, usernameToken } from './username-token.ts'

/** What a request is secured with; what is absent is left out. */
export interface Security {
  readonly account?: TokenAccount & { readonly style: 'text' | 'digest' }
  /** How long a request is good for, in ms; signed together with the body when there is a key. */
  readonly timestampMs?: number
  readonly signer?: { readonly key: KeyObject; readonly certificate: X509Certificate }
}

/** Instant and randomness of one request. */
export interface SecurityMoment {
  /** ms since the epoch. */
  readonly at: number
  readonly nonce: Buffer
}

/** True when a header has to be written. */
export function isSecured({ account, timestampMs, signer }: Security): boolean {
  return account !== undefined || timestampMs !== undefined || signer !== undefined
}

/** The `wsse:Security` header block, with a place for a signature; undefined when nothing was chosen. */
export function securityHeader(security: Security, { at, nonce }: SecurityMoment): string | undefined {
  if (!isSecured(security)) return undefined
  const { account, timestampMs, signer } = security
  const parts = [
    timestampMs === undefined
      ? ''
      : `<wsu:Timestamp wsu:Id="lt-ts"><wsu:Created>${new Date(at).toISOString()}</wsu:Created>` +
        `<wsu:Expires>${new Date(at + timestampMs).toISOString()}</wsu:Expires></wsu:Timestamp>`,
    account ? usernameToken(account, account.style, { nonce, at }) : '',
    signer
      ? `<wsse:BinarySecurityToken EncodingType="${BASE64}" ValueType="${X509_TOKEN}" wsu:Id="lt-x509">` +
        `${signer.certificate.raw.toString('base64')}</wsse:BinarySecurityToken>`
      : '',
  ]
  return `<wsse:Security xmlns:wsse="${WSSE}" xmlns:wsu="${WSU}" soap:mustUnderstand="1">${parts.join('')}</wsse:Security>`
}

/** Signs body and time stamp of an envelope that has the header of `securityHeader`; gives it back as it is without a key. */
export function signEnvelope(envelope: string, { signer, timestampMs }: Security): string {
  if (!signer) return envelope
  const reference = `<wsse:Reference URI="#lt-x509" ValueType="${X509_TOKEN}"/>`
  return signParts(envelope, {
    ...signer,
    parts: [
      "/*/*[local-name()='Body']",
      ...(timestampMs === undefined ? [] : [`//*[local-name()='Timestamp' and namespace-uri()='${WSU}']`]),
    ],
    into: `/*/*[local-name()='Header']/*[local-name()='Security' and namespace-uri()='${WSSE}']`,
    keyInfo: `<wsse:SecurityTokenReference>${reference}</wsse:SecurityTokenReference>`,
  })
}
