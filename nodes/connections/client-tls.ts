import type { X509Certificate } from 'node:crypto'
import { Duplex } from 'node:stream'
import { createSecureContext, type SecureContext, type SecureContextOptions, TLSSocket } from 'node:tls'
import { z } from 'zod'
import { nameOf, readCertificates, readPrivateKey } from '#nodes/signature/pem.ts'
import { dayOf } from '#nodes/signature/trust.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import type { ConnectionHandle } from '#shared/node/run.ts'
import type { Text } from '#shared/text/text.ts'

/** What a connection brings along for TLS. */
export interface ClientTls {
  readonly context: SecureContext
  /** Ours, when there is one. */
  readonly certificate: X509Certificate | undefined
}

/** What `tlsValues` adds to the values of a kind; kinds without it have none of these. */
const tlsPart = z.object({
  clientCertificate: z.enum(['none', 'pem', 'pkcs12']).default('none'),
  certificate: z.string().default(''),
  authority: z.string().optional(),
})
type TlsPart = z.output<typeof tlsPart>

/** Whether a connection brings a certificate or an authority of its own. */
export function hasOwnTls(connection: Pick<ConnectionHandle, 'values'>): boolean {
  const { clientCertificate, authority } = connection.values
  return clientCertificate === 'pem' || clientCertificate === 'pkcs12' || typeof authority === 'string'
}

/** Reads certificate, key and authority of a connection; throws `connect.client-certificate` that says what is wrong with which. */
export function clientTls(connection: ConnectionHandle): ClientTls {
  const values = tlsPart.parse(connection.values)
  const context = opened(connection, { ...trusted(connection, values), ...own(connection, values) })
  return { context, certificate: values.clientCertificate === 'none' ? undefined : certificateIn(context) }
}

/** The authority alone, for looking at the certificate of the server when ours cannot be read. */
export function trustedContext(connection: ConnectionHandle): SecureContext | undefined {
  const options = trusted(connection, tlsPart.parse(connection.values))
  return options.ca === undefined ? undefined : opened(connection, options)
}

/** Throws `connect.client-certificate` when our certificate is not valid at the instant (ms since the epoch). */
export function checkPeriod(connection: Pick<ConnectionHandle, 'id'>, { certificate }: ClientTls, at: number): void {
  if (!certificate) return
  const from = Date.parse(certificate.validFrom)
  const to = Date.parse(certificate.validTo)
  if (at > to)
    throw unusable(connection, { vi: `đã hết hạn ngày ${dayOf(to)}`, en: `it expired on ${certificate.validTo}` })
  if (at < from)
    throw unusable(connection, {
      vi: `chưa có hiệu lực trước ngày ${dayOf(from)}`,
      en: `it is not valid before ${certificate.validFrom}`,
    })
}

/** Whom our certificate names, who issued it, and until when it is valid. */
export function certificateText(certificate: X509Certificate): Text {
  const subject = nameOf(certificate.subject)
  const issuer = nameOf(certificate.issuer)
  return {
    vi: `Cấp cho ${subject}, nơi cấp ${issuer}, hết hạn ${dayOf(Date.parse(certificate.validTo))}`,
    en: `Issued to ${subject} by ${issuer}, valid to ${certificate.validTo}`,
  }
}

function trusted(connection: ConnectionHandle, { authority }: TlsPart): SecureContextOptions {
  if (authority === undefined) return {}
  const found = readCertificates(authority)
  if (found) return { ca: found.map((it) => it.toString()) }
  throw unusable(connection, {
    vi: 'ô "Chứng thư gốc riêng" không phải chứng thư dạng PEM',
    en: 'the own root certificate is no PEM certificate',
  })
}

function own(connection: ConnectionHandle, values: TlsPart): SecureContextOptions {
  const { pkcs12 = '', privateKey = '', passphrase } = connection.secrets
  if (values.clientCertificate === 'none') return {}
  if (values.clientCertificate === 'pkcs12') {
    const bare = pkcs12.replace(/\s+/g, '')
    if (bare === '') throw unusable(connection, { vi: 'chưa chọn tệp PKCS#12', en: 'there is no PKCS#12 file' })
    return { pfx: Buffer.from(bare, 'base64'), passphrase: passphrase ?? '' }
  }
  const chain = readCertificates(values.certificate)
  if (!chain)
    throw unusable(connection, { vi: 'chứng thư không đọc được (cần dạng PEM)', en: 'the certificate is no PEM' })
  const key = readPrivateKey(privateKey, passphrase)
  if (!key) {
    const locked = isLocked(privateKey)
    throw unusable(
      connection,
      locked ? WRONG_PASSPHRASE : { vi: 'khoá bí mật không đọc được', en: 'the key is unreadable' },
    )
  }
  const cert = chain.map((it) => it.toString()).join('')
  return { cert, key: String(key.export({ type: 'pkcs8', format: 'pem' })) }
}

const WRONG_PASSPHRASE: Text = {
  vi: 'sai mật khẩu của tệp hoặc khoá',
  en: 'the passphrase of the file or key is wrong',
}

/** Whether a key is encrypted, and so could not be read for its passphrase. */
function isLocked(pem: string): boolean {
  return /ENCRYPTED/.test(pem) && /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem)
}

function opened(connection: ConnectionHandle, options: SecureContextOptions): SecureContext {
  try {
    return createSecureContext(options)
  } catch (error) {
    throw unusable(connection, reasonOf(error))
  }
}

/** What OpenSSL says of a file that it cannot take, in words; the rest is told as it is, since it never holds a secret. */
function reasonOf(error: unknown): Text {
  const said = error instanceof Error ? error.message : String(error)
  if (/mac verify|bad decrypt/i.test(said)) return WRONG_PASSPHRASE
  if (/Unsupported PKCS12/i.test(said))
    return {
      vi: 'tệp PKCS#12 dùng cách mã hoá cũ (RC2 hoặc 3DES): xuất lại tệp với AES-256, hoặc đổi bằng openssl pkcs12 -legacy',
      en: 'the PKCS#12 file is encrypted the old way (RC2 or 3DES): export it again with AES-256, or convert it by openssl pkcs12 -legacy',
    }
  if (/private key from PFX/i.test(said))
    return { vi: 'tệp PKCS#12 không có khoá bí mật', en: 'the PKCS#12 file holds no private key' }
  if (/key values mismatch|key type mismatch/i.test(said))
    return { vi: 'khoá bí mật không khớp với chứng thư', en: 'the key does not belong to the certificate' }
  if (/not enough data|wrong tag|asn1|header too long/i.test(said))
    return { vi: 'tệp không phải PKCS#12, hoặc bị cụt', en: 'the file is no PKCS#12, or is cut short' }
  return { vi: said.slice(0, 200), en: said.slice(0, 200) }
}

/** The certificate that a context would show. Nothing is sent: the socket goes nowhere. */
function certificateIn(context: SecureContext): X509Certificate | undefined {
  const nowhere = new Duplex({ read: () => undefined, write: (_chunk, _encoding, done) => done() })
  const socket = new TLSSocket(nowhere, { secureContext: context })
  try {
    return socket.getX509Certificate()
  } finally {
    socket.destroy()
  }
}

function unusable(connection: Pick<ConnectionHandle, 'id'>, reason: Text): Error {
  return permanent('connect.client-certificate', { connection: connection.id, reason })
}
