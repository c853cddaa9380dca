import { judge, type ReplyRule, type Verdict, type WiderVerdict } from './rules.ts'

/** A reply of a partner in one shape, whatever types it came in (domain-vietnam §4.6). */
export interface PortalReply {
  readonly ok: boolean
  /** The portal had it already. */
  readonly duplicate: boolean
  readonly retryable: boolean
  /** `error_code` as text, empty when there was none. */
  readonly code: string
  readonly message: string
  readonly result: unknown
  /** The reply as it came; only when the node is told to keep it. */
  readonly raw?: unknown
}

/** A reply together with what it means. */
export interface JudgedReply<V extends WiderVerdict = Verdict> {
  readonly verdict: V | 'reject'
  readonly reply: PortalReply
}

const CODES = ['error_code', 'errorCode', 'ErrorCode', 'code', 'STATUS', 'status', 'Status']
const MESSAGES = ['message', 'Message', 'error_message', 'errorDescription', 'description', 'DESCRIPTION', 'MSG']
const RESULTS = ['result', 'Result', 'data', 'TepTinDinhKem']

/** Brings a parsed reply into the one shape; undefined when it has neither code nor words. */
export function readReply<V extends WiderVerdict = Verdict>(
  value: unknown,
  rules: readonly ReplyRule<V>[],
  keepRaw: boolean,
): JudgedReply<V> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const code = first(value, CODES)
  const message = first(value, MESSAGES)
  if (code === undefined && message === undefined) return undefined
  const facts = { code: textOf(code), message: textOf(message).normalize('NFC') }
  const verdict = judge(rules, facts)
  return {
    verdict,
    reply: {
      ok: verdict === 'ok' || verdict === 'duplicate',
      duplicate: verdict === 'duplicate',
      retryable: verdict === 'retry' || verdict === 'session',
      ...facts,
      result: first(value, RESULTS) ?? [],
      ...(keepRaw ? { raw: value } : {}),
    },
  }
}

function first(value: object, names: readonly string[]): unknown {
  const name = names.find((one) => Object.hasOwn(value, one))
  return name === undefined ? undefined : Reflect.get(value, name)
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
