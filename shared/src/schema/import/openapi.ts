import type { JsonSchema } from '../../node/define.ts'
import { openApi3 } from '../../request/swagger2.ts'
import { isSchema } from '../body-schema.ts'
import { createNotes, SchemaFault } from './fault.ts'
import { flatten } from './json-schema.ts'
import type { Imported } from './xsd.ts'

/** A body that an OpenAPI document describes: what is sent to an operation, or one of its answers. */
export interface ApiBody {
  /** `POST /ho-so`. */
  readonly operation: string
  readonly summary: string
  /** `request`, or the status of the answer. */
  readonly part: string
  readonly type: string
}

const METHODS = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options', 'trace'] as const
const MOST_BODIES = 2_000

/** Every body of an OpenAPI 3.x or Swagger 2.0 document that has a schema. Throws `SchemaFault`. */
export function bodiesOfOpenApi(document: unknown): readonly ApiBody[] {
  return placed(openApi3(document)).map(({ schema: _schema, at: _at, ...body }) => body)
}

/** The schema of one of `bodiesOfOpenApi`. Throws `SchemaFault`. */
export function fromOpenApi(given: unknown, wanted: Pick<ApiBody, 'operation' | 'part'>): Imported {
  const document = openApi3(given)
  const found = placed(document).find((it) => it.operation === wanted.operation && it.part === wanted.part)
  if (!found || !isSchema(document))
    throw new SchemaFault(wanted.operation, { vi: 'không có thân dữ liệu này', en: 'has no such body' })
  const notes = createNotes()
  return { schema: flatten(document, found.schema, found.at, notes), notes: notes.all() }
}

interface PlacedBody extends ApiBody {
  readonly schema: unknown
  readonly at: string
}

function placed(document: unknown): readonly PlacedBody[] {
  if (!isSchema(document) || typeof document.openapi !== 'string' || !document.openapi.startsWith('3.')) {
    const older = isSchema(document) && document.swagger !== undefined
    throw new SchemaFault(
      'openapi',
      older
        ? { vi: 'chỉ đọc được Swagger 2.0 hoặc OpenAPI 3', en: 'only Swagger 2.0 or OpenAPI 3 can be read' }
        : { vi: 'không phải tài liệu OpenAPI 3 hoặc Swagger 2.0', en: 'is not an OpenAPI 3 or Swagger 2.0 document' },
    )
  }
  const bodies: PlacedBody[] = []
  for (const [path, item] of entriesOf(document.paths))
    for (const method of METHODS) {
      const operation = isSchema(item) && Object.hasOwn(item, method) ? item[method] : undefined
      if (isSchema(operation))
        bodies.push(...bodiesOf(document, operation, `${method.toUpperCase()} ${path}`, `#/paths/${path}/${method}`))
      if (bodies.length > MOST_BODIES)
        throw new SchemaFault('paths', {
          vi: `có hơn ${MOST_BODIES} thân dữ liệu`,
          en: `has more than ${MOST_BODIES} bodies`,
        })
    }
  return bodies
}

function bodiesOf(document: JsonSchema, operation: JsonSchema, name: string, at: string): readonly PlacedBody[] {
  const words = [operation.summary, operation.operationId].find((it) => typeof it === 'string')
  const one = (part: string, holder: unknown): readonly PlacedBody[] => {
    const content = entriesOf(isSchema(holder) ? resolved(document, holder).content : undefined)
    const [type, media] = content.find(([it]) => /json/i.test(it)) ?? content[0] ?? []
    if (type === undefined || !isSchema(media) || media.schema === undefined) return []
    return [{ operation: name, summary: String(words ?? ''), part, type, schema: media.schema, at: `${at}/${part}` }]
  }
  return [
    ...one('request', operation.requestBody),
    ...entriesOf(operation.responses).flatMap(([status, answer]) => one(status, answer)),
  ]
}

/** A request body or an answer that stands under `components`; one reference is followed. */
function resolved(document: JsonSchema, holder: JsonSchema): JsonSchema {
  if (typeof holder.$ref !== 'string') return holder
  let at: unknown = document
  for (const name of holder.$ref.split('/').slice(1))
    at = isSchema(at) && Object.hasOwn(at, name) ? at[name] : undefined
  return isSchema(at) ? at : holder
}

const entriesOf = (value: unknown): readonly (readonly [string, unknown])[] =>
  isSchema(value) ? Object.entries(value) : []
