import type { JsonSchema } from '#shared/node/define.ts'
import { propertiesOf, throughLists, typeOf } from '#shared/schema/body-schema.ts'
import { nameInPath, type SourceField } from './source-tree.ts'

const MOST = 2000
const DEEPEST = 12

/** The fields that a schema names, as a tree. Stops at 2,000 fields. */
export function fieldsOfSchema(schema: JsonSchema): readonly SourceField[] {
  let left = MOST
  const walk = (around: JsonSchema, at: string, depth: number): readonly SourceField[] => {
    if (depth > DEEPEST) return []
    return Object.entries(propertiesOf(throughLists(around))).flatMap(([name, inner]): readonly SourceField[] => {
      if (left-- <= 0) return []
      const path = at === '' ? nameInPath(name) : `${at}.${nameInPath(name)}`
      return [{ path, name, depth, kind: kindOf(inner), example: '', children: walk(inner, path, depth + 1) }]
    })
  }
  return walk(schema, '', 0)
}

/** The fields that are known, with the values of the example, and behind them the fields that only the example has. */
export function withExamples(known: readonly SourceField[], examples: readonly SourceField[]): readonly SourceField[] {
  if (known.length === 0) return examples
  const seen = new Map(examples.map((it) => [it.name, it]))
  const named = new Set(known.map((it) => it.name))
  return [
    ...known.map((field) => {
      const example = seen.get(field.name)
      if (!example) return field
      const kind = field.kind === 'list' || example.kind === 'null' ? field.kind : example.kind
      return { ...example, kind, children: withExamples(field.children, example.children) }
    }),
    ...examples.filter((it) => !named.has(it.name)),
  ]
}

function kindOf(schema: JsonSchema): SourceField['kind'] {
  const type = typeOf(schema)
  if (type === 'array') return 'list'
  if (type === 'object') return 'object'
  return type === 'number' || type === 'boolean' ? type : 'text'
}
