import type { Mapping, MappingItem } from '#shared/mapping/mapping.ts'
import { FORBIDDEN_TARGETS } from '#shared/mapping/schema.ts'
import { isRecord } from '../document/catalogue.ts'
import { childrenOf, withChildren } from './mapping-edits.ts'

const DEEPEST = 12
const MOST = 1000

/** Target fields as an example of the wanted result has them, still without sources. */
export function targetsFrom(example: unknown): Mapping {
  let left = MOST
  const walk = (value: unknown, depth: number): Mapping => {
    if (!isRecord(value) || depth > DEEPEST) return []
    return Object.entries(value).flatMap(([target, inner]): Mapping => {
      if (left-- <= 0 || target === '' || FORBIDDEN_TARGETS.has(target)) return []
      return [itemFrom(target, inner, depth)]
    })
  }
  const itemFrom = (target: string, value: unknown, depth: number): MappingItem => {
    if (Array.isArray(value)) {
      const objects = value.filter(isRecord)
      const merged = Object.assign({}, ...[...objects].reverse())
      return objects.length > 0
        ? { target, each: { over: '', fields: walk(merged, depth + 1) } }
        : { target, each: { over: '', value: { expr: '$' } } }
    }
    return isRecord(value) ? { target, fields: walk(value, depth + 1) } : { target }
  }
  return walk(Array.isArray(example) ? example[0] : example, 0)
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
