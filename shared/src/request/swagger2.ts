import type { JsonSchema } from '../node/define.ts'
import { isSchema } from '../schema/body-schema.ts'
import { SchemaFault } from '../schema/import/fault.ts'
import type { Text } from '../text/text.ts'
import { entriesOf, pointerPart, resolved } from './openapi-document.ts'
import { bodyOfParameters, placedParameter, swagger2Schema } from './swagger2-parameters.ts'

const VERBS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'] as const
/** Members of the document that OpenAPI 3 says in another way. Schemas stay under `definitions`, so that references to them hold. */
const REPLACED = new Set([
  'swagger',
  'host',
  'basePath',
  'schemes',
  'consumes',
  'produces',
  'paths',
  'parameters',
  'responses',
  'securityDefinitions',
])

/**
 * A Swagger 2.0 document as OpenAPI 3, whose operations are then read in one way; any other value as it is. An operation that cannot be
 * said so does not keep the others from being read: `faultOf` has what is wrong with it.
 */
export function openApi3(value: unknown): unknown {
  if (!isSchema(value) || !/^2(?:\.0)?$/.test(String(value.swagger))) return value
  const kept = Object.entries(value).filter(([name]) => !REPLACED.has(name))
  return {
    ...Object.fromEntries(kept),
    openapi: '3.0.3',
    servers: serversOf(value, value.schemes),
    ...(isSchema(value.paths)
      ? { paths: mapped(value.paths, (item, path) => itemOf(value, item, `#/paths/${pointerPart(path)}`)) }
      : {}),
    components: { securitySchemes: isSchema(value.securityDefinitions) ? value.securityDefinitions : {} },
  }
}

/** What keeps an operation of a converted document from being read, with the pointer into the document that was given. */
export function faultOf(operation: JsonSchema): SchemaFault | undefined {
  return faults.get(operation)
}

const faults = new WeakMap<JsonSchema, SchemaFault>()

function itemOf(document: JsonSchema, written: unknown, at: string): unknown {
  const item = resolved(document, written)
  // What is no object is told with its place by the reader of operations.
  if (!item) return written
  const shared = orFault(() => parametersOf(document, item, at))
  return mapped(item, (held, key) => {
    if (key === 'parameters')
      return shared instanceof SchemaFault ? [] : shared.filter((it) => !isBody(it.parameter)).map(placedParameter)
    const verb = VERBS.find((it) => it === key)
    if (!verb || !isSchema(held)) return held
    const read =
      shared instanceof SchemaFault ? shared : orFault(() => operationOf(document, held, shared, `${at}/${verb}`))
    if (!(read instanceof SchemaFault)) return read
    const broken = { ...held }
    faults.set(broken, read)
    return broken
  })
}

function orFault<T>(read: () => T): T | SchemaFault {
  try {
    return read()
  } catch (thrown) {
    if (thrown instanceof SchemaFault) return thrown
    throw thrown
  }
}

/** A parameter where it stands. */
interface Placed {
  readonly parameter: JsonSchema
  readonly at: string
}

function operationOf(document: JsonSchema, operation: JsonSchema, shared: readonly Placed[], at: string): JsonSchema {
  const own = parametersOf(document, operation, at)
  const named = new Set(own.map(keyOf))
  const bodies = [...shared.filter((it) => !named.has(keyOf(it))), ...own].filter((it) => isBody(it.parameter))
  const requestBody = bodyOfParameters(bodies, typesOf(operation.consumes ?? document.consumes))
  const types = typesOf(operation.produces ?? document.produces)
  return {
    ...Object.fromEntries(Object.entries(operation).filter(([key]) => key !== 'consumes' && key !== 'produces')),
    parameters: own.filter((it) => !isBody(it.parameter)).map(placedParameter),
    ...(requestBody ? { requestBody } : {}),
    ...(Array.isArray(operation.schemes) ? { servers: serversOf(document, operation.schemes) } : {}),
    responses: isSchema(operation.responses)
      ? mapped(operation.responses, (answer) => answerOf(document, answer, types))
      : {},
  }
}

function parametersOf(document: JsonSchema, holder: JsonSchema, at: string): readonly Placed[] {
  const list = holder.parameters
  if (list === undefined) return []
  if (!Array.isArray(list)) throw new SchemaFault(`${at}/parameters`, NO_LIST)
  return list.map((written, i) => {
    const place = `${at}/parameters/${i}`
    const parameter = resolved(document, written)
    if (!parameter || typeof parameter.name !== 'string' || parameter.name === '')
      throw new SchemaFault(place, NO_PARAMETER)
    if (!PLACES.has(parameter.in)) throw new SchemaFault(`${place}/in`, NO_PLACE)
    return { parameter, at: place }
  })
}

function answerOf(document: JsonSchema, written: unknown, types: readonly string[]): unknown {
  const answer = resolved(document, written)
  if (!answer) return written
  const { schema, description } = answer
  if (schema === undefined) return { description }
  if (isSchema(schema) && schema.type === 'file')
    return { description, content: { 'application/octet-stream': { schema: swagger2Schema(schema) } } }
  const named = types.length > 0 ? types : ['application/json']
  return { description, content: Object.fromEntries(named.map((type) => [type, { schema }])) }
}

/** Without schemes nothing is said about encryption; nobody's data is sent in the clear on a guess. */
function serversOf({ host, basePath }: JsonSchema, schemes: unknown): readonly { readonly url: string }[] {
  const base = typeof basePath === 'string' && basePath.startsWith('/') ? basePath : '/'
  if (typeof host !== 'string' || host === '') return [{ url: base }]
  const named = ['https', 'http'].filter((it) => Array.isArray(schemes) && schemes.includes(it))
  return (named.length > 0 ? named : ['https']).map((scheme) => ({ url: `${scheme}://${host}${base}` }))
}

const PLACES = new Set<unknown>(['path', 'query', 'header', 'body', 'formData'])
const isBody = (parameter: JsonSchema): boolean => parameter.in === 'body' || parameter.in === 'formData'
/** An operation has one body, whatever it is called (Swagger 2.0, "Parameter Object"). */
const keyOf = ({ parameter }: Placed): string =>
  parameter.in === 'body' ? 'body' : `${parameter.in} ${parameter.name}`

const mapped = (value: JsonSchema, change: (held: unknown, key: string) => unknown): JsonSchema =>
  Object.fromEntries(entriesOf(value).map(([key, held]) => [key, change(held, key)]))

const typesOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((it): it is string => typeof it === 'string').slice(0, 50) : []

const NO_LIST: Text = { vi: 'phải là một danh sách', en: 'must be a list' }
const NO_PARAMETER: Text = {
  vi: 'không có tên, hoặc tham chiếu tới chỗ không có',
  en: 'has no name, or refers to what is not there',
}
const NO_PLACE: Text = {
  vi: 'phải là path, query, header, body hoặc formData',
  en: 'must be path, query, header, body or formData',
}
