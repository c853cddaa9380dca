import type { Mapping, Turns } from '#shared/mapping/mapping.ts'
import type { SourceField } from '../formula/source-tree.ts'
import { addItem, chainTo, childrenOf, type ItemPath, itemAt, kindOf, turnsOf, withItem } from './mapping-edits.ts'
import { relativePath } from './source-paths.ts'

type Taken = Pick<SourceField, 'path' | 'kind' | 'name'>

/**
 * What happens when a source field is given to a row: a value row takes it, a list row runs over it, a group gets a field of
 * that name; without a row a new one comes at the end. A list given to an empty row makes it a for-each.
 */
export function dropSource(
  mapping: Mapping,
  at: ItemPath | undefined,
  field: Taken,
): { readonly mapping: Mapping; readonly path: ItemPath } {
  const item = at && itemAt(mapping, at)
  if (!at || !item) return addField(mapping, undefined, field, [])
  const chain = chainTo(mapping, at)
  const path = listPath(field, chain)
  const kind = kindOf(item)
  const isList = field.kind === 'list'
  if (kind === 'leaf' && isList && item.value === undefined)
    return { mapping: withItem(mapping, at, { target: item.target, each: { over: path, fields: [] } }), path: at }
  if (kind === 'leaf') return { mapping: withItem(mapping, at, { ...item, value: { field: path } }), path: at }
  if (kind === 'group') return addField(mapping, at, field, chain)
  const inside = item.each ? [...chain, turnsOf(item.each)] : chain
  const below = relativePath(field.path, inside)
  if (kind === 'values') {
    const inner = below.startsWith('$parent.') || isList ? undefined : below
    const each =
      inner === undefined ? { ...item.each, over: path } : { over: '', ...item.each, value: { field: inner } }
    return { mapping: withItem(mapping, at, { ...item, each }), path: at }
  }
  // A list row without its list takes the first list that comes; later fields go below it.
  if (item.each?.over === '' || (isList && item.each?.groupBy === undefined && (childrenOf(item)?.length ?? 0) === 0))
    return { mapping: withItem(mapping, at, { ...item, each: { ...item.each, over: path } }), path: at }
  return addField(mapping, at, field, inside)
}

function addField(mapping: Mapping, near: ItemPath | undefined, field: Taken, chain: readonly Turns[]) {
  const path = listPath(field, chain)
  const target = field.name.replace(/^\$/, '')
  const item = field.kind === 'list' ? { target, each: { over: path, fields: [] } } : { target, value: { field: path } }
  return addItem(mapping, near, item)
}

/** Inside a group the list that was grouped means its items. */
function listPath(field: Taken, chain: readonly Turns[]): string {
  const path = relativePath(field.path, chain)
  return path === '$' && field.kind === 'list' && chain.at(-1)?.groupBy !== undefined ? '$group' : path
}
