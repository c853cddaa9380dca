import { foldText } from '#nodes/connections/fold-text.ts'

/** What a reply of a partner means. */
export type Verdict = 'ok' | 'duplicate' | 'session' | 'retry' | 'reject'
/** The same, and what a partner of any kind may mean besides. */
export type WiderVerdict = Verdict | 'auth' | 'quota'

/** One rule: a code that equals `value`, or a text that contains it, means `then`. The first rule that fits decides. */
export interface ReplyRule<V extends WiderVerdict = Verdict> {
  readonly look: 'code' | 'text'
  readonly value: string
  readonly then: V
}

/** A rule about the words of a reply. */
export const textRule = <V extends WiderVerdict>(value: string, then: V): ReplyRule<V> => ({
  look: 'text',
  value,
  then,
})
const text = (value: string, then: Verdict): ReplyRule => textRule(value, then)
const code = (value: string, then: Verdict): ReplyRule => ({ look: 'code', value, then })

/**
 * The rules that deployed clients follow (domain-vietnam §4.6). Texts stand before codes, because the same code comes with different
 * meanings; "không thành công" stands before "thành công".
 */
export const DEFAULT_RULES: readonly ReplyRule[] = [
  text('phiên làm việc', 'session'),
  text('hết hạn phiên', 'session'),
  text('phiên đăng nhập', 'session'),
  text('session expired', 'session'),
  text('invalid session', 'session'),
  text('client received soap fault', 'retry'),
  text('server error', 'retry'),
  text('đã tồn tại', 'duplicate'),
  text('không thành công', 'reject'),
  text('chưa thành công', 'reject'),
  code('0', 'ok'),
  code('1', 'duplicate'),
  text('thành công', 'ok'),
  text('đã trả kết quả', 'ok'),
]

/** The rules for services behind NGSP and LGSP (domain-vietnam §3.8, §5.4, §6.2): there 1 means success, and civil status says 0 for it. */
export const PLATFORM_RULES: readonly ReplyRule[] = [
  text('client received soap fault', 'retry'),
  text('server error', 'retry'),
  text('đã tồn tại', 'duplicate'),
  text('is duplicate', 'duplicate'),
  text('đã trả kết quả', 'duplicate'),
  text('không thành công', 'reject'),
  text('chưa thành công', 'reject'),
  text('data not insert', 'reject'),
  code('1', 'ok'),
  text('thành công', 'ok'),
  text('success', 'ok'),
  text('done', 'ok'),
]

/** Decides by the first rule that fits; what none fits is refused. */
export function judge<V extends WiderVerdict>(
  rules: readonly ReplyRule<V>[],
  reply: { readonly code: string; readonly message: string },
): V | 'reject' {
  const message = foldText(reply.message)
  const given = plainCode(reply.code)
  const found = rules.find((rule) =>
    rule.look === 'code' ? plainCode(rule.value) === given : message.includes(foldText(rule.value)),
  )
  return found?.then ?? 'reject'
}

/** `0`, `"0"` and `"00"` are one code. */
function plainCode(value: string): string {
  return value.trim().replace(/^0+(?=\d)/, '')
}
