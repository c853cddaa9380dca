import type { NodeKind } from '../../../node/define.ts'
import { type FixedPort, type JsonSchema, type NodeDefinition, portsOf } from '../../../node/define.ts'
import type { FieldLook } from '../../../node/fields.ts'
import type { Text } from '../../../text/text.ts'
import type { Flow, FlowNode } from '../../flow.ts'
import { isRecord } from '../parts.ts'
import { quoted, same } from './value-words.ts'

/** What is known of a node type: its words, its form as JSON Schema with `x-field`, its ports. */
export interface KnownType {
  readonly title: Text
  readonly kind: NodeKind
  readonly settings: JsonSchema
  readonly out: NodeDefinition['out']
}

/** Knows node types by `use`; undefined for one that is not installed. */
export type KnowType = (use: string) => KnownType | undefined

/** The two flows that are compared, and what is known about their nodes. */
export interface Compared {
  readonly before: Flow
  readonly after: Flow
  readonly know: KnowType
}

/** A node of a flow by id; own properties only. */
export function nodeOf(flow: Flow, id: string): FlowNode | undefined {
  return Object.hasOwn(flow.nodes, id) ? flow.nodes[id] : undefined
}

/** A node as people call it, in quotation marks. */
export function nameOf(id: string, node: FlowNode | undefined, know: KnowType): Text {
  if (!node) return quoted(id)
  if (node.title !== undefined) return quoted(node.title)
  const title = know(node.use)?.title ?? same(id)
  return { vi: `“${title.vi}”`, en: `“${title.en}”` }
}

/** A node as people call it now, or called it before it went. */
export function nameNow(id: string, { before, after, know }: Compared): Text {
  return nameOf(id, nodeOf(after, id) ?? nodeOf(before, id), know)
}

/** The ports of a node with its settings. */
export function portsOfNode(node: FlowNode, know: KnowType): readonly FixedPort[] {
  const type = know(node.use)
  return type ? portsOf(type, { ...defaultsIn(type.settings), ...node.settings }) : []
}

/** A field of a form. */
export interface FieldAt {
  readonly schema: unknown
  readonly look?: FieldLook
}

/** The field of a form at a step below a schema. */
export function fieldBelow(schema: unknown, step: string): FieldAt {
  if (!isRecord(schema)) return { schema: undefined }
  const isRow = schema.items !== undefined
  const inner = isRow ? schema.items : ownOf(schema.properties, step)
  const look = isRecord(inner) ? inner['x-field'] : undefined
  return { schema: inner, ...(isLook(look) ? { look } : {}) }
}

/** What a setting is when nobody has set it. */
export function defaultAt(schema: unknown): unknown {
  return isRecord(schema) ? schema.default : undefined
}

function defaultsIn(schema: JsonSchema): Readonly<Record<string, unknown>> {
  if (!isRecord(schema.properties)) return {}
  return Object.fromEntries(
    Object.entries(schema.properties).flatMap(([name, it]) => {
      const value = defaultAt(it)
      return value === undefined ? [] : [[name, value]]
    }),
  )
}

function ownOf(record: unknown, name: string): unknown {
  return isRecord(record) && Object.hasOwn(record, name) ? record[name] : undefined
}

function isLook(value: unknown): value is FieldLook {
  return isRecord(value) && typeof value.kind === 'string' && isRecord(value.title)
}
