import type { PortalReply } from '#nodes/replies/reply.ts'
import type { ReplyRule } from '#nodes/replies/rules.ts'
import { type SettledCall, settleReply } from '#nodes/replies/settle-reply.ts'
import { permanent, retryable } from '#shared/errors/flow-error.ts'

/** Codes of the platform's guide with a meaning of their own (domain-vietnam §3.8). */
const ACCESS = new Set(['100', '101'])
const UNIT = new Set(['106', '108'])

/** Reads an answer of a ministry's service behind the platform. Throws with the side whose turn it is: our access or unit code, the data, or a passing fault. */
export function readMinistryReply(
  body: unknown,
  rules: readonly ReplyRule[],
  call: SettledCall,
): PortalReply | 'not-found' {
  return settleReply(body, rules, call, {
    unavailable: (reason) => retryable('ngsp.unavailable', { reason }),
    rejected(reason, code) {
      if (ACCESS.has(code)) return permanent('ngsp.access', { reason, code })
      if (UNIT.has(code)) return permanent('ngsp.unit', { reason, code })
      return permanent('ngsp.rejected', { reason: reason === '' ? code : reason }, { code })
    },
  })
}
