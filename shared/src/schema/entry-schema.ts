import type { JsonSchema } from '../node/define.ts'
import { isSchema } from './body-schema.ts'

const TEXT: JsonSchema = { type: 'string' }

/** The body of what was found in a directory (`ldap-search`): one entry, or `{ entries, count }`; `attributes`: rows `{ name, values }`. */
export function entrySchema({ attributes, answer }: Readonly<Record<string, unknown>>): JsonSchema {
  const rows: readonly unknown[] = Array.isArray(attributes) ? attributes : []
  const named = rows.flatMap((row): [string, JsonSchema][] => {
    if (!isSchema(row) || typeof row.name !== 'string' || row.name === '') return []
    return [[row.name, row.values === 'list' ? { type: 'array', items: TEXT } : { type: ['string', 'null'] }]]
  })
  const entry = closed({ dn: TEXT, ...Object.fromEntries(named) })
  return answer === 'all' ? closed({ entries: { type: 'array', items: entry }, count: { type: 'integer' } }) : entry
}

function closed(properties: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false }
}
