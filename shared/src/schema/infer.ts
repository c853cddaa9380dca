import type { FlowNode } from '../flow/flow.ts'
import type { Mapping, MappingItem } from '../mapping/mapping.ts'
import type { FixedPort, Inference, JsonSchema, NodeDefinition } from '../node/define.ts'
import type { Dynamic } from '../node/dynamic.ts'
import {
  ANYTHING,
  either,
  fieldAt,
  isClosed,
  itemsOf,
  propertiesOf,
  throughLists,
  typeOf,
  withFieldAt,
} from './body-schema.ts'
import { pathOfText } from './plain-path.ts'

/** A node of a known type, with the defaults of its settings filled in. `form`: the settings as JSON Schema with `x-field`. */
export interface KnownNode {
  readonly node: FlowNode
  readonly definition: Pick<
    NodeDefinition,
    'input' | 'inputSchema' | 'output' | 'infers' | 'takes' | 'gathers' | 'breaksCycle'
  >
  readonly ports: readonly FixedPort[]
  readonly settings: Readonly<Record<string, unknown>>
  readonly form: JsonSchema
}

/** The schema of the body that leaves a node through a port when bodies of this schema arrive; `ANYTHING` when nobody can say. */
export function outputSchema(known: KnownNode, port: string, into: JsonSchema): JsonSchema {
  const { definition, node, ports } = known
  const first = ports[0]?.name === port
  if (definition.input && (node.disabled || definition.output === 'same')) return into
  if (first && node.schema) return node.schema
  const named = ports.find((it) => it.name === port)?.schema
  if (named) return named
  return definition.infers ? rules[definition.infers](known.settings, into, first) : ANYTHING
}

/** True when an officer may say what leaves the node, since nobody else can. */
export function mayDeclare({ definition, ports, settings, node }: KnownNode): boolean {
  if (definition.input && (node.disabled || definition.output === 'same')) return false
  if (ports.length === 0 || ports[0]?.schema) return false
  return definition.infers === undefined || typeOf(rules[definition.infers](settings, ANYTHING, true)) === undefined
}

type Rule = (settings: KnownNode['settings'], into: JsonSchema, first: boolean) => JsonSchema

const TEXT: JsonSchema = { type: 'string' }

const rules: Readonly<Record<Inference, Rule>> = {
  request: ({ accepts }) => (accepts === 'xml' || accepts === 'text' ? TEXT : ANYTHING),
  mapping({ mapping, keep }, into) {
    const made = schemaOfMapping(rowsOf(mapping), into, into)
    return keep === 'all' ? mergedInto(into, made) : made
  },
  'code-table'({ take, to, unknown }, into, first) {
    if (!first || typeof to !== 'string') return into
    const certain = take === 'name' && unknown !== 'default'
    return withFieldAt(into, to.split('.'), certain ? TEXT : ANYTHING)
  },
  items({ over, size, single }, into, first) {
    if (!first) return into
    const path = over === undefined ? [] : pathOfText(over)
    const list = path ? fieldAt(into, path).schema : ANYTHING
    const item = single === true && typeOf(list) !== 'array' ? list : itemsOf(list)
    return size === 1 ? item : { type: 'array', items: item }
  },
  gathered: ({ combine }, into) => (combine === 'bodies' ? { type: 'array', items: into } : ANYTHING),
  group({ combine }, into, first) {
    if (!first) return into
    return combine === 'bodies' ? { type: 'array', items: into } : ANYTHING
  },
  rows({ kind, answer }, into, first) {
    if (!first) return into
    if (kind !== 'query' || answer !== 'rows') return ANYTHING
    const properties = { rows: { type: 'array', items: ANYTHING }, count: { type: 'number' } }
    return { type: 'object', properties, required: ['rows', 'count'], additionalProperties: false }
  },
  call: ({ wait }, into) => (wait === false ? into : ANYTHING),
  text: () => TEXT,
}

/** What was made over what came: objects go into objects, everything else replaces. */
function mergedInto(into: JsonSchema, made: JsonSchema): JsonSchema {
  const before = propertiesOf(into)
  const open = !isClosed(into)
  const properties: Record<string, JsonSchema> = { ...before }
  for (const [name, inner] of Object.entries(propertiesOf(made))) {
    const old = Object.hasOwn(before, name) ? before[name] : open ? ANYTHING : undefined
    properties[name] = typeOf(inner) === 'object' && old && mayBeObject(old) ? mergedInto(old, inner) : inner
  }
  const [came, comes] = [into.required, made.required]
  const required = Array.isArray(came) && Array.isArray(comes) ? { required: [...new Set([...came, ...comes])] } : {}
  return { type: 'object', properties, ...required, ...(open ? {} : { additionalProperties: false }) }
}

function mayBeObject(schema: JsonSchema): boolean {
  const type = typeOf(schema)
  return type === undefined || type === 'object'
}

/** The object that a mapping makes. `item` is what plain names read, `body` what `$parent` reads. */
function schemaOfMapping(mapping: Mapping, item: JsonSchema, body: JsonSchema): JsonSchema {
  const properties: Record<string, JsonSchema> = {}
  const required = new Set<string>()
  for (const row of mapping) {
    const made = schemaOfRow(row, item, body)
    const before = Object.hasOwn(properties, row.target) ? properties[row.target] : undefined
    properties[row.target] = before ? either(before, made) : made
    if (row.when === undefined && (row.value === undefined || row.missing !== 'omit')) required.add(row.target)
  }
  return { type: 'object', properties, required: [...required], additionalProperties: false }
}

function schemaOfRow(row: MappingItem, item: JsonSchema, body: JsonSchema): JsonSchema {
  if (row.fields) return schemaOfMapping(row.fields, item, body)
  if (!row.each) return schemaOfLeaf(row, item, body)
  const inner = turnOf(row.each.over, item)
  const items = row.each.fields
    ? schemaOfMapping(row.each.fields, inner, body)
    : schemaOfLeaf({ ...row, value: row.each.value ?? null }, inner, body)
  return { type: 'array', items }
}

/** What a for-each runs over; of the items of a group nothing is claimed. */
function turnOf(over: string, item: JsonSchema): JsonSchema {
  const path = pathOfText(over)
  return path ? throughLists(fieldAt(item, path).schema) : ANYTHING
}

function schemaOfLeaf({ value, as, missing }: MappingItem, item: JsonSchema, body: JsonSchema): JsonSchema {
  if (missing === 'null') return ANYTHING
  const source = schemaOfValue(value ?? null, item, body)
  if (as === 'number' || as === 'boolean') return { type: as }
  return as === 'text' ? (typeOf(source) === 'string' ? source : TEXT) : source
}

function schemaOfValue(value: Dynamic, item: JsonSchema, body: JsonSchema): JsonSchema {
  if (value === null) return ANYTHING
  if (typeof value !== 'object') return { type: typeof value }
  const text = 'field' in value ? value.field : value.expr
  const path = pathOfText(text)
  // A field inside a list gives the list of its values: only the plain case is followed.
  if (path && !passesList(item, path)) return fieldAt(item, path).schema
  const fromParent = pathOfText(text.replace(/^\$parent\./, ''))
  return text.startsWith('$parent.') && fromParent && !passesList(body, fromParent)
    ? fieldAt(body, fromParent).schema
    : ANYTHING
}

function passesList(schema: JsonSchema, path: readonly string[]): boolean {
  return path.some((_name, i) => i > 0 && typeOf(fieldAt(schema, path.slice(0, i)).schema) === 'array')
}

/** The rows of a mapping setting; drafts may hold anything. */
export function rowsOf(mapping: unknown): Mapping {
  return Array.isArray(mapping) ? mapping.filter((row) => typeof row?.target === 'string') : []
}
