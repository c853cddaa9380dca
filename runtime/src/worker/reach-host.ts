import type { LookupAddress } from 'node:dns'
import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls, type PeerCertificate, type SecureContext, type TLSSocket } from 'node:tls'
import type { EgressPolicy } from '#runtime/security/egress.ts'
import type { ConnectionCheck } from '#shared/node/connection.ts'
import type { Text } from '#shared/text/text.ts'
import { adviceOf } from './reach-advice.ts'

const LIMIT_MS = 10_000
const SOON_DAYS = 30
const DAY_MS = 86_400_000

/** A place that a connection leads to. */
export interface Place {
  readonly host: string
  readonly port: number
  readonly tls: boolean
  /** Certificate and authority of the connection, where it has any. */
  readonly secureContext?: SecureContext | undefined
  /** The connection takes any certificate: it is shown and never refused. */
  readonly unchecked?: boolean
}

/** Finds the name, opens the port and, where the place speaks TLS, looks at its certificate; stops at the first that fails. Sends nothing. */
export async function reachHost(
  place: Place,
  policy: EgressPolicy,
  signal: AbortSignal,
): Promise<readonly ConnectionCheck[]> {
  const checks: ConnectionCheck[] = []
  const step = async (kind: 'dns' | 'tcp' | 'tls', name: Text, work: () => Promise<Text>): Promise<boolean> => {
    const started = performance.now()
    const done = await work().then(
      (message) => ({ ok: true, message }),
      (error: unknown) => ({ ok: false, message: sentenceOf(error, place) }),
    )
    checks.push({ step: kind, name, durationMs: Math.round(performance.now() - started), ...done })
    return done.ok
  }
  const found = await step('dns', { vi: `Tìm máy ${place.host}`, en: `Find ${place.host}` }, () =>
    resolve(place, policy),
  )
  if (!found) return checks
  const port = { vi: `Mở cổng ${place.host}:${place.port}`, en: `Open ${place.host}:${place.port}` }
  const open = await step('tcp', port, async () => {
    const socket = await opened(
      connectTcp({ host: place.host, port: place.port, lookup: policy.lookup }),
      'connect',
      signal,
    )
    socket.destroy()
    return { vi: 'Máy nhận kết nối', en: 'The machine accepts connections' }
  })
  if (open && place.tls)
    await step('tls', { vi: `Chứng thư TLS của ${place.host}`, en: `TLS certificate of ${place.host}` }, () =>
      certificate(place, policy, signal),
    )
  return checks
}

function resolve({ host, port, tls }: Place, policy: EgressPolicy): Promise<Text> {
  const name = host.replace(/^\[|\]$/g, '')
  const url = new URL(`${tls ? 'https' : 'http'}://${host}:${port}`)
  if (policy.refuse(url, [`${url.hostname}:${port}`]) !== undefined) return Promise.reject(coded('EGRESS'))
  if (isIP(name) !== 0)
    return Promise.resolve({ vi: 'Địa chỉ IP, không cần tìm', en: 'An IP address; nothing to find' })
  const { promise, resolve: give, reject } = Promise.withResolvers<Text>()
  const timer = setTimeout(() => reject(coded('EAI_AGAIN')), LIMIT_MS)
  policy.lookup(name, { all: true }, (error, addresses) => {
    if (error) return reject(error)
    const list: readonly LookupAddress[] =
      typeof addresses === 'string' ? [{ address: addresses, family: 4 }] : addresses
    const shown = list
      .map(({ address }) => address)
      .slice(0, 4)
      .join(', ')
    give({ vi: `Tìm thấy: ${shown}`, en: `Found: ${shown}` })
  })
  return promise.finally(() => clearTimeout(timer))
}

async function certificate(
  { host, port, secureContext, unchecked }: Place,
  policy: EgressPolicy,
  signal: AbortSignal,
): Promise<Text> {
  const name = host.replace(/^\[|\]$/g, '')
  // The certificate is looked at, then refused or not: nothing is sent over this connection.
  const options = {
    host: name,
    port,
    lookup: policy.lookup,
    rejectUnauthorized: false,
    ...(secureContext ? { secureContext } : {}),
    ...(isIP(name) ? {} : { servername: name }),
  }
  const socket = await opened<TLSSocket>(connectTls(options), 'secureConnect', signal)
  const shown = certificateText(socket.getPeerCertificate())
  const fault = socket.authorized ? undefined : String(socket.authorizationError)
  socket.destroy()
  if (fault !== undefined && !unchecked) throw new CertificateFault(fault, shown)
  return shown
}

class CertificateFault extends Error {
  readonly code: string
  readonly shown: Text

  constructor(code: string, shown: Text) {
    super(code)
    this.code = code
    this.shown = shown
  }
}

function certificateText(seen: PeerCertificate): Text {
  const subject = oneLine(seen.subject?.CN ?? seen.subject?.O ?? seen.subjectaltname)
  const issuer = oneLine(seen.issuer?.CN ?? seen.issuer?.O)
  const until = Date.parse(seen.valid_to)
  const days = Math.floor((until - Date.now()) / DAY_MS)
  const day = Number.isFinite(until) ? new Date(until).toISOString().slice(0, 10) : '?'
  const [y, m, d] = day.split('-')
  const soon = days >= 0 && days < SOON_DAYS
  return {
    vi: `Cấp cho ${subject}, nơi cấp ${issuer}, hết hạn ${d}/${m}/${y}${soon ? ` (chỉ còn ${days} ngày: nhắc đối tác gia hạn)` : ''}`,
    en: `Issued to ${subject} by ${issuer}, expires ${day}${soon ? ` (only ${days} days left: remind the partner)` : ''}`,
  }
}

/** Names in a certificate come from outside: one line, bounded. */
function oneLine(name: string | string[] | undefined): string {
  return String(name ?? '?')
    .replace(/\s+/g, ' ')
    .slice(0, 120)
}

function opened<T extends Socket>(socket: T, event: 'connect' | 'secureConnect', signal: AbortSignal): Promise<T> {
  const { promise, resolve: give, reject } = Promise.withResolvers<T>()
  const stop = () => reject(coded('ETIMEDOUT'))
  const timer = setTimeout(stop, LIMIT_MS)
  signal.addEventListener('abort', stop, { once: true })
  socket.once(event, () => give(socket))
  socket.on('error', reject)
  socket.once('close', () => reject(coded('ECONNRESET')))
  promise.catch(() => socket.destroy())
  return promise.finally(() => {
    clearTimeout(timer)
    signal.removeEventListener('abort', stop)
  })
}

function coded(code: string): Error {
  return Object.assign(new Error(code), { code })
}

function sentenceOf(error: unknown, place: Place): Text {
  const raw = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined
  const code = typeof raw === 'string' ? raw : 'ECONNRESET'
  const known = adviceOf(code) ?? {
    vi: `Kết nối tới ${place.host} bị ngắt: thử lại, rồi báo đối tác`,
    en: `The connection to ${place.host} was cut: try again, then tell the partner`,
  }
  const before = error instanceof CertificateFault ? error.shown : undefined
  return before
    ? { vi: `${known.vi}. ${before.vi} (${code})`, en: `${known.en}. ${before.en} (${code})` }
    : { vi: `${known.vi} (${code})`, en: `${known.en} (${code})` }
}
