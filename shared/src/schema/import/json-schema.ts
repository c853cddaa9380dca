import type { JsonSchema } from '../../node/define.ts'
import { ANYTHING, either, isSchema, propertiesOf, typeOf } from '../body-schema.ts'
import { createBudget, createNotes, createVisits, LIMITS, type Notes, SchemaFault } from './fault.ts'
import type { Imported } from './xsd.ts'

const FORBIDDEN: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

/** A JSON Schema (any draft) as the part of it that we use: references followed, `allOf` merged, choices joined. Throws `SchemaFault`. */
export function fromJsonSchema(document: unknown): Imported {
  if (!isSchema(document)) throw new SchemaFault('$', { vi: 'không phải JSON Schema', en: 'is not a JSON Schema' })
  const notes = createNotes()
  const schema = flatten(document, document, '#', notes)
  if (Object.keys(schema).length === 0)
    throw new SchemaFault('#', { vi: 'không nói gì về các trường', en: 'says nothing about fields' })
  return { schema, notes: notes.all() }
}

/** One schema of a document, flattened; `at` is its place, for notes. A reference counts as a level, as a field does. */
export function flatten(
  root: JsonSchema,
  start: unknown,
  at: string,
  notes: Notes,
  levels: number = LIMITS.levels,
): JsonSchema {
  const take = createBudget(notes)
  const visit = createVisits(notes)
  const followed: string[] = []

  const walk = (schema: unknown, place: string, depth: number): JsonSchema => {
    if (!isSchema(schema) || !visit()) return ANYTHING
    if (depth > levels) {
      notes.add(place, 'lồng quá sâu, cắt ở đây', 'nested too deeply; cut here')
      return ANYTHING
    }
    if (typeof schema.$ref === 'string') return reference(schema.$ref, schema, place, depth)
    const own = plain(schema, place, depth)
    const parts = listOf(schema.allOf).map((part, i) => walk(part, `${place}/allOf/${i}`, depth + 1))
    const whole = [schema, ...listOf(schema.allOf)].reduce(demanding, parts.reduce(both, own))
    const choices = [...listOf(schema.oneOf), ...listOf(schema.anyOf)].filter((it) => !isNull(it))
    if (choices.length === 0) return whole
    const alternatives = choices.map((part, i) => both(whole, walk(part, `${place}/choice/${i}`, depth + 1)))
    if (choices.length > 1)
      notes.add(
        place,
        'các lựa chọn (oneOf/anyOf) được gộp, trường không chung là không bắt buộc',
        'choices (oneOf/anyOf) are joined; fields that are not shared are optional',
      )
    return demanding(
      alternatives.reduce((all, one) => joined(all, one)),
      schema,
    )
  }

  const reference = (ref: string, schema: JsonSchema, place: string, depth: number): JsonSchema => {
    if (!ref.startsWith('#')) {
      notes.add(
        ref,
        'tham chiếu ra ngoài tài liệu không được tải về',
        'a reference outside the document is not fetched',
      )
      return ANYTHING
    }
    if (followed.includes(ref)) {
      notes.add(place, `cấu trúc lặp lại chính nó (${ref}), cắt ở đây`, `the schema contains itself (${ref}); cut here`)
      return ANYTHING
    }
    const found = pointed(root, ref)
    if (found === undefined) {
      notes.add(place, `không có ${ref}`, `there is no ${ref}`)
      return ANYTHING
    }
    followed.push(ref)
    const { $ref: _ref, ...beside } = schema
    const made = both(
      walk(found, ref, depth + 1),
      Object.keys(beside).length > 0 ? walk(beside, place, depth + 1) : ANYTHING,
    )
    followed.pop()
    return demanding(made, beside)
  }

  const plain = (schema: JsonSchema, place: string, depth: number): JsonSchema => {
    const type = isSchema(schema.properties) ? 'object' : 'items' in schema ? 'array' : undefined
    // OpenAPI 3.0, and what Swagger 2.0 documents write for it.
    const nullable = schema.nullable === true || schema['x-nullable'] === true
    const stated = nullable || isMixedType(schema.type) ? undefined : (typeOf(schema) ?? type)
    const words = { ...textOf(schema, 'title'), ...textOf(schema, 'description') }
    if (stated === 'object') return { type: stated, ...words, ...fields(schema, place, depth) }
    if (stated === 'array') return { type: stated, ...words, items: walk(schema.items, `${place}/items`, depth + 1) }
    const choices = listOf('const' in schema ? [schema.const] : schema.enum).slice(0, 500)
    return {
      ...(stated === undefined ? {} : { type: stated }),
      ...words,
      ...textOf(schema, 'format'),
      ...(typeof schema.pattern === 'string' && /^\^?(?:\[0-9\]|\\d)(?:\{[\d,]+\}|[+*])\$?$/.test(schema.pattern)
        ? { format: 'digits' }
        : {}),
      ...(choices.length > 0 && stated !== undefined ? { enum: choices } : {}),
    }
  }

  const fields = (schema: JsonSchema, place: string, depth: number): JsonSchema => {
    const properties: Record<string, JsonSchema> = {}
    let cut = false
    for (const [name, inner] of Object.entries(isSchema(schema.properties) ? schema.properties : {})) {
      if (FORBIDDEN.has(name) || !take()) cut = true
      else properties[name] = walk(inner, `${place}/properties/${name}`, depth + 1)
    }
    const required = listOf(schema.required).filter(
      (it): it is string => typeof it === 'string' && Object.hasOwn(properties, it),
    )
    const isOpen = cut || schema.additionalProperties !== false || isSchema(schema.patternProperties)
    return { properties, required, ...(isOpen ? {} : { additionalProperties: false }) }
  }

  return walk(start, at, 0)
}

/** What is true of a body that both describe. */
function both(a: JsonSchema, b: JsonSchema): JsonSchema {
  if (Object.keys(a).length === 0) return b
  if (typeOf(a) !== 'object' || typeOf(b) !== 'object') return { ...a, ...b }
  const [inA, inB] = [propertiesOf(a), propertiesOf(b)]
  const properties = { ...inA }
  for (const [name, schema] of Object.entries(inB))
    properties[name] = Object.hasOwn(inA, name) ? both(inA[name] ?? {}, schema) : schema
  const required = [...new Set([...listOf(a.required), ...listOf(b.required)])]
  // A closed part of several speaks of the fields of the whole.
  const closed = a.additionalProperties === false && b.additionalProperties === false
  const { additionalProperties: _a, ...restA } = a
  const { additionalProperties: _b, ...restB } = b
  return {
    ...restA,
    ...restB,
    type: 'object',
    properties,
    required,
    ...(closed ? { additionalProperties: false } : {}),
  }
}

/** With the fields that another part of the description says must be there: `required` may stand beside the part that has them. */
function demanding(made: JsonSchema, said: unknown): JsonSchema {
  if (typeOf(made) !== 'object' || !isSchema(said)) return made
  const properties = propertiesOf(made)
  const more = listOf(said.required).filter((it) => typeof it === 'string' && Object.hasOwn(properties, it))
  return more.length === 0 ? made : { ...made, required: [...new Set([...listOf(made.required), ...more])] }
}

/** What is true of a body that one of two describes; of values of different kinds nothing is. */
function joined(a: JsonSchema, b: JsonSchema): JsonSchema {
  const made = either(a, b)
  return typeOf(made) === 'object' && !Array.isArray(made.required) ? { ...made, required: [] } : made
}

/** What a JSON pointer (`#/components/schemas/HoSo`) leads to in a document. */
export function pointed(root: JsonSchema, ref: string): unknown {
  let at: unknown = root
  for (const part of ref.split('/').slice(1)) {
    const name = decoded(part).replaceAll('~1', '/').replaceAll('~0', '~')
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined
    at = Reflect.get(at, name)
  }
  return ref === '#' || ref.startsWith('#/') ? at : undefined
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

function textOf(schema: JsonSchema, key: 'title' | 'description' | 'format'): JsonSchema {
  const value = schema[key]
  return typeof value === 'string' && value !== '' ? { [key]: value.slice(0, 1000) } : {}
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const isNull = (value: unknown): boolean => isSchema(value) && value.type === 'null'
/** A value that may be null is of no certain type: a formula must reckon with nothing. */
const isMixedType = (type: unknown): boolean => Array.isArray(type) && type.length > 1
