import type { Mapping, MappingItem } from '../mapping/mapping.ts'
import { FORBIDDEN_TARGETS } from '../mapping/schema.ts'
import type { JsonSchema } from '../node/define.ts'
import { isClosed, itemsOf, propertiesOf, typeOf } from '../schema/body-schema.ts'
import { joinedList } from './list-values.ts'
import type { PlacedOperation } from './openapi-document.ts'
import type { ApiBody, ApiParameter, ApiRequest } from './openapi-operation.ts'
import { inPath, type RequestSettings } from './settings-of-request.ts'

const DEEPEST = 8
const MOST_ROWS = 500

/** What the officer decided about an operation. */
export interface OperationChoice {
  /** Names of the parameters that may be left out and are to be sent. */
  readonly optional: ReadonlySet<string>
  /** A mapping of the fields, the example of the document, or what arrives. */
  readonly body: 'fields' | 'example' | 'message'
}

/** The settings that an operation fills in. */
export interface OperationSettings extends RequestSettings {
  readonly mapping: Mapping | undefined
}

/** True when the fields of the body are known, so that they can be mapped. */
export function hasFields(request: ApiRequest): boolean {
  return request.body !== undefined && rowsOf(request.body.schema).length > 0
}

/**
 * Writes an operation as settings; `path` is that below the address of the connection. Every value is read from the field of the same name
 * until the officer says otherwise; what may be left out is left out when there is no such field.
 */
export function settingsOfOperation(
  operation: PlacedOperation,
  request: ApiRequest,
  path: string,
  choice: OperationChoice,
): OperationSettings {
  const { body } = request
  const sent = (where: ApiParameter['in']) =>
    request.parameters.filter((it) => it.in === where && (it.required || choice.optional.has(it.name)))
  const example = body && choice.body === 'example' ? exampleSetting(body.as, body.example) : undefined
  const mapping = body && choice.body === 'fields' ? rowsOf(body.schema).map((it) => asText(it, body.joined)) : []
  const typed = body?.as === 'text' ? [{ name: 'content-type', value: body.contentType }] : []
  const reads = operation.method === 'GET' || operation.method === 'HEAD'
  return {
    method: operation.method,
    path,
    pathValues: some(sent('path').map(row)),
    query: some(sent('query').map(row)),
    headers: some([...sent('header').map(row), ...typed]),
    body: example,
    mapping: some(mapping),
    send: body?.as ?? (reads ? undefined : 'none'),
  }
}

/** A list that a form holds as one text is written so. */
function asText(item: MappingItem, joined: ReadonlyMap<string, string>): MappingItem {
  const between = joined.get(item.target)
  return between === undefined
    ? item
    : { target: item.target, value: joinedList(inPath(item.target), between), missing: 'omit' }
}

function row({ name, required, list }: ApiParameter) {
  if (list !== undefined && list !== 'repeated') return { name, value: joinedList(inPath(name), list.between) }
  return { name, value: required ? { field: inPath(name) } : { expr: inPath(name) } }
}

function exampleSetting(as: ApiBody['as'], example: unknown): unknown {
  if (as === 'text') return typeof example === 'string' ? example : undefined
  const text = JSON.stringify(example, null, 2)
  return text === undefined || text.length > 20_000 ? undefined : { expr: text }
}

/** A mapping with a row for each field of a schema. */
function rowsOf(schema: JsonSchema): Mapping {
  let left = MOST_ROWS
  const walk = (around: JsonSchema, above: string, depth: number): Mapping => {
    const required = Array.isArray(around.required) ? around.required : []
    return Object.entries(propertiesOf(around)).flatMap(([target, inner]): Mapping => {
      if (target === '' || target.length > 300 || FORBIDDEN_TARGETS.has(target) || left-- <= 0) return []
      const path = `${above}${inPath(target)}`
      return [itemOf(target, inner, path, { depth, required: required.includes(target) })]
    })
  }
  const itemOf = (
    target: string,
    inner: JsonSchema,
    path: string,
    { depth, required }: { readonly depth: number; readonly required: boolean },
  ): MappingItem => {
    const type = typeOf(inner)
    const leaf: MappingItem = { target, value: { field: path }, ...(required ? {} : { missing: 'omit' }) }
    if (depth >= DEEPEST) return leaf
    if (type === 'array') {
      const items = itemsOf(inner)
      const fields = typeOf(items) === 'object' ? walk(items, '', depth + 1) : []
      return { target, each: fields.length > 0 ? { over: path, fields } : { over: path, value: { expr: '$' } } }
    }
    if (type !== 'object') return leaf
    const fields = walk(inner, `${path}.`, depth + 1)
    // An object that may be left out, or has fields of any name, is taken whole.
    return fields.length > 0 && (required || isClosed(inner)) ? { target, fields } : leaf
  }
  return typeOf(schema) === 'object' ? walk(schema, '', 0) : []
}

const some = <T extends readonly unknown[]>(list: T): T | undefined => (list.length === 0 ? undefined : list)
