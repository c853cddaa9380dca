import type { JsonSchema } from '../node/define.ts'
import { ANYTHING, isSchema, withFieldAt } from './body-schema.ts'

const EMPTY: JsonSchema = { type: 'object', properties: {}, required: [], additionalProperties: false }
const TYPES: Readonly<Record<string, JsonSchema>> = {
  text: { type: 'string' },
  xml: { type: 'string' },
  number: { type: 'number' },
  boolean: { type: 'boolean' },
}

/** The body of values that were picked out of a text (`xpath`): `{ picks: [{ to, as, many, missing }], keep }`. */
export function pickedSchema({ picks, keep }: Readonly<Record<string, unknown>>, into: JsonSchema): JsonSchema {
  const rows: readonly unknown[] = Array.isArray(picks) ? picks : []
  return rows.reduce<JsonSchema>(
    (body, row) => (isSchema(row) ? withPick(body, row) : body),
    keep === 'all' ? into : EMPTY,
  )
}

function withPick(body: JsonSchema, { to, as = 'text', many, missing }: JsonSchema): JsonSchema {
  if (typeof to !== 'string' || to === '') return body
  const one = TYPES[String(as)] ?? ANYTHING
  const path = to.split('.')
  const made = withFieldAt(body, path, many === true ? { type: 'array', items: one } : one)
  const [first] = path
  if (many === true || missing !== 'omit' || !Array.isArray(made.required)) return made
  // Left out when nothing matches: the field is known, whether it comes is not.
  const before: readonly unknown[] = Array.isArray(body.required) ? body.required : []
  return { ...made, required: made.required.filter((name) => name !== first || before.includes(name)) }
}
