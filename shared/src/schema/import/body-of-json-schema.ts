import type { JsonSchema } from '../../node/define.ts'
import { ANYTHING } from '../body-schema.ts'
import { SchemaFault } from './fault.ts'
import { fromJsonSchema } from './json-schema.ts'

/** Texts that were read lately; checks ask for the same few again and again while somebody draws. */
const read = new Map<string, JsonSchema>()
const MOST_READ = 20

/** What the text of a JSON Schema says of a body; `ANYTHING` when it cannot be read. */
export function bodyOfJsonSchema(text: unknown): JsonSchema {
  if (typeof text !== 'string') return ANYTHING
  const known = read.get(text)
  if (known) return known
  const made = readBody(text)
  if (read.size >= MOST_READ) read.clear()
  read.set(text, made)
  return made
}

function readBody(text: string): JsonSchema {
  try {
    return fromJsonSchema(JSON.parse(text)).schema
  } catch (thrown) {
    if (thrown instanceof SchemaFault || thrown instanceof SyntaxError) return ANYTHING
    throw thrown
  }
}
