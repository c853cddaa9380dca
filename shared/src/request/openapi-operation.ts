import type { JsonSchema } from '../node/define.ts'
import { ANYTHING, isSchema, propertiesOf } from '../schema/body-schema.ts'
import { exampleOf } from '../schema/example.ts'
import { createNotes, LIMITS, SchemaFault } from '../schema/import/fault.ts'
import { flatten } from '../schema/import/json-schema.ts'
import type { Text } from '../text/text.ts'
import { type ListForm, listForm } from './list-values.ts'
import { filesOf, withoutFiles } from './multipart-files.ts'
import { entriesOf, type PlacedOperation, resolved } from './openapi-document.ts'
import { looksSecret } from './secret-names.ts'
import { faultOf } from './swagger2.ts'

/** A value that an operation takes beside its body. */
export interface ApiParameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required: boolean
  readonly description: string
  /** How a list is written; undefined for a value that is no list. */
  readonly list?: ListForm
}

/** What an operation takes as its body. */
export interface ApiBody {
  readonly as: 'json' | 'form' | 'multipart' | 'text'
  readonly contentType: string
  readonly required: boolean
  readonly schema: JsonSchema
  /** The example of the document, else one made of the schema. */
  readonly example: unknown
  /** Fields of a form whose list is written as one text, with the sign between the items. */
  readonly joined: ReadonlyMap<string, string>
}

/** What is asked and answered by one operation. */
export interface ApiRequest {
  readonly parameters: readonly ApiParameter[]
  readonly body: ApiBody | undefined
  /** The first answer that means success. */
  readonly answer: { readonly status: string; readonly schema: JsonSchema } | undefined
  /** Base addresses, variables filled in with their defaults; may be relative. */
  readonly servers: readonly string[]
  readonly notes: readonly Text[]
}

const MOST_PARAMETERS = 200
/** Set by the node or the connection, whatever a document says (OpenAPI 3.1, "Parameter Object"). */
const NOT_GIVEN = /^(?:accept|content-type|authorization|cookie|host|content-length|idempotency-key)$/i

/** Levels that are tried, from the most to the least, so that a wide schema keeps all its outer fields rather than all of one branch. */
const TRIES = [LIMITS.levels, 12, 8, 6, 4, 3, 2]

/** Reads one operation with the schemas that it names, to so many levels at most. Throws `SchemaFault` with the pointer of what is wrong. */
export function readOperation(document: JsonSchema, placed: PlacedOperation, most: number = LIMITS.levels): ApiRequest {
  const fault = faultOf(placed.operation)
  if (fault) throw fault
  let read: ApiRequest | undefined
  for (const levels of TRIES.filter((it) => it <= most)) {
    const notes: Text[] = []
    const simplified = createNotes()
    const schemaAt = (schema: unknown, at: string): JsonSchema =>
      schema === undefined ? ANYTHING : flatten(document, schema, at, simplified, levels)
    const request = {
      parameters: parametersOf(document, placed, notes),
      body: bodyOf(document, placed, schemaAt, notes),
      answer: answerOf(document, placed, schemaAt),
      servers: serversOf(document, placed),
    }
    const cut = simplified.all()
    read = { ...request, notes: [...notes, ...cut.map(({ place, text }) => under(place, text))].slice(0, 30) }
    // Notes about the whole: the bounds of fields or of visits were reached.
    if (!cut.some(({ place }) => place === '$')) break
  }
  return read ?? { parameters: [], body: undefined, answer: undefined, servers: [], notes: [] }
}

function parametersOf(document: JsonSchema, placed: PlacedOperation, notes: Text[]): readonly ApiParameter[] {
  const found = new Map<string, ApiParameter>()
  const secrets: string[] = []
  const keys = keysOf(document)
  for (const [holder, at] of [
    [placed.item, placed.at.slice(0, placed.at.lastIndexOf('/'))],
    [placed.operation, placed.at],
  ] as const) {
    const list = holder.parameters
    if (list !== undefined && !Array.isArray(list)) throw new SchemaFault(`${at}/parameters`, NO_LIST)
    for (const [i, written] of (list ?? []).entries()) {
      const parameter = resolved(document, written)
      if (!parameter || typeof parameter.name !== 'string' || parameter.name === '')
        throw new SchemaFault(`${at}/parameters/${i}`, NO_PARAMETER)
      const { name } = parameter
      const where = (['path', 'query', 'header'] as const).find((it) => it === parameter.in)
      if (!where || looksSecret(name, 'x') || keys.has(`${where} ${name.toLowerCase()}`)) secrets.push(name)
      else if (where !== 'header' || !NOT_GIVEN.test(name)) {
        const list = listForm(resolved(document, parameter.schema), parameter, where === 'query')
        found.set(`${where} ${where === 'header' ? name.toLowerCase() : name}`, {
          name,
          in: where,
          required: where === 'path' || parameter.required === true,
          description: typeof parameter.description === 'string' ? parameter.description.slice(0, 300) : '',
          ...(list === undefined ? {} : { list }),
        })
      }
    }
  }
  // Names in braces that nobody described still need a value.
  for (const [, name = ''] of placed.path.matchAll(/\{([^{}/]+)\}/g))
    if (!found.has(`path ${name}`)) found.set(`path ${name}`, { name, in: 'path', required: true, description: '' })
  if (secrets.length > 0) {
    const names = secrets.slice(0, 5).join(', ')
    notes.push({
      vi: `${names}: là khoá, mã truy cập hoặc cookie nên không đưa vào luồng; khai cách đăng nhập ở kết nối.`,
      en: `${names}: a key, a token or a cookie, which is left out; the connection says how to sign in.`,
    })
  }
  return [...found.values()].slice(0, MOST_PARAMETERS)
}

/** Keys that the document names as a way to sign in; their names need not look like it. */
function keysOf(document: JsonSchema): ReadonlySet<string> {
  const schemes = isSchema(document.components) ? document.components.securitySchemes : undefined
  return new Set(
    entriesOf(schemes).flatMap(([, scheme]) =>
      isSchema(scheme) && scheme.type === 'apiKey' ? [`${scheme.in} ${String(scheme.name).toLowerCase()}`] : [],
    ),
  )
}

type SchemaAt = (schema: unknown, at: string) => JsonSchema

function bodyOf(document: JsonSchema, placed: PlacedOperation, schemaAt: SchemaAt, notes: Text[]): ApiBody | undefined {
  if (placed.method === 'GET' || placed.method === 'HEAD' || placed.operation.requestBody === undefined)
    return undefined
  const holder = resolved(document, placed.operation.requestBody)
  if (!holder) throw new SchemaFault(`${placed.at}/requestBody`, UNRESOLVED)
  const content = entriesOf(holder.content)
  const named = (pattern: RegExp) => content.find(([type]) => pattern.test(type))
  const json = named(/[/+]json\b/i)
  const form = named(/^application\/x-www-form-urlencoded/i)
  const multipart = named(/^multipart\/form-data/i)
  const chosen = json ?? form ?? multipart ?? named(/^(?:text\/|application\/xml)/i) ?? named(/^\*\/\*$/)
  if (!chosen) {
    const types = content.map(([type]) => type).slice(0, 3)
    notes.push({
      vi: `Nội dung gửi dạng ${types.join(', ')} chưa gửi được bằng nút này nên để trống.`,
      en: `A body of the type ${types.join(', ')} cannot be sent by this node and is left out.`,
    })
    return undefined
  }
  const [contentType, written] = chosen
  const media = isSchema(written) ? written : {}
  const at = `${placed.at}/requestBody`
  const files = chosen === multipart ? filesOf(document, media.schema, at) : []
  if (files.length > 0) {
    notes.push({
      vi: `${files.join(', ')}: là tệp; nút này chưa gửi tệp trong biểu mẫu nhiều phần nên trường này để trống.`,
      en: `${files.join(', ')}: a file; this node does not send files in a form of several parts, so the field is left out.`,
    })
  }
  const schema = withoutFiles(schemaAt(media.schema, at), files)
  const [, listed] = entriesOf(media.examples)[0] ?? []
  const example = media.example ?? resolved(document, listed)?.value ?? exampleOf(schema)
  const as = wayOf(contentType)
  const joined = as === 'form' || as === 'multipart' ? joinedOf(schema, media.encoding) : new Map<string, string>()
  return { as, contentType, required: holder.required === true, schema, example, joined }
}

function wayOf(contentType: string): ApiBody['as'] {
  if (/[/+]json\b|^\*\/\*$/i.test(contentType)) return 'json'
  if (/^application\/x-www-form-urlencoded/i.test(contentType)) return 'form'
  return /^multipart\//i.test(contentType) ? 'multipart' : 'text'
}

function joinedOf(schema: JsonSchema, encoding: unknown): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const [name, how] of entriesOf(encoding)) {
    const list = listForm(propertiesOf(schema)[name], isSchema(how) ? how : {}, true)
    if (list !== undefined && list !== 'repeated') found.set(name, list.between)
  }
  return found
}

function answerOf(document: JsonSchema, placed: PlacedOperation, schemaAt: SchemaAt): ApiRequest['answer'] {
  const answers = entriesOf(placed.operation.responses)
  const [status, written] =
    answers.filter(([it]) => /^2(?:\d\d|XX)$/i.test(it)).sort(([a], [b]) => (a < b ? -1 : 1))[0] ??
    answers.find(([it]) => it === 'default') ??
    []
  if (status === undefined) return undefined
  const at = `${placed.at}/responses/${status}`
  const holder = resolved(document, written)
  if (!holder) throw new SchemaFault(at, UNRESOLVED)
  const content = entriesOf(holder.content)
  const [type, media] = content.find(([it]) => /[/+]json\b/i.test(it)) ?? content[0] ?? []
  if (type === undefined) return { status, schema: ANYTHING }
  if (!/json\b|\*\/\*/i.test(type)) return { status, schema: { type: 'string' } }
  return { status, schema: schemaAt(isSchema(media) ? media.schema : undefined, at) }
}

function serversOf(document: JsonSchema, { operation, item }: PlacedOperation): readonly string[] {
  const lists = [operation.servers, item.servers, document.servers]
  const list = lists.find((it): it is readonly unknown[] => Array.isArray(it) && it.length > 0) ?? []
  return list.slice(0, 20).flatMap((server) => {
    if (!isSchema(server) || typeof server.url !== 'string') return []
    const variables = isSchema(server.variables) ? server.variables : {}
    const url = server.url.replace(/\{([^{}]+)\}/g, (whole, name: string) => {
      const variable = Object.hasOwn(variables, name) ? variables[name] : undefined
      return isSchema(variable) && typeof variable.default === 'string' ? variable.default : whole
    })
    return [url.slice(0, 1_000)]
  })
}

const under = (place: string, { vi, en }: Text): Text => ({ vi: `${place}: ${vi}.`, en: `${place}: ${en}.` })

const NO_LIST: Text = { vi: 'phải là một danh sách', en: 'must be a list' }
const NO_PARAMETER: Text = {
  vi: 'không có tên, hoặc tham chiếu tới chỗ không có',
  en: 'has no name, or refers to what is not there',
}
const UNRESOLVED: Text = {
  vi: 'tham chiếu tới chỗ không có trong tài liệu',
  en: 'refers to what is not in the document',
}
