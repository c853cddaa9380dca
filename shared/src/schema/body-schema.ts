import type { JsonSchema } from '../node/define.ts'

/**
 * Bodies are described by a part of JSON Schema: `type`, `properties`, `required`, `items`, `additionalProperties: false` and
 * `format: 'digits'` (a code whose leading zeros or length a number would lose). Whatever else a schema says is *unknown*, never an alarm.
 * Without `required` nothing is claimed about whether a listed field comes; without `additionalProperties: false` other fields may come.
 */
export const ANYTHING: JsonSchema = {}

/** What a schema says of one field. `sure`: it comes · `maybe`: it may be left out · `absent`: it certainly does not come. */
export interface FieldFound {
  readonly is: 'sure' | 'maybe' | 'absent' | 'unknown'
  /** What is known of its value; `ANYTHING` when nothing is. */
  readonly schema: JsonSchema
}

const UNKNOWN: FieldFound = { is: 'unknown', schema: ANYTHING }
const ABSENT: FieldFound = { is: 'absent', schema: ANYTHING }
const DEEPEST = 40

/** The type of a value as the schema names it; undefined when several are possible or none is named. */
export function typeOf(schema: JsonSchema): string | undefined {
  const { type } = schema
  if (typeof type === 'string') return type === 'integer' ? 'number' : type
  const named = Array.isArray(type) ? type.filter((it) => it !== 'null') : []
  const [only] = named
  return named.length === 1 && typeof only === 'string' ? typeOf({ type: only }) : undefined
}

/** The schema of what a list holds; `ANYTHING` for what is no list. */
export function itemsOf(schema: JsonSchema): JsonSchema {
  return typeOf(schema) === 'array' && isSchema(schema.items) ? schema.items : ANYTHING
}

/** The fields that a schema names. */
export function propertiesOf(schema: JsonSchema): Readonly<Record<string, JsonSchema>> {
  const { properties } = schema
  if (!isSchema(properties)) return {}
  return Object.fromEntries(
    Object.entries(properties).filter((entry): entry is [string, JsonSchema] => isSchema(entry[1])),
  )
}

/** True when no other fields than the named ones come. */
export function isClosed(schema: JsonSchema): boolean {
  return typeOf(schema) === 'object' && schema.additionalProperties === false && !isMixed(schema)
}

/** True when the schema says nothing that could be relied on. */
export function isUnknown(schema: JsonSchema): boolean {
  return typeOf(schema) === undefined || isMixed(schema)
}

/** Follows field names into a schema, through lists as formulas do. `*` and `**` are every field: unknown. */
export function fieldAt(schema: JsonSchema, path: readonly string[]): FieldFound {
  let at: FieldFound = { is: 'sure', schema }
  for (const name of path) {
    if (name === '*' || name === '**') return UNKNOWN
    const next = step(at.schema, name)
    if (next.is === 'absent' || next.is === 'unknown') return next
    at = at.is === 'maybe' ? { is: 'maybe', schema: next.schema } : next
  }
  return at
}

function step(around: JsonSchema, name: string): FieldFound {
  const schema = throughLists(around)
  if (isUnknown(schema)) return UNKNOWN
  if (typeOf(schema) !== 'object') return ABSENT
  const { properties, required } = schema
  const inner = isSchema(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined
  if (inner === undefined) return isClosed(schema) ? ABSENT : UNKNOWN
  const is = Array.isArray(required) && !required.includes(name) ? 'maybe' : 'sure'
  return { is, schema: isSchema(inner) ? inner : ANYTHING }
}

/** What stands inside lists of lists. */
export function throughLists(schema: JsonSchema): JsonSchema {
  let inner = schema
  for (let depth = 0; depth < DEEPEST && typeOf(inner) === 'array' && !isMixed(inner); depth++) inner = itemsOf(inner)
  return inner
}

/** What is true of a body that is described by the one or the other. */
export function either(a: JsonSchema, b: JsonSchema, depth = 0): JsonSchema {
  if (a === b) return a
  const type = typeOf(a)
  if (type === undefined || type !== typeOf(b) || isMixed(a) || isMixed(b) || depth > DEEPEST) return ANYTHING
  if (type === 'array') return { type, items: either(itemsOf(a), itemsOf(b), depth + 1) }
  if (type !== 'object') return a.format !== undefined && a.format === b.format ? { type, format: a.format } : { type }
  const [inA, inB] = [propertiesOf(a), propertiesOf(b)]
  const properties = Object.fromEntries(
    [...new Set([...Object.keys(inA), ...Object.keys(inB)])].map((name) => {
      const [one, other] = [own(inA, name), own(inB, name)]
      return [name, one && other ? either(one, other, depth + 1) : (one ?? other ?? ANYTHING)]
    }),
  )
  const [needA, needB] = [a.required, b.required]
  const required =
    Array.isArray(needA) && Array.isArray(needB) ? { required: needA.filter((it) => needB.includes(it)) } : {}
  return { type, properties, ...required, ...(isClosed(a) && isClosed(b) ? { additionalProperties: false } : {}) }
}

/** The body with one field set, objects on the way made. A body that is not known to be an object becomes an open one. */
export function withFieldAt(schema: JsonSchema, path: readonly string[], value: JsonSchema): JsonSchema {
  const [name, ...rest] = path
  if (name === undefined) return value
  const known = typeOf(schema) === 'object' && !isMixed(schema) ? schema : { type: 'object' }
  const before = propertiesOf(known)
  const inner = rest.length === 0 ? value : withFieldAt(own(before, name) ?? ANYTHING, rest, value)
  const required = Array.isArray(known.required) ? known.required : undefined
  return {
    ...known,
    properties: { ...before, [name]: inner },
    ...(required ? { required: [...required.filter((it) => it !== name), name] } : {}),
  }
}

/** References and choices are not followed. */
function isMixed(schema: JsonSchema): boolean {
  return ['$ref', 'anyOf', 'oneOf', 'allOf', 'not', 'if', 'patternProperties'].some((key) => Object.hasOwn(schema, key))
}

function own(properties: Readonly<Record<string, JsonSchema>>, name: string): JsonSchema | undefined {
  return Object.hasOwn(properties, name) ? properties[name] : undefined
}

/** True for a plain object. */
export function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
