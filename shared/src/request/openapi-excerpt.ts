import type { JsonSchema } from '../node/define.ts'
import { isSchema } from '../schema/body-schema.ts'
import { SchemaFault } from '../schema/import/fault.ts'
import { pointed } from '../schema/import/json-schema.ts'
import { entriesOf, type PlacedOperation } from './openapi-document.ts'
import { type ApiRequest, readOperation } from './openapi-operation.ts'

/** Characters of an excerpt that a setting may hold. */
const LONGEST_EXCERPT = 400_000

/** Members whose names are not words of OpenAPI but names of an API's own. */
const MAPS = new Set(['properties', 'patternProperties', 'schemas', '$defs', 'definitions', 'content', 'responses'])
/** What a person reads or a tool of another sort needs; a flow does not. */
const LEFT_OUT = new Set([
  'example',
  'examples',
  'externalDocs',
  'xml',
  'discriminator',
  'callbacks',
  'links',
  'security',
  'tags',
  'encoding',
])
/** Values, not schemas: taken as they are. */
const VERBATIM = new Set(['enum', 'const', 'default', 'required', 'type'])

/** A part of a document as text. `cut`: only the outer fields are in it, so that it fits into a flow. */
export interface Excerpt {
  readonly text: string
  readonly cut: boolean
}

/** Levels that are tried, from the most to the least, when an operation needs more than a flow should carry. */
const CUTS = [12, 8, 6, 4, 3, 2]

/**
 * The part of a document that one operation needs, as an OpenAPI document of its own: the operation with its success and the parts that it
 * refers to, at the same places, so that references, also those in a circle, hold. One that needs too much has its outer fields
 * written out. Throws `SchemaFault` when not even those fit.
 */
export function excerptOf(document: JsonSchema, placed: PlacedOperation): Excerpt {
  const whole = wholeExcerpt(document, placed)
  if (whole !== undefined) return { text: whole, cut: false }
  for (const levels of CUTS) {
    const text = JSON.stringify(writtenOut(document, placed, readOperation(document, placed, levels)))
    if (text.length <= LONGEST_EXCERPT) return { text, cut: true }
  }
  throw new SchemaFault(placed.at, {
    vi: `cần hơn ${LONGEST_EXCERPT / 1000} nghìn ký tự lược đồ, quá lớn để giữ trong luồng`,
    en: `needs more than ${LONGEST_EXCERPT / 1000} thousand characters of schemas, too much to keep in a flow`,
  })
}

function writtenOut(document: JsonSchema, placed: PlacedOperation, request: ApiRequest): unknown {
  const { body, answer, parameters } = request
  const media = (schema: JsonSchema) => ({ schema })
  const operation = {
    summary: placed.summary,
    parameters: parameters.map((it) => ({ ...it, schema: { type: 'string' } })),
    ...(body ? { requestBody: { required: body.required, content: { [body.contentType]: media(body.schema) } } } : {}),
    responses: answer ? { [answer.status]: { content: { 'application/json': media(answer.schema) } } } : {},
  }
  return { ...headOf(document), paths: { [placed.path]: { [placed.method.toLowerCase()]: operation } } }
}

function headOf(document: JsonSchema): JsonSchema {
  const info = isSchema(document.info) ? document.info : {}
  return { openapi: document.openapi, info: { title: wordOf(info.title), version: wordOf(info.version) } }
}

function wholeExcerpt(document: JsonSchema, placed: PlacedOperation): string | undefined {
  const out: Record<string, unknown> = { ...headOf(document), paths: {} }
  const { parameters = [] } = placed.item
  const { operation } = placed
  const shared = Array.isArray(parameters) ? parameters : []
  const own = Array.isArray(operation.parameters) ? operation.parameters : []
  const answers = entriesOf(operation.responses).filter(([status]) => /^(?:2|default$)/i.test(status))
  const kept = {
    ...operation,
    parameters: [...shared, ...own],
    responses: Object.fromEntries(answers),
  }
  setAt(out, ['paths', placed.path, placed.method.toLowerCase()], cleaned(kept, false))
  const waiting = refsIn(kept)
  const taken = new Set<string>()
  for (const ref of waiting) {
    if (taken.has(ref) || !ref.startsWith('#/')) continue
    taken.add(ref)
    const found = pointed(document, ref)
    if (found === undefined) continue
    setAt(out, partsOf(ref), cleaned(found, false))
    waiting.push(...refsIn(found))
  }
  const text = JSON.stringify(out, null, 2)
  if (text.length <= LONGEST_EXCERPT) return text
  const short = JSON.stringify(out)
  return short.length <= LONGEST_EXCERPT ? short : undefined
}

/** Every reference in a part of a document. */
function refsIn(value: unknown): string[] {
  const found: string[] = []
  const walk = (held: unknown): void => {
    if (Array.isArray(held)) for (const it of held) walk(it)
    else if (isSchema(held)) {
      if (typeof held.$ref === 'string') found.push(held.$ref)
      for (const [key, it] of Object.entries(held)) if (!LEFT_OUT.has(key) || key === 'examples') walk(it)
    }
  }
  walk(value)
  return found
}

function cleaned(value: unknown, names: boolean): unknown {
  if (Array.isArray(value)) return value.map((it) => cleaned(it, false))
  if (!isSchema(value)) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, held]): [string, unknown][] => {
      if (names) return [[key, cleaned(held, false)]]
      if (LEFT_OUT.has(key) || key.startsWith('x-')) return []
      if (VERBATIM.has(key)) return [[key, held]]
      if (key === 'description') return typeof held === 'string' ? [[key, held.slice(0, 200)]] : []
      return [[key, cleaned(held, MAPS.has(key))]]
    }),
  )
}

/** Puts a value at a place; what is there already, since it is part of a larger one, stays. */
function setAt(root: Record<string, unknown>, path: readonly string[], value: unknown): void {
  let at: unknown = root
  for (const [i, name] of path.entries()) {
    if (typeof at !== 'object' || at === null || /^(?:__proto__|constructor|prototype)$/.test(name)) return
    if (i === path.length - 1) {
      if (!Object.hasOwn(at, name)) Reflect.set(at, name, value)
      return
    }
    if (!Object.hasOwn(at, name)) Reflect.set(at, name, {})
    at = Reflect.get(at, name)
  }
}

function partsOf(ref: string): readonly string[] {
  return ref
    .split('/')
    .slice(1)
    .map((part) => decoded(part).replaceAll('~1', '/').replaceAll('~0', '~'))
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

const wordOf = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 200) : '')
