import type { FlowNode } from '../flow/flow.ts'
import { textOf } from '../flow/lines.ts'
import type { Mapping, MappingItem } from '../mapping/mapping.ts'
import type { FixedPort, Inference, JsonSchema, NodeDefinition } from '../node/define.ts'
import {
  ANYTHING,
  either,
  fieldAt,
  isClosed,
  isSchema,
  isUnknown,
  itemsOf,
  propertiesOf,
  throughLists,
  typeOf,
  withFieldAt,
} from './body-schema.ts'
import { editedSchema, maskedSchema } from './edited-schema.ts'
import { entrySchema } from './entry-schema.ts'
import { bodyOfJsonSchema } from './import/body-of-json-schema.ts'
import { openApiSchema } from './openapi-schemas.ts'
import { pickedSchema } from './picked-schema.ts'
import { pathOfText } from './plain-path.ts'
import { soapAnswerSchema, soapRequestSchema } from './soap-schemas.ts'
import { schemaOfValue } from './value-schema.ts'

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

/** A file that a node wrote, by its place. */
const SAVED_FILE: JsonSchema = {
  type: 'object',
  properties: {
    connection: TEXT,
    path: TEXT,
    name: TEXT,
    size: { type: 'integer' },
    modified: TEXT,
    sha256: TEXT,
  },
  required: ['connection', 'path', 'name', 'size', 'sha256'],
}

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
  edits: (settings, into) => editedSchema(settings, into),
  checked: ({ kind, schema, from }, into) =>
    kind === 'json-schema' && from === undefined && isUnknown(into) ? bodyOfJsonSchema(textOf(schema)) : into,
  picks: pickedSchema,
  entries: (settings, into, first) => (first ? entrySchema(settings) : into),
  masked: ({ fields }, into) => maskedSchema(fields, into),
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
  'written-text': ({ to }, into) => (typeof to === 'string' ? withFieldAt(into, to.split('.'), TEXT) : TEXT),
  'soap-answer': soapAnswerSchema,
  'soap-request': soapRequestSchema,
  'openapi-answer'({ openapi, answer, judge, paging }) {
    // A verdict or the rows of many pages are not what the document describes.
    if (judge === true || (paging !== undefined && paging !== 'off')) return ANYTHING
    if (answer === 'file') return SAVED_FILE
    return answer === 'text' || answer === 'base64' ? TEXT : openApiSchema(textOf(openapi), 'answer')
  },
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

/** The rows of a mapping setting; drafts may hold anything, and nothing is known of what has no shape of a row. */
export function rowsOf(mapping: unknown): Mapping {
  return Array.isArray(mapping) ? mapping.filter(isRow) : []
}

function isRow(row: unknown): row is MappingItem {
  if (!isSchema(row) || typeof row.target !== 'string' || !isValue(row.value) || !isText(row.when)) return false
  if (row.each === undefined) return areRows(row.fields)
  if (!isSchema(row.each) || typeof row.each.over !== 'string') return false
  const { where, groupBy, sort = [], fields, value } = row.each
  const keys = Array.isArray(sort) && sort.every((key) => isSchema(key) && typeof key.by === 'string')
  return isText(where) && isText(groupBy) && keys && areRows(fields) && areRows(row.fields) && isValue(value)
}

const isText = (it: unknown): boolean => it === undefined || typeof it === 'string'
const areRows = (it: unknown): boolean => it === undefined || (Array.isArray(it) && it.every(isRow))
const isValue = (it: unknown): boolean =>
  it === undefined || it === null || typeof it !== 'object' || (isSchema(it) && isText(it.field ?? it.expr ?? 0))
