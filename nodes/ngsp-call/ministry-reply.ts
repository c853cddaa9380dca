import { foldText } from '#nodes/connections/fold-text.ts'
import { type PortalReply, readReply } from '#nodes/replies/reply.ts'
import type { ReplyRule } from '#nodes/replies/rules.ts'
import { permanent, retryable } from '#shared/errors/flow-error.ts'

const NOT_FOUND = ['khong tim thay', 'khong ton tai', 'khong co du lieu', 'record_not_found']

/** Codes of the platform's guide with a meaning of their own (domain-vietnam §3.8). */
const ACCESS = new Set(['100', '101'])
const UNIT = new Set(['106', '108'])
const DONE = { ok: true, duplicate: false, retryable: false, code: '', message: '' }

/**
 * Reads an answer of a ministry's service into the one shape. An answer without code and words is data. Throws with the side whose turn it is:
 * our access or unit code, the data, or a passing fault; after a passing fault of a write nobody knows whether it was taken.
 */
export function readMinistryReply(
  body: unknown,
  rules: readonly ReplyRule[],
  call: { readonly host: string; readonly writes: boolean },
): PortalReply | 'not-found' {
  const judged = readReply(body, rules, false)
  if (!judged) return { ...DONE, result: body }
  const { verdict } = judged
  const { code, message } = judged.reply
  const reason = message.slice(0, 300)
  const result = hasData(body) ? judged.reply.result : body
  if (verdict === 'ok') return { ...judged.reply, result }
  if (verdict === 'duplicate' && call.writes) return { ...judged.reply, result }
  if (verdict === 'retry' || verdict === 'session')
    throw call.writes
      ? retryable('http.bad-answer', { host: call.host, reason })
      : retryable('ngsp.unavailable', { reason })
  if (NOT_FOUND.some((words) => foldText(message).includes(words))) return 'not-found'
  if (ACCESS.has(code)) throw permanent('ngsp.access', { reason, code })
  if (UNIT.has(code)) throw permanent('ngsp.unit', { reason, code })
  throw permanent('ngsp.rejected', { reason: reason === '' ? code : reason }, { code })
}

function hasData(body: unknown): boolean {
  return typeof body === 'object' && body !== null && ['result', 'Result', 'data'].some((it) => Object.hasOwn(body, it))
}
