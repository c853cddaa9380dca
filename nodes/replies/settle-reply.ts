import { foldText } from '#nodes/connections/fold-text.ts'
import { type FlowError, permanent, retryable } from '#shared/errors/flow-error.ts'
import { type PortalReply, readReply } from './reply.ts'
import type { ReplyRule, WiderVerdict } from './rules.ts'

const NOT_FOUND = ['khong tim thay', 'khong ton tai', 'khong co du lieu', 'record_not_found']
const DONE = { ok: true, duplicate: false, retryable: false, code: '', message: '' }

/** Who answered and whether the call may have changed something there. */
export interface SettledCall {
  readonly host: string
  readonly writes: boolean
}

/** The errors in which a partner's faults are told; the words of the partner are cut to 300 characters before. */
export interface ReplyFaults {
  unavailable(reason: string): FlowError
  rejected(reason: string, code: string): FlowError
}

const PARTNER = (host: string): ReplyFaults => ({
  unavailable: (reason) => retryable('partner.unavailable', { host, reason }),
  rejected: (reason, code) => permanent('partner.rejected', { host, reason: reason === '' ? code : reason }, { code }),
})

/**
 * Reads an answer by the rules into the one shape. An answer without code and words is data; "already there" is the aim of a write. Throws the
 * fault by its side; after a passing fault of a write nobody knows whether it was taken, which is `http.bad-answer`.
 */
export function settleReply(
  body: unknown,
  rules: readonly ReplyRule<WiderVerdict>[],
  call: SettledCall,
  faults: ReplyFaults = PARTNER(call.host),
): PortalReply | 'not-found' {
  const judged = readReply(body, rules, false)
  if (!judged) return { ...DONE, result: body }
  const { verdict, reply } = judged
  const reason = reply.message.slice(0, 300)
  if (verdict === 'ok' || (verdict === 'duplicate' && call.writes))
    return { ...reply, result: hasData(body) ? reply.result : body }
  if (verdict === 'retry' || verdict === 'session')
    throw call.writes ? retryable('http.bad-answer', { host: call.host, reason }) : faults.unavailable(reason)
  if (verdict === 'auth') throw permanent('http.auth', { host: call.host, status: 200 }, { answer: reason })
  if (verdict === 'quota') throw permanent('http.quota', { host: call.host }, { answer: reason })
  const words = foldText(reply.message)
  if (NOT_FOUND.some((it) => words.includes(it))) return 'not-found'
  throw faults.rejected(reason, reply.code)
}

function hasData(body: unknown): boolean {
  return typeof body === 'object' && body !== null && ['result', 'Result', 'data'].some((it) => Object.hasOwn(body, it))
}
