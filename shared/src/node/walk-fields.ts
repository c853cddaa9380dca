import type { z } from 'zod'
import type { JsonSchema, NodeDefinition } from './define.ts'
import type { FieldLook } from './fields.ts'
import { toJsonSchema } from './to-json-schema.ts'

/** A settings value together with how its field is drawn. `path` is dotted: `branches.0.when`. */
export interface PlacedField {
  readonly path: string
  readonly look: FieldLook
  readonly value: unknown
}

const schemas = new WeakMap<z.ZodType, JsonSchema>()

/** The settings of a definition as JSON Schema with `x-field`; made once a definition. */
export function settingsSchema(definition: Pick<NodeDefinition, 'settings'>): JsonSchema {
  const known = schemas.get(definition.settings)
  if (known) return known
  const made = toJsonSchema(definition.settings)
  schemas.set(definition.settings, made)
  return made
}

/** All fields that a settings value holds, outer before inner, with their looks. Works on any JSON Schema with `x-field`. */
export function walkFields(schema: unknown, value: unknown, path = ''): readonly PlacedField[] {
  if (!isRecord(schema)) return []
  const look = schema['x-field']
  const own: PlacedField[] = isLook(look) && path !== '' ? [{ path, look, value }] : []
  const inner = isRecord(value) ? walkProperties(schema.properties, value, path) : []
  const rows = Array.isArray(value)
    ? value.flatMap((item: unknown, i) => walkFields(schema.items, item, `${path}.${i}`))
    : []
  return [...own, ...inner, ...rows]
}

function walkProperties(properties: unknown, value: Record<string, unknown>, path: string): readonly PlacedField[] {
  if (!isRecord(properties)) return []
  return Object.entries(properties).flatMap(([name, schema]) => {
    const inner = Object.hasOwn(value, name) ? value[name] : undefined
    return inner === undefined ? [] : walkFields(schema, inner, path === '' ? name : `${path}.${name}`)
  })
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isLook(value: unknown): value is FieldLook {
  return isRecord(value) && typeof value.kind === 'string'
}
