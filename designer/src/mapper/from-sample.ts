import type { Mapping, MappingItem } from '#shared/mapping/mapping.ts'
import { FORBIDDEN_TARGETS } from '#shared/mapping/schema.ts'
import type { JsonSchema } from '#shared/node/define.ts'
import { itemsOf, propertiesOf, throughLists, typeOf } from '#shared/schema/body-schema.ts'
import { childrenOf, withChildren } from './mapping-edits.ts'

const DEEPEST = 12
const MOST = 1000

/** Target fields as a schema of the wanted result has them, still without sources; what may be left out is left out when its source is missing. */
export function targetsFrom(schema: JsonSchema): Mapping {
  let left = MOST
  const walk = (around: JsonSchema, depth: number): Mapping => {
    if (depth > DEEPEST) return []
    const required = Array.isArray(around.required) ? around.required : undefined
    return Object.entries(propertiesOf(around)).flatMap(([target, inner]): Mapping => {
      if (left-- <= 0 || target === '' || FORBIDDEN_TARGETS.has(target)) return []
      const item = itemFrom(target, inner, depth)
      const optional = required !== undefined && !required.includes(target) && item.fields === undefined && !item.each
      return [optional ? { ...item, missing: 'omit' } : item]
    })
  }
  const itemFrom = (target: string, inner: JsonSchema, depth: number): MappingItem => {
    const type = typeOf(inner)
    if (type === 'array')
      return typeOf(itemsOf(inner)) === 'object'
        ? { target, each: { over: '', fields: walk(itemsOf(inner), depth + 1) } }
        : { target, each: { over: '', value: { expr: '$' } } }
    return type === 'object' ? { target, fields: walk(inner, depth + 1) } : { target }
  }
  return walk(throughLists(schema), 0)
}

/** Adds the fields that a mapping does not have yet, at every level; what is there stays as it is. */
export function mergeTargets(mapping: Mapping, wanted: Mapping): Mapping {
  const merged = mapping.map((item) => {
    const more = wanted.find((it) => it.target === item.target)
    const children = childrenOf(item)
    const others = more && childrenOf(more)
    return children && others ? withChildren(item, mergeTargets(children, others)) : item
  })
  return [...merged, ...wanted.filter((it) => !mapping.some((old) => old.target === it.target))]
}
