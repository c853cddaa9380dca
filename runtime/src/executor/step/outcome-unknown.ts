import type { ErrorData } from '#shared/errors/flow-error.ts'

/** After these the partner may have acted: a `once` effect is not simply repeated. */
const OUTCOME_UNKNOWN: ReadonlySet<string> = new Set([
  'connect.timeout',
  'connect.cut',
  'http.bad-answer',
  'http.server-error',
  'soap.server-fault',
  'ws.closed',
  'ws.too-large',
  'xroad.own-server',
  'xroad.unavailable',
  'bug.unexpected',
])

/** Whether the partner may have acted although the call failed. A partner that says 503 has not begun. */
export function outcomeUnknown({ code, details }: ErrorData): boolean {
  return OUTCOME_UNKNOWN.has(code) && !(code === 'http.server-error' && details?.status === 503)
}
