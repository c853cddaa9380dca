import type { JsonSchema } from '../node/define.ts'
import type { Dynamic } from '../node/dynamic.ts'
import {
  ANYTHING,
  either,
  fieldAt,
  isSchema,
  isUnknown,
  itemsOf,
  propertiesOf,
  typeOf,
  withFieldAt,
} from './body-schema.ts'
import { schemaOfValue } from './value-schema.ts'

/** One row of a table of changes, as settings hold it; drafts may hold anything. */
interface Row {
  readonly do: unknown
  readonly path: readonly string[]
  readonly value: Dynamic
  readonly name: string
  readonly to: readonly string[]
  /** Whether it may be left out: it has a condition, or may find nothing. */
  readonly maybe: boolean
}

/** The body after a table of changes (`edit-fields`): `{ edits: [{ do, path, value?, name?, to?, when? }], keep, only: [{ path }], missing }`. */
export function editedSchema(settings: Readonly<Record<string, unknown>>, into: JsonSchema): JsonSchema {
  const rows = rowsOf(settings)
  const after = rows.reduce((before, row) => {
    const made = changedBy(row, before, into)
    return row.maybe ? either(before, made) : made
  }, into)
  if (settings.keep !== 'only') return after
  const listed = listOf(settings.only).flatMap((it) => (isSchema(it) ? [pathOf(it.path)] : []))
  const written = rows.flatMap((row) => (row.do === 'remove' ? [] : [targetOf(row)]))
  return keptOf(
    after,
    [...listed, ...written].filter((path) => path.length > 0),
  )
}

/** The body after fields were masked (`[{ path, how }]`): a masked field is text or the list of texts it was, a dropped one is gone. */
export function maskedSchema(fields: unknown, into: JsonSchema): JsonSchema {
  return listOf(fields).reduce<JsonSchema>((body, row) => {
    if (!isSchema(row) || pathOf(row.path).length === 0) return body
    return aroundAt(body, pathOf(row.path), row.how === 'drop' ? without : asText)
  }, into)
}

function asText(schema: JsonSchema, name: string): JsonSchema {
  const properties = propertiesOf(schema)
  const inner = Object.hasOwn(properties, name) ? properties[name] : undefined
  if (!inner) return schema
  return { ...schema, properties: { ...properties, [name]: typeOf(inner) === 'array' ? ANYTHING : { type: 'string' } } }
}

function rowsOf({ edits, missing }: Readonly<Record<string, unknown>>): readonly Row[] {
  return listOf(edits).flatMap((row): Row[] => {
    if (!isSchema(row) || pathOf(row.path).length === 0) return []
    const { do: work = 'set', value, name } = row
    const literal = typeof value !== 'object'
    return [
      {
        do: work,
        path: pathOf(row.path),
        value: isDynamic(value) ? value : null,
        name: typeof name === 'string' ? name : '',
        to: pathOf(row.to),
        maybe: row.when !== undefined || (missing === 'skip' && work !== 'remove' && !(work === 'set' && literal)),
      },
    ]
  })
}

function targetOf(row: Row): readonly string[] {
  if (row.do === 'rename') return [...row.path.slice(0, -1), row.name]
  return row.do === 'move' ? row.to : row.path
}

function changedBy(row: Row, before: JsonSchema, arrived: JsonSchema): JsonSchema {
  const { path, to } = row
  if (row.do === 'set') return withFieldAt(before, path, schemaOfValue(row.value, arrived, arrived))
  if (row.do === 'remove') return aroundAt(before, path, without)
  if (row.do === 'rename')
    return row.name === '' ? before : aroundAt(before, path, (around, name) => renamed(around, name, row.name))
  return to.length === 0 ? before : withFieldAt(aroundAt(before, path, without), to, fieldAt(before, path).schema)
}

/** The schema with the object around the last name of a path changed, through lists; what is not known stays unknown. */
function aroundAt(
  schema: JsonSchema,
  path: readonly string[],
  change: (around: JsonSchema, name: string) => JsonSchema,
): JsonSchema {
  const [name, ...rest] = path
  if (name === undefined || isUnknown(schema)) return schema
  if (typeOf(schema) === 'array') return { ...schema, items: aroundAt(itemsOf(schema), path, change) }
  if (typeOf(schema) !== 'object') return schema
  if (rest.length === 0) return change(schema, name)
  const properties = propertiesOf(schema)
  const inner = Object.hasOwn(properties, name) ? properties[name] : undefined
  return inner ? { ...schema, properties: { ...properties, [name]: aroundAt(inner, rest, change) } } : schema
}

function without(schema: JsonSchema, name: string): JsonSchema {
  const { [name]: _gone, ...properties } = propertiesOf(schema)
  return { ...schema, properties, ...requiredOf(schema, (it) => (it === name ? [] : [it])) }
}

function renamed(schema: JsonSchema, from: string, to: string): JsonSchema {
  const properties = propertiesOf(schema)
  const open = schema.additionalProperties !== false
  if (!Object.hasOwn(properties, from) && !open) return schema
  const named = Object.entries({ ...(Object.hasOwn(properties, from) ? {} : { [from]: ANYTHING }), ...properties })
  return {
    ...schema,
    properties: Object.fromEntries(named.map(([name, inner]) => [name === from ? to : name, inner])),
    ...requiredOf(schema, (it) => [it === from ? to : it]),
  }
}

function requiredOf(schema: JsonSchema, each: (name: string) => readonly string[]): JsonSchema {
  const { required } = schema
  return Array.isArray(required) ? { required: required.map(String).flatMap(each) } : {}
}

/** Only the fields on these paths: everything else certainly goes, wherever the shape is known. */
function keptOf(schema: JsonSchema, paths: readonly (readonly string[])[]): JsonSchema {
  if (paths.some((path) => path.length === 0)) return schema
  if (isUnknown(schema)) return ANYTHING
  if (typeOf(schema) === 'array') return { ...schema, items: keptOf(itemsOf(schema), paths) }
  if (typeOf(schema) !== 'object') return schema
  const before = propertiesOf(schema)
  const open = schema.additionalProperties !== false
  const named = [...new Set(paths.flatMap(([name]) => (name === undefined ? [] : [name])))]
  const properties = named.flatMap((name) => {
    const inner = Object.hasOwn(before, name) ? before[name] : open ? ANYTHING : undefined
    const rest = paths.flatMap(([first, ...more]) => (first === name ? [more] : []))
    return inner ? [[name, keptOf(inner, rest)] as const] : []
  })
  return {
    ...schema,
    properties: Object.fromEntries(properties),
    ...requiredOf(schema, (it) => (named.includes(it) ? [it] : [])),
    additionalProperties: false,
  }
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const pathOf = (value: unknown): readonly string[] =>
  typeof value === 'string' && value !== '' ? value.split('.') : []

function isDynamic(value: unknown): value is Dynamic {
  if (typeof value !== 'object' || value === null) return value !== undefined
  return ('field' in value && typeof value.field === 'string') || ('expr' in value && typeof value.expr === 'string')
}
