import { hostName } from '#nodes/connections/address.ts'
import { excerptOf } from '#nodes/connections/http-answer.ts'
import type { SoapFault } from '#nodes/soap/fault.ts'
import { type FlowError, permanent, retryable } from '#shared/errors/flow-error.ts'
import type { ConnectionHandle, HttpAnswer } from '#shared/node/run.ts'

/** Ends of a type after which the request itself, or what was agreed with the other side, must be put right first. */
const OURS_TO_MEND = ['UnknownMember', 'UnknownService', 'InvalidServiceType', 'SslAuthenticationFailed']

/**
 * The fault that a security server reports in `X-Road-Error`; undefined when the header is absent, so that the answer, whatever its status, is
 * the provider's own (PR-REST §4.6). `Client.*` is our request, `Server.ClientProxy.*` our security server, `Server.ServerProxy.*` theirs.
 */
export function xroadFault(
  answer: Pick<HttpAnswer, 'status' | 'headers' | 'text'>,
  connection: Pick<ConnectionHandle, 'id' | 'values'>,
  secrets: Readonly<Record<string, string>>,
): FlowError | undefined {
  const type = answer.headers['x-road-error']?.slice(0, 200)
  if (type === undefined) return undefined
  return faultOfType(type, hostName(connection), {
    status: answer.status,
    answer: excerptOf(answer.text, secrets),
  })
}

/** Codes that a security server writes, without a prefix: never those of SOAP itself, which have one (PR-MESS §2.5). */
const FAULT_CODE = /^(?:Client|Server)(?:\.[A-Za-z]{1,80}){1,8}$/

/**
 * The fault of a security server in an envelope of SOAP 1.1; undefined when the fault is that of the service. A security server writes a code of its
 * own, such as `Server.ServerProxy.AccessDenied`, where a service writes a qualified name, and puts `faultDetail` alone into the detail.
 */
export function xroadSoapFault(
  { writtenCode, reason, detail }: Pick<SoapFault, 'writtenCode' | 'reason' | 'detail'>,
  connection: Pick<ConnectionHandle, 'id' | 'values'>,
): FlowError | undefined {
  const bare = writtenCode.replace(/^[\w.-]{1,50}:/, '').slice(0, 600)
  const sided = /^Server\.(?:ClientProxy|ServerProxy)\b/.test(bare)
  const type = (sided ? bare : writtenCode).slice(0, 200)
  if (!FAULT_CODE.test(type)) return undefined
  const names = typeof detail === 'object' && detail !== null ? Object.keys(detail) : []
  // A service may also write a dotted code (SOAP 1.1 §4.4.1); its own detail tells it apart.
  if (!sided && names.some((it) => it !== 'faultDetail')) return undefined
  return faultOfType(type, hostName(connection), { faultCode: type, answer: reason, detail })
}

/** The error for one type of fault, as REST has it in `X-Road-Error` and SOAP in `faultcode`. */
function faultOfType(type: string, host: string, details: Readonly<Record<string, unknown>>): FlowError {
  const facts = { host, type }
  const names = type.split('.')
  // What stands behind ServiceFailed is between their security server and their own system.
  const behind = names.includes('ServiceFailed')
  if (names.includes('AccessDenied')) return permanent('xroad.access', facts, details)
  if (names[0] === 'Client' || (!behind && OURS_TO_MEND.some((name) => names.includes(name))))
    return permanent('xroad.refused', facts, details)
  if (names.includes('ServiceDisabled')) return retryable('xroad.disabled', facts, details)
  if (names[1] === 'ClientProxy') return retryable('xroad.own-server', facts, details)
  return retryable('xroad.unavailable', facts, details)
}
