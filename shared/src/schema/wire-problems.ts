import type { Flow, Problem, Severity } from '../flow/flow.ts'
import { problem } from '../flow/problem.ts'
import type { Text, TextParam } from '../text/text.ts'
import type { Finding, WireCheck, WireState } from './check-wires.ts'
import { createWireChecker } from './check-wires.ts'
import { createFlowSchemas, type KnowNode } from './flow-schemas.ts'

const severities: Readonly<Record<Exclude<WireState, 'ok'>, Severity>> = {
  error: 'error',
  lossy: 'warning',
  maybe: 'warning',
}

/** The problems of all wires of a flow, one a field; what an officer has accepted is none. `title`: what a node is called. */
export function wireProblems(flow: Flow, know: KnowNode, title: (id: string) => Text): readonly Problem[] {
  const checks = createWireChecker()(flow, know, createFlowSchemas()(flow, know))
  return [...checks.values()].flatMap((check) =>
    check.findings
      .filter((it) => it.accepted === undefined)
      .map((finding) => problemOfFinding(check, finding, title(check.from))),
  )
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
