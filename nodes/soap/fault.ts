import { type FlowError, permanent, retryable } from '#shared/errors/flow-error.ts'
import { ENVELOPES, type Envelope } from './envelope.ts'

/** A fault that a partner answered (SOAP 1.1 §4.4, SOAP 1.2 part 1 §5.4). */
export interface SoapFault {
  readonly kind: 'client' | 'server' | 'auth'
  /** Without prefix: `Client`, `Sender`, `FailedAuthentication`. */
  readonly code: string
  /** The code as it was written, with its prefix. */
  readonly writtenCode: string
  readonly reason: string
  readonly actor: string
  readonly detail: unknown
}

/** The fault in an envelope; undefined when it holds none. */
export function readFault({ first, version, payload }: Envelope): SoapFault | undefined {
  if (first?.local !== 'Fault' || first.namespace !== ENVELOPES[version]) return undefined
  const code = version === '1.1' ? textAt(payload, 'faultcode') : textAt(at(payload, 'Code'), 'Value')
  const sub = version === '1.1' ? '' : textAt(at(at(payload, 'Code'), 'Subcode'), 'Value')
  const all = [code, sub].map(local).filter((it) => it !== '')
  return {
    kind: kindOf(all),
    code: all.join(' / ').slice(0, 200),
    writtenCode: code.trim(),
    reason: reasonIn(version === '1.1' ? at(payload, 'faultstring') : at(at(payload, 'Reason'), 'Text')),
    actor: textAt(payload, version === '1.1' ? 'faultactor' : 'Role').slice(0, 200),
    detail: at(payload, version === '1.1' ? 'detail' : 'Detail'),
  }
}

function local(name: string): string {
  return name.trim().replace(/^[^:]*:/, '')
}

/** Codes of WS-Security 1.0 §12 that speak of who we are. */
const AUTH =
  /^(?:FailedAuthentication|InvalidSecurityToken|InvalidSecurity|FailedCheck|SecurityTokenUnavailable|MessageExpired)$|Authenti/i

function kindOf(codes: readonly string[]): SoapFault['kind'] {
  if (codes.some((it) => AUTH.test(it))) return 'auth'
  return codes.some((it) => /^(?:Client|Sender|VersionMismatch|MustUnderstand|DataEncodingUnknown)\b/.test(it))
    ? 'client'
    : 'server'
}

/** Of a reason in several languages the Vietnamese one, else the first. */
function reasonIn(value: unknown): string {
  const said = (Array.isArray(value) ? value : [value]).map((it: unknown) => ({
    text: typeof it === 'string' ? it : textAt(it, '#text'),
    language: textAt(it, '@lang'),
  }))
  const chosen = said.find((it) => it.language.startsWith('vi')) ?? said[0]
  return (chosen?.text ?? '').replace(/\s+/g, ' ').trim().slice(0, 1000)
}

/** What is done when the partner's server fails: tried again, or stopped at once. */
export type ServerFaults = 'retry' | 'stop'

/** The error of a fault, with the partner's words and its detail readable, and without any of the secrets. */
export function faultError(
  fault: SoapFault,
  host: string,
  serverFaults: ServerFaults,
  secrets: Readonly<Record<string, string>>,
): FlowError {
  const hide = (text: string): string =>
    Object.values(secrets).reduce(
      (shown, secret) => (secret.length >= 4 ? shown.replaceAll(secret, '***') : shown),
      text,
    )
  const reason = hide(fault.reason) || fault.code || 'SOAP Fault'
  const details = {
    faultCode: fault.code,
    ...(fault.actor === '' ? {} : { actor: hide(fault.actor) }),
    ...(fault.detail === undefined || fault.detail === '' ? {} : { detail: shortened(fault.detail, hide) }),
  }
  if (fault.kind === 'auth') return permanent('soap.auth', { host, reason }, details)
  if (fault.kind === 'client') return permanent('soap.client-fault', { host, reason }, details)
  const failed = serverFaults === 'retry' ? retryable : permanent
  return failed('soap.server-fault', { host, reason }, details)
}

const MOST_DETAIL = 4000

/** The detail as fields while it is small, else the beginning of its text. */
function shortened(detail: unknown, hide: (text: string) => string): unknown {
  const text = hide(JSON.stringify(detail) ?? '')
  if (text.length > MOST_DETAIL) return `${text.slice(0, MOST_DETAIL)} …`
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function at(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
  return Reflect.get(value, name)
}

function textAt(value: unknown, name: string): string {
  const found = at(value, name)
  if (typeof found === 'string') return found
  return found === undefined ? '' : textAt(found, '#text')
}
