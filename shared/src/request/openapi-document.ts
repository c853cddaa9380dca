import type { JsonSchema } from '../node/define.ts'
import { isSchema } from '../schema/body-schema.ts'
import { SchemaFault } from '../schema/import/fault.ts'
import { pointed } from '../schema/import/json-schema.ts'
import type { Text } from '../text/text.ts'
import { methodNamed, type ReadRequest } from './read-request.ts'

/** One thing that an API does. */
export interface ApiOperation {
  /** `POST /ho-so`. */
  readonly name: string
  readonly method: ReadRequest['method']
  readonly path: string
  readonly summary: string
  readonly deprecated: boolean
}

/** An operation where it stands. `item`: what it shares with the other operations of its path. */
export interface PlacedOperation extends ApiOperation {
  readonly operation: JsonSchema
  readonly item: JsonSchema
  readonly at: string
}

const VERBS = ['get', 'post', 'put', 'patch', 'delete', 'head'] as const
const MOST_OPERATIONS = 20_000
const LONGEST_PATH = 1_000

/** A value as an OpenAPI 3.0 or 3.1 document. Throws `SchemaFault` with the pointer of what is wrong. */
export function checkedOpenApi(value: unknown): JsonSchema {
  if (!isSchema(value)) throw fault('#', NOT_OPENAPI)
  if (value.swagger !== undefined) throw fault('#/swagger', SWAGGER)
  if (typeof value.openapi !== 'string' || !/^3\.[01](?:\.|$)/.test(value.openapi))
    throw fault('#/openapi', NOT_OPENAPI)
  if (!isSchema(value.paths)) throw fault('#/paths', NO_PATHS)
  return value
}

/** The operations of a document, in its order. Throws `SchemaFault`. */
export function operationsOf(document: JsonSchema): readonly PlacedOperation[] {
  const found: PlacedOperation[] = []
  for (const [path, written] of entriesOf(document.paths)) {
    const at = `#/paths/${pointerPart(path)}`
    if (!path.startsWith('/') || path.length > LONGEST_PATH) {
      if (path.startsWith('x-')) continue
      throw fault(at.slice(0, 200), BAD_PATH)
    }
    const item = resolved(document, written)
    if (!item) throw fault(at, NO_OBJECT)
    for (const verb of VERBS) {
      const operation = Object.hasOwn(item, verb) ? item[verb] : undefined
      const method = methodNamed(verb)
      if (operation === undefined || !method) continue
      if (!isSchema(operation)) throw fault(`${at}/${verb}`, NO_OBJECT)
      if (found.length >= MOST_OPERATIONS) throw fault('#/paths', TOO_MANY)
      const words = [operation.summary, operation.operationId].find((it) => typeof it === 'string' && it !== '')
      const summary = typeof words === 'string' ? words.slice(0, 200) : ''
      const deprecated = operation.deprecated === true
      found.push({
        name: `${method} ${path}`,
        method,
        path,
        summary,
        deprecated,
        operation,
        item,
        at: `${at}/${verb}`,
      })
    }
  }
  if (found.length === 0) throw fault('#/paths', NO_PATHS)
  return found
}

/** What a value stands for when it may be a reference; references of references are followed a few times. Undefined for what is no object. */
export function resolved(document: JsonSchema, value: unknown): JsonSchema | undefined {
  let at = value
  for (let turn = 0; turn < 10 && isSchema(at) && typeof at.$ref === 'string'; turn++) at = pointed(document, at.$ref)
  return isSchema(at) && typeof at.$ref !== 'string' ? at : undefined
}

/** The members of an object; none of anything else. */
export function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return isSchema(value) ? Object.entries(value) : []
}

/** A name as a part of a JSON pointer (RFC 6901). */
export function pointerPart(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}

const fault = (place: string, reason: Text): SchemaFault => new SchemaFault(place, reason)

const NOT_OPENAPI: Text = {
  vi: 'không phải tài liệu OpenAPI 3.0, 3.1 hoặc Swagger 2.0',
  en: 'is not an OpenAPI 3.0, 3.1 or Swagger 2.0 document',
}
const SWAGGER: Text = {
  vi: 'chỉ đọc được Swagger 2.0; với bản khác, hãy chuyển sang OpenAPI 3',
  en: 'of Swagger only 2.0 can be read; convert other versions to OpenAPI 3',
}
const NO_PATHS: Text = { vi: 'không có thao tác nào', en: 'has no operation' }
const NO_OBJECT: Text = { vi: 'không đúng dạng (phải là một nhóm trường)', en: 'is malformed (must be an object)' }
const BAD_PATH: Text = {
  vi: 'đường dẫn phải bắt đầu bằng / và không dài quá 1.000 ký tự',
  en: 'a path begins with / and has at most 1,000 characters',
}
const TOO_MANY: Text = { vi: `có hơn ${MOST_OPERATIONS} thao tác`, en: `has more than ${MOST_OPERATIONS} operations` }
