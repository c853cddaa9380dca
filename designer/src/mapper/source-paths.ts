import type { Mapping, MappingItem, Turns } from '#shared/mapping/mapping.ts'
import { isFieldPath } from '../formula/value-modes.ts'
import { childrenOf, type ItemPath, turnsOf } from './mapping-edits.ts'

/** A line between a source field and a target row. */
export interface MappingWire {
  readonly source: string
  readonly target: ItemPath
  /** `copy`: the field itself · `formula`: a part of a formula · `loop`: a list that a for-each runs over. */
  readonly kind: 'copy' | 'formula' | 'loop'
}

/** Where a path written inside for-eaches leads from the top; undefined when that cannot be said. */
export function absolutePath(path: string, chain: readonly Turns[]): string | undefined {
  if (path === '$') return chain.length === 0 ? undefined : absolutePath(chain.at(-1)?.over ?? '', chain.slice(0, -1))
  if (/^\$group(?:$|\.)/.test(path)) return groupPath(path.slice('$group'.length), chain)
  if (/^\$(?:headers|keys|steps|run)(?:$|\.|\[)/.test(path)) return path
  if (path.startsWith('$parent.')) return path.slice('$parent.'.length)
  if (path.startsWith('$outer.')) return absolutePath(path.slice('$outer.'.length), chain.slice(0, -1))
  if (path.startsWith('$')) return undefined
  if (chain.length === 0) return path
  const around = absolutePath(chain.at(-1)?.over ?? '', chain.slice(0, -1))
  return around === undefined ? undefined : `${around}.${path}`
}

/** The items of the nearest group are those of the list that was grouped. */
function groupPath(rest: string, chain: readonly Turns[]): string | undefined {
  const grouped = chain.findLastIndex((it) => it.groupBy !== undefined)
  const list = grouped < 0 ? undefined : absolutePath('$', chain.slice(0, grouped + 1))
  return list === undefined ? undefined : `${list}${rest}`
}

/** How a source field is written inside for-eaches: from the item, from the item around, else from the whole message. */
export function relativePath(path: string, chain: readonly Turns[]): string {
  if (chain.length === 0 || path.startsWith('$')) return path
  const item = absolutePath('$', chain)
  if (item === path) return '$'
  if (item !== undefined && path.startsWith(`${item}.`)) return path.slice(item.length + 1)
  if (chain.length > 1) {
    const outer = absolutePath('$', chain.slice(0, -1))
    if (outer !== undefined && path.startsWith(`${outer}.`)) return `$outer.${path.slice(outer.length + 1)}`
  }
  return `$parent.${path}`
}

/** Every line that can be told from the mapping; parts of formulas count when they are known source fields. */
export function wiresOfMapping(mapping: Mapping, known: ReadonlySet<string>): readonly MappingWire[] {
  const walk = (level: Mapping, chain: readonly Turns[], at: ItemPath): readonly MappingWire[] =>
    level.flatMap((item, index) => {
      const target = [...at, index]
      const children = childrenOf(item) ?? []
      return [
        ...ownWires(item, chain, target, known),
        ...walk(children, item.each ? [...chain, turnsOf(item.each)] : chain, target),
      ]
    })
  return walk(mapping, [], [])
}

function ownWires(
  item: MappingItem,
  chain: readonly Turns[],
  target: ItemPath,
  known: ReadonlySet<string>,
): readonly MappingWire[] {
  const wires: MappingWire[] = []
  const add = (text: string, kind: MappingWire['kind'], within: readonly Turns[]) => {
    for (const path of isFieldPath(text) ? [text.trim()] : pathsIn(text)) {
      const source = absolutePath(path, within)
      if (source === undefined || (!isFieldPath(text) && !known.has(source))) continue
      if (!wires.some((it) => it.source === source && it.kind === kind))
        wires.push({ source, target, kind: isFieldPath(text) ? kind : kind === 'loop' ? 'loop' : 'formula' })
    }
  }
  if (item.each) add(item.each.over, 'loop', chain)
  const inner = item.each ? [...chain, turnsOf(item.each)] : chain
  if (item.each?.where) add(item.each.where, 'formula', inner)
  if (item.each?.groupBy) add(item.each.groupBy, 'formula', inner)
  for (const key of item.each?.sort ?? []) add(key.by, 'formula', inner)
  if (item.when) add(item.when, 'formula', chain)
  const value = item.each ? item.each.value : item.value
  if (typeof value === 'object' && value !== null) {
    const text = 'field' in value ? value.field : value.expr
    if (text !== '$') add(text, 'copy', inner)
  }
  return wires
}

/** The paths that a formula seems to read; texts in quotes do not count. */
function pathsIn(formula: string): readonly string[] {
  const plain = formula.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, '""')
  return [
    ...plain.matchAll(
      /(?:\$(?:parent|outer|group|headers|keys|steps|run)\.)?(?:`[^`]+`|[\p{L}_][\p{L}\p{N}_]*)(?:\.(?:`[^`]+`|[\p{L}_][\p{L}\p{N}_]*))*/gu,
    ),
  ].map(([path]) => path)
}
