import type { JsonSchema } from '../node/define.ts'
import { isSchema, propertiesOf, typeOf } from './body-schema.ts'

const MOST = 200
const DEEPEST = 40

/** Dotted paths of the fields that a schema says are lists, also inside lists; at most 200. */
export function listPaths(schema: JsonSchema): readonly string[] {
  const found: string[] = []
  const walk = (at: JsonSchema, path: readonly string[]): void => {
    if (path.length > DEEPEST) return
    for (const [name, inner] of Object.entries(propertiesOf(at))) {
      if (found.length >= MOST) return
      const here = [...path, name]
      const list = typeOf(inner) === 'array'
      if (list) found.push(here.join('.'))
      walk(list && isSchema(inner.items) ? inner.items : inner, here)
    }
  }
  walk(schema, [])
  return found
}
