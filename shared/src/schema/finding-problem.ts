import type { Problem, Severity } from '../flow/flow.ts'
import { problem } from '../flow/problem.ts'
import type { Text, TextParam } from '../text/text.ts'
import type { Finding, WireCheck, WireState } from './check-wires.ts'

const severities: Readonly<Record<Exclude<WireState, 'ok'>, Severity>> = {
  error: 'error',
  lossy: 'warning',
  maybe: 'warning',
}

/** A finding as a problem at the reading node and its setting. */
export function problemOfFinding(
  { from, port, to }: Pick<WireCheck, 'from' | 'port' | 'to'>,
  finding: Finding,
  sender: Text,
): Problem {
  const { is, field, needs, settings, state } = finding
  const params: Readonly<Record<string, TextParam>> = {
    from: sender,
    field: field === '$' ? { vi: 'toàn bộ nội dung', en: 'the whole body' } : `"${field}"`,
    needs: wordOf(needs),
  }
  const path = settings.find((it) => it !== '')
  return problem(
    `wire.${is}`,
    params,
    { node: to, port, from, ...(path === undefined ? {} : { path }) },
    severities[state],
  )
}

function wordOf(type: string | undefined): Text {
  const found = words.find((it) => it.type === type)
  return found?.word ?? { vi: 'kiểu khác', en: 'another type' }
}

const words: readonly { readonly type: string; readonly word: Text }[] = [
  { type: 'string', word: { vi: 'chữ', en: 'text' } },
  { type: 'array', word: { vi: 'danh sách', en: 'a list' } },
  { type: 'number', word: { vi: 'số', en: 'a number' } },
  { type: 'boolean', word: { vi: 'đúng/sai', en: 'true or false' } },
]
