import type { JsonSchema } from '../node/define.ts'
import { checkedOpenApi, operationsOf } from '../request/openapi-document.ts'
import { type ApiRequest, readOperation } from '../request/openapi-operation.ts'
import { ANYTHING } from './body-schema.ts'
import { SchemaFault } from './import/fault.ts'
import { jsonValue } from './import/read-value.ts'

/** What is known of the one operation of an excerpt. */
export interface ReadExcerpt {
  readonly name: string
  readonly summary: string
  readonly request: ApiRequest
}

/** By the text of the excerpt: every edit of a flow asks for the same few, and equal questions must give the very same object. */
const kept = new Map<string, ReadExcerpt | undefined>()
const MOST_KEPT = 16

/** The operation of an excerpt (`request/openapi-excerpt.ts`); undefined while there is none that can be read. */
export function readExcerpt(excerpt: unknown): ReadExcerpt | undefined {
  if (typeof excerpt !== 'string' || excerpt === '') return undefined
  if (kept.has(excerpt)) return kept.get(excerpt)
  const made = attempt(excerpt)
  if (kept.size >= MOST_KEPT) for (const oldest of [...kept.keys()].slice(0, 1)) kept.delete(oldest)
  kept.set(excerpt, made)
  return made
}

/** What the operation of an excerpt takes or gives, as fields; `ANYTHING` when nobody knows. */
export function openApiSchema(excerpt: unknown, direction: 'request' | 'answer'): JsonSchema {
  const request = readExcerpt(excerpt)?.request
  return (direction === 'request' ? request?.body?.schema : request?.answer?.schema) ?? ANYTHING
}

function attempt(text: string): ReadExcerpt | undefined {
  try {
    const document = checkedOpenApi(jsonValue(text))
    const [placed] = operationsOf(document)
    if (!placed) return undefined
    return { name: placed.name, summary: placed.summary, request: readOperation(document, placed) }
  } catch (thrown) {
    if (thrown instanceof SchemaFault) return undefined
    throw thrown
  }
}
