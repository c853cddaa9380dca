import type { JsonSchema } from '../node/define.ts'
import { isSchema } from '../schema/body-schema.ts'
import { SchemaFault } from '../schema/import/fault.ts'
import type { Text } from '../text/text.ts'

/** Members of a parameter that are about the parameter; the others describe its value. */
const ABOUT = new Set(['name', 'in', 'description', 'required', 'allowEmptyValue', 'collectionFormat'])
const FORM = 'application/x-www-form-urlencoded'

/** How OpenAPI 3 calls a `collectionFormat`; `csv` holds where nothing is said. */
const STYLES: ReadonlyMap<unknown, JsonSchema> = new Map<unknown, JsonSchema>([
  ['multi', { style: 'form', explode: true }],
  ['ssv', { style: 'spaceDelimited', explode: false }],
  ['tsv', { style: 'tabDelimited', explode: false }],
  ['pipes', { style: 'pipeDelimited', explode: false }],
])

interface Placed {
  readonly parameter: JsonSchema
  readonly at: string
}

/** A parameter of Swagger 2.0 beside the body, as one of OpenAPI 3. */
export function placedParameter({ parameter }: Placed): JsonSchema {
  const { name, in: where, description, required } = parameter
  return { name, in: where, description, required, schema: swagger2Schema(parameter), ...styleOf(parameter) }
}

/** The body that parameters `in: body` and `in: formData` make; undefined without any. Throws `SchemaFault` for what cannot be together. */
export function bodyOfParameters(list: readonly Placed[], consumes: readonly string[]): JsonSchema | undefined {
  const [first, second] = list
  if (!first) return undefined
  const whole = list.find(({ parameter }) => parameter.in === 'body')
  if (whole && second) throw new SchemaFault((whole === first ? second : whole).at, TWO_BODIES)
  if (whole) {
    const { schema, description, required } = whole.parameter
    if (!isSchema(schema)) throw new SchemaFault(`${whole.at}/schema`, NO_SCHEMA)
    const types = consumes.length > 0 ? consumes : ['application/json']
    return { description, required, content: Object.fromEntries(types.map((type) => [type, { schema }])) }
  }
  const parameters = list.map((it) => it.parameter)
  const required = parameters.filter((it) => it.required === true).map((it) => it.name)
  const schema = {
    type: 'object',
    required,
    properties: Object.fromEntries(
      parameters.map((it) => [it.name, { ...swagger2Schema(it), description: it.description }]),
    ),
  }
  const encoding = Object.fromEntries(
    parameters.filter((it) => it.type === 'array').map((it) => [it.name, styleOf(it)]),
  )
  const inParts =
    parameters.some((it) => it.type === 'file') ||
    (!consumes.some((it) => it.startsWith(FORM)) && consumes.some((it) => it.startsWith('multipart/form-data')))
  return {
    required: required.length > 0,
    content: { [inParts ? 'multipart/form-data' : FORM]: { schema, encoding } },
  }
}

/** The schema of the value of a parameter or an answer; a file is a string of bytes. */
export function swagger2Schema(held: JsonSchema): JsonSchema {
  if (held.type === 'file') return { type: 'string', format: 'binary' }
  return Object.fromEntries(Object.entries(held).filter(([key]) => !ABOUT.has(key)))
}

const styleOf = ({ type, collectionFormat }: JsonSchema): JsonSchema =>
  type === 'array' ? (STYLES.get(collectionFormat) ?? { style: 'form', explode: false }) : {}

const TWO_BODIES: Text = {
  vi: 'một thao tác chỉ có một thân dữ liệu: hoặc một tham số body, hoặc các tham số formData',
  en: 'an operation has one body: either one parameter body, or parameters formData',
}
const NO_SCHEMA: Text = {
  vi: 'tham số body phải có lược đồ (schema)',
  en: 'a parameter body must have a schema',
}
