import { hostName } from '#nodes/connections/address.ts'
import { excerptOf } from '#nodes/connections/http-answer.ts'
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
