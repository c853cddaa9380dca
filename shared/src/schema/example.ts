import { isSchema } from './body-schema.ts'

/** An example value for a JSON Schema: its own example, else one field of each kind. */
export function exampleOf(schema: unknown, depth = 0): unknown {
  if (!isSchema(schema) || depth > 8) return undefined
  if (schema.default !== undefined) return schema.default
  if (Array.isArray(schema.examples) && schema.examples.length > 0) return schema.examples[0]
  if (Array.isArray(schema.enum) && schema.enum.length > 0) return schema.enum[0]
  if (isSchema(schema.properties))
    return Object.fromEntries(
      Object.entries(schema.properties).map(([name, inner]) => [name, exampleOf(inner, depth + 1) ?? '']),
    )
  switch (schema.type) {
    case 'array':
      return [exampleOf(schema.items, depth + 1) ?? '']
    case 'number':
    case 'integer':
      return 0
    case 'boolean':
      return false
    case 'object':
      return {}
    default:
      return ''
  }
}
