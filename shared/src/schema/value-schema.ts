import type { JsonSchema } from '../node/define.ts'
import type { Dynamic } from '../node/dynamic.ts'
import { ANYTHING, fieldAt, typeOf } from './body-schema.ts'
import { pathOfText } from './plain-path.ts'

/** What is known of a literal, a field or a formula; `item` is what plain names read, `body` what `$parent` reads. */
export function schemaOfValue(value: Dynamic, item: JsonSchema, body: JsonSchema): JsonSchema {
  if (value === null) return ANYTHING
  if (typeof value !== 'object') return { type: typeof value }
  const text = 'field' in value ? value.field : value.expr
  const path = pathOfText(text)
  // A field inside a list gives the list of its values: only the plain case is followed.
  if (path && !passesList(item, path)) return fieldAt(item, path).schema
  const fromParent = pathOfText(text.replace(/^\$parent\./, ''))
  return text.startsWith('$parent.') && fromParent && !passesList(body, fromParent)
    ? fieldAt(body, fromParent).schema
    : ANYTHING
}

function passesList(schema: JsonSchema, path: readonly string[]): boolean {
  return path.some((_name, i) => i > 0 && typeOf(fieldAt(schema, path.slice(0, i)).schema) === 'array')
}
