import type { Flow, FlowNode } from '#shared/flow/flow.ts'
import type { CatalogueNode } from '#shared/node/catalogue.ts'
import type { JsonSchema } from '#shared/node/define.ts'
import type { Text } from '#shared/text/text.ts'
import { createBranchJudge } from './branch-rules.ts'
import { branchOf } from './branches.ts'
import {
  type Catalogue,
  definitionOf,
  isRecord,
  knownNode,
  outPortsOf,
  schemasOf,
  takesInput,
  titleOfNode,
} from './catalogue.ts'
import { nodeOf } from './document.ts'
import { OK, refused, upstreamWithoutDelay, type Verdict } from './verdict.ts'
import { hasWire, type Wire } from './wires.ts'

/** Judges one wire; asked by the canvas while dragging and by the commands that draw wires. */
export function judgeWire(flow: Flow, catalogue: Catalogue, wire: Wire): Verdict {
  return createJudge(flow, catalogue, wire.from, wire.port)(wire.to)
}

/** Judges many targets for one source port; the look backwards for loops is done once. */
export function createJudge(flow: Flow, catalogue: Catalogue, from: string, port: string): (to: string) => Verdict {
  const branch = branchOf(port)
  if (branch) return createBranchJudge(flow, catalogue, from, branch)
  const source = nodeOf(flow, from)
  const ports = source ? outPortsOf(catalogue, source) : []
  const before = upstreamWithoutDelay(flow, catalogue, from)
  const body = schemasOf(flow, catalogue).out(from, port)
  return function judge(to) {
    const target = nodeOf(flow, to)
    if (!source || !target) return refused('Nút này không còn nữa', 'This node no longer exists')
    const name = titleOfNode(catalogue, flow, to)
    if (definitionOf(catalogue, source) && !ports.some((it) => it.name === port))
      return refused(`Không có cổng ra "${port}"`, `There is no output port "${port}"`)
    if (!takesInput(catalogue, target))
      return refused(
        `"${name.vi}" là nút khởi phát nên không nhận dây nối vào`,
        `"${name.en}" is a trigger and takes no wire`,
      )
    if (hasWire(flow, { from, port, to }))
      return refused(`Đã có dây nối tới "${name.vi}"`, `There is a wire to "${name.en}" already`)
    if (before.has(to))
      return refused('Dây này tạo vòng lặp không có nút chờ', 'This wire would make a loop without a delay')
    return judgeBodies(body, wantedBy(target, catalogue))
  }
}

/** How well a new node of a type takes a body: `wanted` when it asks for just such a one. */
export function fitOf(catalogue: Catalogue, type: CatalogueNode, body: JsonSchema): 'wanted' | 'any' | 'doubt' {
  const wants = wantedBy({ use: `${type.type}@${type.version}` }, catalogue)
  if (judgeBodies(body, wants).is === 'doubt') return 'doubt'
  return typesOf(wants) && typesOf(body) ? 'wanted' : 'any'
}

/** What a node wants the whole body to be; undefined for one that takes anything. */
function wantedBy(node: FlowNode, catalogue: Catalogue): JsonSchema | undefined {
  const known = knownNode(catalogue, node)
  const { inputSchema, takes } = known?.definition ?? {}
  if (inputSchema || !takes || node.disabled) return inputSchema
  const lifted = takes.unless !== undefined && known?.settings[takes.unless] === true
  const part = takes.from !== undefined && known?.settings[takes.from] !== undefined
  return lifted || part ? undefined : { type: takes.type }
}

function judgeBodies(from: JsonSchema | undefined, to: JsonSchema | undefined): Verdict {
  const gives = typesOf(from)
  const wants = typesOf(to)
  if (!gives || !wants) return OK
  const fits = gives.some((type) => wants.includes(type) || (type === 'integer' && wants.includes('number')))
  if (fits) return OK
  const vi = `Cổng ra cho ${words(gives, 'vi')}, nút này cần ${words(wants, 'vi')}: hãy thêm nút chuyển đổi ở giữa`
  const en = `The port gives ${words(gives, 'en')}, this node wants ${words(wants, 'en')}: put a transform between them`
  return { is: 'doubt', reason: { vi, en } }
}

function typesOf(schema: JsonSchema | undefined): readonly string[] | undefined {
  if (!isRecord(schema)) return undefined
  if (typeof schema.type === 'string') return [schema.type]
  if (Array.isArray(schema.type)) return schema.type.filter((type): type is string => typeof type === 'string')
  return undefined
}

const typeWords: Readonly<Record<string, Text>> = {
  object: { vi: 'đối tượng', en: 'an object' },
  array: { vi: 'danh sách', en: 'a list' },
  string: { vi: 'chuỗi chữ', en: 'text' },
  number: { vi: 'số', en: 'a number' },
  integer: { vi: 'số nguyên', en: 'a whole number' },
  boolean: { vi: 'đúng/sai', en: 'true or false' },
  null: { vi: 'rỗng', en: 'nothing' },
}

function words(types: readonly string[], language: keyof Text): string {
  return types
    .map((type) => (Object.hasOwn(typeWords, type) ? (typeWords[type]?.[language] ?? type) : type))
    .join(language === 'vi' ? ' hoặc ' : ' or ')
}
