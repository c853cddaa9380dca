import type { X509Certificate } from 'node:crypto'
import { permanent } from '#shared/errors/flow-error.ts'
import { nameOf } from './pem.ts'

const LONGEST_CHAIN = 5

/**
 * Checks that a signer's certificate is trusted itself or leads, over the certificates that came with it, to a trusted issuer, and that
 * all of the chain is valid at the instant. Revocation is not asked for. Throws `signature.untrusted` or `signature.expired`.
 */
export function checkTrust(
  signer: X509Certificate,
  sent: readonly X509Certificate[],
  trusted: readonly X509Certificate[],
  at: number,
): void {
  for (const certificate of chainOf(signer, sent, trusted)) checkPeriod(certificate, at)
}

function chainOf(
  signer: X509Certificate,
  sent: readonly X509Certificate[],
  trusted: readonly X509Certificate[],
): readonly X509Certificate[] {
  const chain = [signer]
  let last = signer
  while (chain.length <= LONGEST_CHAIN) {
    if (trusted.some((one) => one.fingerprint256 === last.fingerprint256)) return chain
    const anchor = trusted.find((one) => issued(one, last))
    if (anchor) return [...chain, anchor]
    const next = sent.find((one) => !chain.includes(one) && issued(one, last))
    if (!next) break
    chain.push(next)
    last = next
  }
  throw permanent('signature.untrusted', { subject: nameOf(signer.subject), issuer: nameOf(signer.issuer) })
}

function issued(issuer: X509Certificate, subject: X509Certificate): boolean {
  return issuer.ca && subject.checkIssued(issuer) && subject.verify(issuer.publicKey)
}

function checkPeriod(certificate: X509Certificate, at: number): void {
  const from = Date.parse(certificate.validFrom)
  const to = Date.parse(certificate.validTo)
  if (at >= from && at <= to) return
  throw permanent('signature.expired', { subject: nameOf(certificate.subject), from: dayOf(from), to: dayOf(to) })
}

/** A day as it is written in Vietnam. */
export function dayOf(instant: number): string {
  return new Intl.DateTimeFormat('vi-VN', {
    timeZone: 'Asia/Ho_Chi_Minh',
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
  }).format(instant)
}
