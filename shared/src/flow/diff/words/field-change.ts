import type { FieldLook } from '../../../node/fields.ts'
import type { Text } from '../../../text/text.ts'
import { textOf } from '../../lines.ts'
import type { Change } from '../change.ts'
import { countLines, type TextLine, textLines } from '../text-lines.ts'
import { inSentence, same, say, valueWords } from './value-words.ts'

/** A value before and after, and what it is called. */
export interface ValueChange {
  readonly label: Text
  readonly before?: unknown
  readonly after?: unknown
  readonly look?: Pick<FieldLook, 'kind' | 'options'> | undefined
  readonly byDefault?: unknown
}

/** What a change of one value says, without the name of its node. */
export function valueSentence({ label, before, after, look, byDefault }: ValueChange): {
  readonly sentence: Text
  readonly lines?: readonly TextLine[]
} {
  const it = inSentence(label)
  const from = before === undefined ? byDefault : before
  const to = after === undefined ? byDefault : after
  const a = said(from, look, before === undefined)
  const b = said(to, look, after === undefined)
  if (a && b) return { sentence: say('{it} đổi từ {a} thành {b}', '{it} changed from {a} to {b}', { it, a, b }) }
  const lines = linesOf(before, after)
  if (lines) return { sentence: linesSentence(it, lines), lines }
  if (before === undefined && b) return { sentence: say('đặt {it} là {b}', 'set {it} to {b}', { it, b }) }
  if (before === undefined) return { sentence: say('đặt {it}', 'set {it}', { it }) }
  if (after === undefined && a) return { sentence: say('bỏ {it} (trước là {a})', 'cleared {it} (was {a})', { it, a }) }
  if (after === undefined) return { sentence: say('bỏ {it}', 'cleared {it}', { it }) }
  return { sentence: say('đã sửa {it}', 'changed {it}', { it }) }
}

function said(value: unknown, look: ValueChange['look'], byDefault: boolean): Text | undefined {
  const words = value === undefined ? undefined : valueWords(value, look)
  return words && byDefault ? say('{words} (mặc định)', '{words} (default)', { words }) : words
}

/** Text that is longer than a line is compared line by line. */
function linesOf(before: unknown, after: unknown): readonly TextLine[] | undefined {
  const a = textOf(before ?? '')
  const b = textOf(after ?? '')
  if (typeof a !== 'string' || typeof b !== 'string' || !(a + b).includes('\n')) return undefined
  return textLines(a, b)
}

function linesSentence(it: Text, lines: readonly TextLine[]): Text {
  const { added, removed } = countLines(lines)
  const counts = { it, added: same(String(added)), removed: same(String(removed)) }
  if (removed === 0) return say('đã sửa {it}: thêm {added} dòng', 'changed {it}: {added} lines added', counts)
  if (added === 0) return say('đã sửa {it}: bỏ {removed} dòng', 'changed {it}: {removed} lines removed', counts)
  return say(
    'đã sửa {it}: thêm {added} dòng, bỏ {removed} dòng',
    'changed {it}: {added} lines added, {removed} removed',
    counts,
  )
}

/** Whether something came, went or changed. */
export function kindOf(before: unknown, after: unknown): Change['kind'] {
  return before === undefined ? 'added' : after === undefined ? 'removed' : 'changed'
}

/** The values of a change, without those that are absent. */
export function valuesOf(before: unknown, after: unknown): Pick<Change, 'before' | 'after'> {
  return { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }
}
