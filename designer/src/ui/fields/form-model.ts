import type { JsonSchema } from '#shared/node/define.ts'
import type { FieldLook } from '#shared/node/fields.ts'
import type { FieldProblem } from './field-contract.ts'

/** One field of an object schema, ready to draw. */
export interface DrawnField {
  readonly name: string
  readonly schema: JsonSchema
  readonly look: FieldLook
  readonly required: boolean
}

/** Values of a group of settings. */
export type Values = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** `value` when it is an object, else an empty one: what is stored may be older than the schema. */
export function asValues(value: unknown): Values {
  return isObject(value) ? value : {}
}

/** `value` when it is a schema, else one that allows anything. */
export function asSchema(value: unknown): JsonSchema {
  return isObject(value) ? value : {}
}

/** The fields of an object schema in the order of their declaration. A property without `x-field` is drawn by its type. */
export function fieldsOf(schema: JsonSchema): readonly DrawnField[] {
  const properties = asValues(schema.properties)
  const required = Array.isArray(schema.required) ? schema.required : []
  return Object.entries(properties).flatMap(([name, raw]) => {
    if (!isObject(raw)) return []
    return [
      { name, schema: raw, look: lookOf(name, raw), required: required.includes(name) && raw.default === undefined },
    ]
  })
}

function lookOf(name: string, schema: JsonSchema): FieldLook {
  const look = schema['x-field']
  // The catalogue is made by our own `field` builders, so an `x-field` with a kind is a FieldLook.
  if (isObject(look) && typeof look.kind === 'string') return look as unknown as FieldLook
  return { kind: kindByType(schema), title: { vi: name, en: name } }
}

function kindByType(schema: JsonSchema): FieldLook['kind'] {
  if (schema.type === 'boolean') return 'boolean'
  if (schema.type === 'number' || schema.type === 'integer') return 'number'
  if (schema.type === 'array') return 'list'
  if (schema.type === 'object') return 'group'
  return 'text'
}

/** The values with the defaults of the schema for what is left out. */
export function withDefaults(schema: JsonSchema, values: Values): Values {
  const defaults = fieldsOf(schema).flatMap(({ name, schema: own }) =>
    own.default === undefined ? [] : [[name, own.default] as const],
  )
  return { ...Object.fromEntries(defaults), ...values }
}

/** Whether `showIf` lets the field be seen, given its siblings with defaults. */
export function isShown(look: FieldLook, siblings: Values): boolean {
  if (!look.showIf) return true
  const { setting, is } = look.showIf
  const value = Object.hasOwn(siblings, setting) ? siblings[setting] : undefined
  return is.some((wanted) => wanted === value)
}

/** The values with one changed; `undefined` takes it out, so that a default stays a default. */
export function withValue(values: Values, name: string, value: unknown): Values {
  if (value !== undefined) return { ...values, [name]: value }
  const { [name]: _gone, ...rest } = values
  return rest
}

/** A place below another one. */
export function placeBelow(path: string, name: string | number): string {
  return path === '' ? String(name) : `${path}.${name}`
}

/** Problems at a place or below it. */
export function problemsBelow(problems: readonly FieldProblem[], path: string): readonly FieldProblem[] {
  return problems.filter((problem) => problem.path === path || problem.path?.startsWith(`${path}.`))
}

/** Problems exactly at a place. */
export function problemsAt(problems: readonly FieldProblem[], path: string): readonly FieldProblem[] {
  return problems.filter((problem) => problem.path === path)
}

/** A new row for a list, with what the row's schema says must be there. */
export function emptyRow(items: JsonSchema): unknown {
  if (items.type === 'object') return {}
  if (items.type === 'number' || items.type === 'integer') return 0
  if (items.type === 'boolean') return false
  return ''
}
