import { type NodeDefinition, portsOf } from '../node/define.ts'
import { type PlacedField, settingsSchema, walkFields } from '../node/walk-fields.ts'
import type { KnowNode } from '../schema/flow-schemas.ts'
import type { KnownNode } from '../schema/infer.ts'
import { wireProblems } from '../schema/wire-problems.ts'
import type { Text } from '../text/text.ts'
import { expressionsIn } from './expressions-in.ts'
import { type Flow, type FlowNode, type Problem, parseUse } from './flow.ts'
import { problem } from './problem.ts'
import { settingProblems } from './setting-problems.ts'
import { soapProblems } from './validate-soap.ts'
import { wiringProblems } from './validate-wiring.ts'

/** What a flow is checked against. Parts that are left out are not checked. */
export interface Surroundings {
  /** Known node types. */
  readonly definitions: ReadonlyMap<string, NodeDefinition>
  /** Connection id → kind. */
  readonly connections?: ReadonlyMap<string, string>
  readonly tables?: ReadonlySet<string>
  /** Flows that can be called. */
  readonly flows?: ReadonlySet<string>
  /** Addresses that other flows take at the gateway: `POST /a/b` → flow id. */
  readonly addresses?: ReadonlyMap<string, string>
  /** Syntax check of an expression; undefined when it is right. */
  readonly checkExpression?: (text: string) => { readonly position: number; readonly message: Text } | undefined
}

/** A node whose type is known and whose settings are valid. */
export interface CheckedNode {
  readonly id: string
  readonly node: FlowNode
  readonly definition: NodeDefinition
  /** With defaults filled in; the raw settings when they are not valid. */
  readonly settings: Readonly<Record<string, unknown>>
}

/** Everything that is wrong with a flow, with places, errors first. Never throws. */
export function validateFlow(flow: Flow, around: Surroundings): readonly Problem[] {
  const checked = new Map<string, CheckedNode>()
  const problems: Problem[] = []
  for (const [id, node] of Object.entries(flow.nodes)) {
    const found = checkNode(id, node, around)
    problems.push(...found.problems)
    if (found.checked) checked.set(id, found.checked)
  }
  problems.push(...flowExpressionProblems(flow, around), ...wiringProblems(flow, checked, around))
  problems.push(...wireProblems(flow, knowing(checked), (id) => titleOf(flow, checked, id)))
  const rank = { error: 0, warning: 1, info: 2 }
  return problems.sort((a, b) => rank[a.severity] - rank[b.severity])
}

function knowing(checked: ReadonlyMap<string, CheckedNode>): KnowNode {
  const known = new Map<FlowNode, KnownNode>()
  for (const { node, definition, settings } of checked.values())
    known.set(node, {
      node,
      definition,
      settings,
      ports: portsOf(definition, settings),
      form: settingsSchema(definition),
    })
  return (node) => known.get(node)
}

function titleOf(flow: Flow, checked: ReadonlyMap<string, CheckedNode>, id: string): Text {
  const title = flow.nodes[id]?.title
  return title === undefined ? (checked.get(id)?.definition.title ?? { vi: id, en: id }) : { vi: title, en: title }
}

function checkNode(
  id: string,
  node: FlowNode,
  around: Surroundings,
): { readonly checked?: CheckedNode; readonly problems: readonly Problem[] } {
  const use = parseUse(node.use)
  const definition = use && around.definitions.get(use.type)
  if (!use || !definition) return { problems: [problem('flow.unknown-node', { use: node.use }, { node: id })] }
  if (use.version > definition.version) {
    return { problems: [problem('flow.newer-node', { use: node.use, known: definition.version }, { node: id })] }
  }
  const raw = node.settings ?? {}
  const parsed = definition.settings.safeParse(raw, { reportInput: true })
  const fields = walkFields(settingsSchema(definition), raw)
  const settings = parsed.success ? parsed.data : raw
  const problems = [
    ...(parsed.success ? [] : settingProblems(id, parsed.error.issues, settingsSchema(definition))),
    ...fields.flatMap((field) => fieldProblems(id, field, around)),
    ...soapProblems(id, settings),
  ]
  return { checked: { id, node, definition, settings }, problems }
}

/** Expressions, connections, code tables and flows that a field names. */
function fieldProblems(node: string, field: PlacedField, around: Surroundings): readonly Problem[] {
  const { look, value, path } = field
  const place = { node, path }
  if (look.kind === 'connection' && typeof value === 'string' && around.connections) {
    const kind = around.connections.get(value)
    if (kind === undefined) return [problem('flow.unknown-connection', { connection: value }, place)]
    if (look.connectionKinds && !look.connectionKinds.includes(kind)) {
      return [problem('flow.wrong-connection', { connection: value, kind: look.connectionKinds.join(', ') }, place)]
    }
  }
  if (look.kind === 'code-table' && typeof value === 'string' && around.tables && !around.tables.has(value)) {
    return [problem('flow.unknown-table', { table: value }, place)]
  }
  if (look.kind === 'flow' && typeof value === 'string' && around.flows && !around.flows.has(value)) {
    return [problem('flow.unknown-flow', { flow: value }, place)]
  }
  return expressionsIn(field).flatMap(({ path: at, text }) =>
    expressionProblem(text, look.title, { node, path: at }, around),
  )
}

function flowExpressionProblems(flow: Flow, around: Surroundings): readonly Problem[] {
  const keys = flow.settings?.keys ?? {}
  const wrong = Object.entries(keys).flatMap(([name, text]) =>
    expressionProblem(text, { vi: name, en: name }, { path: `settings.keys.${name}` }, around),
  )
  const { partition } = flow.settings ?? {}
  const unknown = partition !== undefined && !Object.hasOwn(keys, partition)
  return unknown ? [...wrong, problem('flow.unknown-key', { key: partition }, { path: 'settings.partition' })] : wrong
}

function expressionProblem(
  text: string,
  label: Text,
  place: Pick<Problem, 'node' | 'path'>,
  around: Surroundings,
): readonly Problem[] {
  const wrong = around.checkExpression?.(text)
  if (!wrong) return []
  const made = (language: keyof Text): string =>
    problem('flow.expression', { label: label[language], position: wrong.position, reason: wrong.message[language] })
      .message[language]
  return [{ ...problem('flow.expression', {}, place), message: { vi: made('vi'), en: made('en') } }]
}
