import { FORBIDDEN_TARGETS } from '../mapping/schema.ts'
import type { JsonSchema } from '../node/define.ts'
import { ANYTHING, either } from './body-schema.ts'

const DEEPEST = 30
const MOST_FIELDS = 5000
/** Items of a list that are looked at. */
const ITEMS = 200
const CODE = /^(?:0\d+|\d{16,})$/

/**
 * The schema of bodies like these samples: exactly their fields, required where every sample has them. No value of a sample goes into
 * it, so that it may be kept with the flow.
 */
export function schemaOfSamples(samples: readonly unknown[]): JsonSchema {
  const left = { fields: MOST_FIELDS }
  const schemas = samples.map((sample) => schemaOf(sample, 0, left))
  return schemas.reduce((all, one) => either(all, one), schemas[0] ?? ANYTHING)
}

function schemaOf(value: unknown, depth: number, left: { fields: number }): JsonSchema {
  if (value === null || value === undefined || depth > DEEPEST) return ANYTHING
  if (Array.isArray(value)) {
    const items = value.slice(0, ITEMS).map((item) => schemaOf(item, depth + 1, left))
    return { type: 'array', items: items.reduce((all, one) => either(all, one), items[0] ?? ANYTHING) }
  }
  if (typeof value === 'string') return CODE.test(value) ? { type: 'string', format: 'digits' } : { type: 'string' }
  if (typeof value !== 'object') return { type: typeof value }
  const properties: Record<string, JsonSchema> = {}
  for (const [name, inner] of Object.entries(value)) {
    if (FORBIDDEN_TARGETS.has(name)) continue
    // A sample with more fields than anybody draws: what is beyond is not claimed to be absent.
    if (left.fields-- <= 0) return { type: 'object', properties }
    properties[name] = schemaOf(inner, depth + 1, left)
  }
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false }
}
